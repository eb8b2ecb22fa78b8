package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.vitrine.ledger.tlog.Tile;

/// Makes durable what was made from the journal, and then says so in the mark. Until then it can all be
/// made again, so it is done now and then and beside the adding of entries.
///
/// @param mark what it will say
/// @param full tiles and bundles that were finished since the last one
/// @param superseded parts of tiles that are full now, which are deleted
/// @param tables of the index that were written to
record Settlement(Mark mark, List<Tile> full, List<Tile> superseded, List<Disk.Table> tables) {
    /// How many files are forced at once: a file system makes them durable with one commit of its own
    /// journal.
    private static final int AT_ONCE = 8;

    /// Does it.
    ///
    /// @param beside what forces files at once
    void run(Disk disk, Executor beside) throws IOException {
        forceFiles(disk, beside);
        Set<String> folders = new TreeSet<>();
        for (Tile tile : full) {
            String name = Published.name(tile);
            for (int at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
                folders.add(name.substring(0, at));
            }
        }
        for (Disk.Table table : tables) {
            table.force();
        }
        folders.add(Index.FOLDER);
        for (String folder : folders) {
            disk.forceFolder(folder);
        }
        mark.write(disk);
        Set<String> parts = new TreeSet<>();
        for (Tile tile : superseded) {
            disk.delete(Published.name(tile));
            parts.add(Published.name(tile.full()) + ".p");
        }
        for (String folder : parts) {
            if (disk.list(folder).isEmpty()) {
                disk.delete(folder);
            }
        }
    }

    private void forceFiles(Disk disk, Executor beside) throws IOException {
        List<Beside<Boolean>> shares = new ArrayList<>();
        for (int share = 0; share < Math.min(AT_ONCE, full.size()); share++) {
            int from = share;
            shares.add(Beside.begin(beside, () -> forceShare(disk, from)));
        }
        shares.forEach(Beside::await);
        for (Beside<Boolean> share : shares) {
            share.join();
        }
    }

    private boolean forceShare(Disk disk, int from) throws IOException {
        for (int i = from; i < full.size(); i += AT_ONCE) {
            disk.force(Published.name(full.get(i)));
        }
        return true;
    }
}
