package org.vitrine.ledger.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.vitrine.ledger.Refused;

/// The names under which a statement and its receipts lie in a folder.
public final class ReceiptFiles {
    /// The statement, byte for byte as the log has it.
    public static final String STATEMENT = "statement.cose";

    /// What a hash envelope's digest is of.
    public static final String CONTENT = "statement.json";

    /// Its place in the log (C2SP tlog-proof).
    public static final String PROOF = "receipt.tlog-proof";

    /// The log's word for it (RFC 9942).
    public static final String RECEIPT = "receipt.cose";

    /// The log's second entry: its keys.
    public static final String ANCHORS = "anchors.cose";

    /// That entry's place in the log.
    public static final String ANCHORS_PROOF = "anchors.tlog-proof";

    /// All of them.
    public static final List<String> NAMES = List.of(STATEMENT, CONTENT, PROOF, RECEIPT, ANCHORS, ANCHORS_PROOF);

    private ReceiptFiles() {}

    /// Reads a file of a folder; symbolic links are not followed.
    ///
    /// @param most how many bytes it may have
    static byte[] read(Path folder, String name, int most) throws IOException, Refused {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(name + " is not there");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(name + " is no regular file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Refused(name + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
