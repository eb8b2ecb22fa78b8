package org.vitrine.ledger.log;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.ledger.tlog.Tile;

/// Makes durable what was made from the journal, and then says so in the mark. Until then it can all be made again,
/// so it is done now and then and beside the adding of entries.
///
/// @param mark what it will say
/// @param full tiles and bundles that were finished since the last one
/// @param superseded parts of tiles that are full now, which are deleted
/// @param tables of the index that were written to
record Settlement(Mark mark, List<Tile> full, List<Tile> superseded, List<Disk.Table> tables) {
    /// Does it.
    void run(Disk disk) throws IOException {
        Set<String> folders = new TreeSet<>();
        for (Tile tile : full) {
            String name = Published.name(tile);
            disk.force(name);
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
}
