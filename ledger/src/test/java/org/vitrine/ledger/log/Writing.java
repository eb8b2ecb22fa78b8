package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tlog.NoteSigner;

/// A process that adds statements for as long as it lives, and says on standard output which were
/// acknowledged: the other half of tests that kill it, or that let its disk fail.
public final class Writing {
    static final String ORIGIN = "example.com/killed";
    private static final int AHEAD = 50;

    private Writing() {}

    /// Writes `FOLDER MOST`: a log in the folder, made where it is missing; so many statements at most.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int most = Integer.parseInt(arguments[1]);
        try (Log log = open(folder)) {
            long next = log.published().size();
            acknowledged(log, next - 1);
            Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
            for (int i = 0; i < most; i++) {
                waiting.add(log.add(statement(next + i)));
                if (waiting.size() > AHEAD * (i / 200 % 2)) {
                    acknowledged(log, waiting.remove().get());
                }
            }
            for (CompletableFuture<Long> each : waiting) {
                acknowledged(log, each.get());
            }
        } catch (IOException | ExecutionException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    /// A line with an index, and with the checkpoint that somebody else can see now.
    private static void acknowledged(Log log, long index) {
        Published published = log.published();
        System.out.println("index " + index + " " + published.size() + " "
                + published.checkpoint().root());
    }

    static byte[] statement(long number) {
        return ("statement " + number).getBytes(StandardCharsets.UTF_8);
    }

    /// Opens or creates the log, with a key that lies beside it: a test's, so it is not encrypted.
    static Log open(Path folder) throws IOException, Refused {
        NoteSigner signer = NoteSigner.log(ORIGIN, key(folder.resolveSibling(folder.getFileName() + ".key")));
        Disk disk = Disk.of(folder);
        if (Journal.segments(disk).isEmpty() || disk.size(Journal.name(0)) == 0) {
            return Log.create(disk, ORIGIN, List.of(signer), Admission.ALL, List.of(statement(0), statement(1)));
        }
        return Log.open(disk, ORIGIN, List.of(signer), Admission.ALL);
    }

    private static SigningKey key(Path file) throws IOException, Refused {
        try {
            if (!Files.exists(file)) {
                SigningKey made = SigningKey.generate(Algorithm.ED25519);
                Files.writeString(
                        file,
                        HexFormat.of().formatHex(made.privateKey().getEncoded()) + " "
                                + HexFormat.of().formatHex(made.publicKey().raw()));
            }
            String[] halves = Files.readString(file).split(" ", 2);
            java.security.KeyFactory factory = java.security.KeyFactory.getInstance("Ed25519");
            byte[] raw = HexFormat.of().parseHex(halves[1]);
            byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
            byte[] encoded = new byte[prefix.length + raw.length];
            System.arraycopy(prefix, 0, encoded, 0, prefix.length);
            System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
            if (!PublicKey.of(Algorithm.ED25519, raw).algorithm().equals(Algorithm.ED25519)) {
                throw new IOException("another algorithm");
            }
            return SigningKey.of(new java.security.KeyPair(
                    factory.generatePublic(new java.security.spec.X509EncodedKeySpec(encoded)),
                    factory.generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(
                            HexFormat.of().parseHex(halves[0])))));
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
