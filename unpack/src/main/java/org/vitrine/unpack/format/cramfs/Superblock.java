package org.vitrine.unpack.format.cramfs;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The superblock of a cramfs, and the root folder's inode at its end. It stands at the start, or 512 bytes behind it
/// where room was left for a boot loader; offsets count from the start either way.
///
/// @param at where it stands, from the start of the file system
/// @param order the order of its numbers, and of the bits in them
/// @param size bytes of the file system, in version 2
/// @param flags bit 0: version 2; bit 1: sorted folders; bit 8: holes; bit 10: a shifted root; bit 11: pointers with
///     flags
/// @param crc CRC-32 of all of it, in version 2
/// @param edition a number that the maker chose
/// @param blocks how many blocks the files have
/// @param files how many files there are
public record Superblock(
        long at, ByteOrder order, long size, long flags, long crc, long edition, long blocks, long files) {
    /// Bytes of it, the root folder's inode among them.
    public static final int SIZE = 76;

    /// Where it may stand.
    public static final List<Integer> PLACES = List.of(0, 512);

    /// Where its name stands in it: 16 bytes.
    public static final int NAME = 48;

    private static final int ROOT = 64;
    private static final int CRC = 32;
    private static final long MAGIC = 0x28cd3d45;
    private static final byte[] SIGNATURE = "Compressed ROMFS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_2 = 1;
    private static final int WRONG_SIGNATURE = 0x200;
    private static final int EXTENDED_POINTERS = 0x800;
    private static final int KNOWN = 0xfff;

    /// That of the file system that starts at `start`, where one does.
    ///
    /// @throws Malformed never: what it reads is there
    public static Optional<Superblock> of(Bytes image, long start) throws Malformed {
        for (int place : PLACES) {
            long at = start + place;
            if (!image.holds(at, SIZE) || !image.matches(at + 16, SIGNATURE)) {
                continue;
            }
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                if (image.u32(at, order, "magic") == MAGIC && fits(image, at, place, order)) {
                    return Optional.of(read(image, at, place, order));
                }
            }
        }
        return Optional.empty();
    }

    /// The root's first entry tells which of the places the superblock stands at; only an empty root has none.
    private static boolean fits(Bytes image, long at, int place, ByteOrder order) throws Malformed {
        long flags = image.u32(at + 8, order, "flags");
        Inode root = Inode.of(image, at + ROOT, order);
        boolean first = root.offset() == place + SIZE || root.offset() == 0 && place == 0;
        return first && root.isFolder() && (flags & ~KNOWN) == 0 && (flags & WRONG_SIGNATURE) == 0;
    }

    private static Superblock read(Bytes image, long at, int place, ByteOrder order) throws Malformed {
        return new Superblock(
                place,
                order,
                image.u32(at + 4, order, "size"),
                image.u32(at + 8, order, "flags"),
                image.u32(at + CRC, order, "fsid.crc"),
                image.u32(at + 36, order, "fsid.edition"),
                image.u32(at + 40, order, "fsid.blocks"),
                image.u32(at + 44, order, "fsid.files"));
    }

    /// 1 or 2; version 1 says neither how long it is, nor what its bytes sum up to.
    public int version() {
        return (flags & VERSION_2) != 0 ? 2 : 1;
    }

    /// Where the root folder's inode stands.
    long root() {
        return at + ROOT;
    }

    /// Whether the pointers to blocks say more than where a block ends.
    boolean extended() {
        return (flags & EXTENDED_POINTERS) != 0;
    }

    /// The CRC-32 that the superblock and all behind it should have: its own bytes count as zero.
    ///
    /// @throws Malformed when the image is cut
    public long checksum(Bytes image) throws Malformed {
        image.require(at, size - at, "size");
        CRC32 sum = new CRC32();
        byte[] window = new byte[1 << 16];
        for (long done = at; done < size; ) {
            int there = image.copyAvailable(done, window, 0, (int) Math.min(window.length, size - done));
            if (done == at) {
                Arrays.fill(window, CRC, CRC + 4, (byte) 0);
            }
            sum.update(window, 0, there);
            done += there;
        }
        return sum.getValue();
    }
}
