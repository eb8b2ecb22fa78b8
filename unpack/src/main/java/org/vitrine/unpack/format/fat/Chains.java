package org.vitrine.unpack.format.fat;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.format.disk.Runs;

/// The chains of clusters in the file allocation table. A cluster is in one chain only, and once: who
/// meets one again has met a loop or two files that cross. Not safe for several threads.
final class Chains {
    /// A chain, as far as it could be followed.
    ///
    /// @param broken why it ends before it should, if it does
    record Chain(Runs runs, @Nullable Malformed broken) {}

    private final Bytes image;
    private final BootSector boot;
    private final BitSet met = new BitSet();
    private final long most;

    Chains(Bytes image, BootSector boot) {
        this.image = image;
        this.boot = boot;
        // What lies behind the end of a cut image is never met.
        this.most = Math.min(boot.clusters(), image.size() / boot.clusterSize() + 1);
    }

    /// The chain from `first` on, until it has `wanted` bytes or ends.
    Chain follow(long first, long wanted) {
        Runs runs = new Runs();
        long cluster = first;
        while (runs.size() < wanted) {
            if (isEnd(cluster)) {
                return new Chain(runs, null);
            }
            if (cluster < 2 || cluster - 2 >= most) {
                return new Chain(runs, broken(cluster, "cluster " + cluster + " of " + boot.clusters()));
            }
            if (met.get((int) cluster)) {
                return new Chain(runs, broken(cluster, "cluster " + cluster + " is met again"));
            }
            met.set((int) cluster);
            runs.add(boot.data() + (cluster - 2) * boot.clusterSize(), boot.clusterSize());
            try {
                cluster = next(cluster);
            } catch (Malformed e) {
                return new Chain(runs, e);
            }
        }
        return new Chain(runs, null);
    }

    private Malformed broken(long cluster, String reason) {
        return new Malformed(Math.min(boot.table(0) + cluster * boot.bits() / 8, image.size()), "FAT", reason);
    }

    private boolean isEnd(long cluster) {
        return switch (boot.bits()) {
            case 12 -> cluster >= 0xff8;
            case 16 -> cluster >= 0xfff8;
            default -> cluster >= 0xffffff8;
        };
    }

    private long next(long cluster) throws Malformed {
        long table = boot.table(0);
        return switch (boot.bits()) {
            case 12 -> {
                int pair = image.u16(table + cluster * 3 / 2, LITTLE_ENDIAN, "FAT");
                yield (cluster & 1) == 0 ? pair & 0xfff : pair >>> 4;
            }
            case 16 -> image.u16(table + cluster * 2, LITTLE_ENDIAN, "FAT");
            default -> image.u32(table + cluster * 4, LITTLE_ENDIAN, "FAT") & 0xfffffff;
        };
    }
}
