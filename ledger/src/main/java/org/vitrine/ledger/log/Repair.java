package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.List;
import org.vitrine.ledger.tlog.NoteSigner;

/// Makes everything again that is made from the journal: tiles, bundles, index, mark and checkpoint. The
/// journal itself is only cut behind its last whole batch, and nothing is made of a journal that is
/// damaged, or that lacks what the published checkpoint says.
public final class Repair {
    private Repair() {}

    /// Repairs a log that nobody writes to. It takes about as long as adding its entries took.
    ///
    /// @param signers keys of the log
    /// @return what was replayed
    /// @throws IOException when the journal is not what was published, or the disk fails
    public static Recovery run(Disk disk, String origin, List<NoteSigner> signers) throws IOException {
        try (Appender appender = Appender.open(
                disk, origin, Signing.of(signers), Settings.STANDARD, Runnable::run, Appender.Start.REPAIR)) {
            return appender.recovery();
        }
    }
}
