package org.vitrine.centre;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Published;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.Policy;
import org.vitrine.ledger.tlog.TlogProof;

/// A log of ours, read as it is published now: without its keys, and while somebody writes to it.
public final class LogReading {
    private final Disk disk;
    private final Published published;

    private LogReading(Disk disk, Published published) {
        this.disk = disk;
        this.published = published;
    }

    /// Opens a log's folder.
    ///
    /// @throws IOException when it holds none
    /// @throws Refused when its checkpoint is not signed by the log of its own policy
    public static LogReading open(Path folder) throws IOException, Refused {
        List<NoteKey> keys = keys(folder);
        Disk disk = Disk.of(folder);
        return new LogReading(disk, Published.open(disk, keys));
    }

    /// The log's own keys, as its policy names them.
    static List<NoteKey> keys(Path folder) throws IOException, Refused {
        Path file = folder.resolve(SealingLog.POLICY);
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(folder.toString(), null, "holds no log; 'vitrine log init' begins one");
        }
        return Policy.parse(Files.readAllBytes(file)).logs().stream()
                .map(Policy.Log::key)
                .toList();
    }

    Disk disk() {
        return disk;
    }

    Published published() {
        return published;
    }

    /// The log's identity.
    public String origin() {
        return published.checkpoint().origin();
    }

    /// The checkpoint with its signatures.
    public String checkpoint() {
        return new String(published.note().encode(), StandardCharsets.UTF_8);
    }

    /// Where a statement stands.
    ///
    /// @return −1 where it stands nowhere
    public long find(byte[] entry) throws IOException {
        return published.find(entry);
    }

    /// The C2SP tlog-proof of a statement; none where there is no such statement.
    public Optional<byte[]> proof(long index) throws IOException {
        return index < 0 || index >= published.size()
                ? Optional.empty()
                : Optional.of(
                        TlogProof.of(published.prove(index), published.note()).encode());
    }
}
