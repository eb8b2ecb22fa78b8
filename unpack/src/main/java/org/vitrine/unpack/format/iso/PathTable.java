package org.vitrine.unpack.format.iso;

import java.nio.ByteOrder;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;

/// A path table (ECMA-119 section 9.4): a second list of all folders, which is compared with the tree.
public final class PathTable {
    private PathTable() {}

    /// Compares the tables of a descriptor with the folders that the walk met.
    ///
    /// @throws Malformed when the descriptor isn't inside
    public static void check(Disc disc, VolumeDescriptor descriptor, Walk walk) throws Malformed {
        long length = disc.both(descriptor.at() + 132, "Path Table Size");
        for (int i = 0; i < 4; i++) {
            ByteOrder order = i < 2 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            long field = descriptor.at() + 140 + 4L * i;
            long start = disc.image().u32(field, order, "Location of Path Table") * disc.block();
            boolean optional = i % 2 == 1;
            if (optional && start == 0) {
                continue;
            }
            if (!disc.image().holds(start, length)) {
                disc.out()
                        .problem(new Problem.Malformed(
                                field, "Location of Path Table", length + " bytes at " + start + " are not there"));
                continue;
            }
            long wrong = firstStranger(disc, disc.image().slice(start, length, "Path Table"), order, walk);
            if (wrong < 0) {
                disc.structure(start, length);
            } else {
                disc.out()
                        .problem(new Problem.Malformed(
                                start + wrong, "Path Table", "names a folder that the tree doesn't have"));
            }
        }
    }

    private static long firstStranger(Disc disc, Bytes table, ByteOrder order, Walk walk) throws Malformed {
        long at = 0;
        while (at + 8 <= table.size()) {
            int name = table.u8(at, "Length of Directory Identifier");
            int attributes = table.u8(at + 1, "Extended Attribute Record Length");
            long start = (table.u32(at + 2, order, "Location of Extent") + attributes) * disc.block();
            if (name == 0 || !walk.hasFolder(start)) {
                return at;
            }
            at += 8 + name + name % 2;
        }
        return -1;
    }
}
