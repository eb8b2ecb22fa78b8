package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Export;
import org.vitrine.ledger.log.Fsck;
import org.vitrine.ledger.log.Repair;
import org.vitrine.ledger.tlog.NoteSigner;

/// Looks after a log of ours: checks it, makes it anew from its journal, copies what it publishes.
public final class LogCare {
    private LogCare() {}

    /// Checks every byte of a log that nobody writes to.
    ///
    /// @return what is wrong, each in a line
    /// @throws Refused when its policy is none
    public static List<String> check(Path folder) throws IOException, Refused {
        return Fsck.check(Disk.of(folder), LogReading.keys(folder)).stream()
                .map(Fsck.Finding::toString)
                .toList();
    }

    /// Makes anew what is made from the journal.
    ///
    /// @return how many statements were replayed
    /// @throws IOException when the journal is not what was published
    /// @throws Refused when the passphrase is another
    public static long repair(Path folder, char[] passphrase) throws IOException, Refused {
        NoteSigner signer = SealingLog.signer(folder, passphrase);
        return Repair.run(Disk.of(folder), signer.key().name(), List.of(signer)).replayed();
    }

    /// Copies what a log publishes now.
    ///
    /// @param target gets `checkpoint` and `tile`
    /// @return how many tiles and bundles were copied
    /// @throws Refused when the checkpoint is not the log's
    public static long export(Path folder, Path target) throws IOException, Refused {
        LogReading log = LogReading.open(folder);
        return Export.run(log.disk(), log.published(), Disk.of(target));
    }
}
