package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// The checksums of a file system's metadata: CRC-32C from a seed of the file system's own, or the
/// CRC-16 of older ones for the descriptors alone. Tells of the first wrong ones of each kind, and
/// counts the others.
final class Checksums {
    /// What can have one.
    enum Kind {
        SUPERBLOCK("s_checksum"),
        DESCRIPTOR("bg_checksum"),
        INODE("i_checksum"),
        DIRECTORY("det_checksum"),
        INDEX("dt_checksum"),
        EXTENTS("et_checksum"),
        ATTRIBUTES("h_checksum");

        private final String field;

        Kind(String field) {
            this.field = field;
        }
    }

    private static final int TOLD = 8;
    private static final int[] TABLE = table(0x82f63b78);
    private static final int[] TABLE16 = table(0xa001);

    private final Sink out;
    private final boolean used;
    private final boolean old;
    private final byte[] uuid;
    private final byte[] prefix;
    private final Map<Kind, Integer> wrong = new EnumMap<>(Kind.class);

    /// Those of the file system that `image` starts with.
    Checksums(Bytes image, Superblock superblock, Sink out) throws Malformed {
        this.out = out;
        this.used = superblock.isReadOnly(Superblock.METADATA_CHECKSUM);
        this.old = !used && superblock.isReadOnly(Superblock.GROUP_CHECKSUM);
        this.uuid = image.array(Superblock.AT + 104, 16, "s_uuid");
        boolean stored = superblock.isIncompatible(Superblock.CHECKSUM_SEED);
        int seed = stored ? image.i32(Superblock.AT + 0x270, LITTLE_ENDIAN, "s_checksum_seed") : ~crc(uuid);
        this.prefix = prefix(seed);
    }

    private static int[] table(int polynomial) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) != 0 ? value >>> 1 ^ polynomial : value >>> 1;
            }
            table[i] = value;
        }
        return table;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /// The four bytes that bring a fresh CRC-32C to a register of `seed`: the JDK's can't be started
    /// anywhere else.
    static byte[] prefix(int seed) {
        int register = seed;
        for (int step = 0; step < 4; step++) {
            int top = register >>> 24;
            int index = 0;
            while (TABLE[index] >>> 24 != top) {
                index++;
            }
            register = (register ^ TABLE[index]) << 8 | index;
        }
        return little(~register);
    }

    static byte[] little(int value) {
        return ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putInt(value).array();
    }

    /// Whether anything but descriptors has one.
    boolean used() {
        return used;
    }

    /// A checksum that has seen the seed.
    CRC32C start() {
        CRC32C crc = new CRC32C();
        crc.update(prefix);
        return crc;
    }

    /// A checksum that has seen the seed, and an inode's number and generation.
    CRC32C start(Inode inode) {
        CRC32C crc = start();
        crc.update(little((int) inode.number()));
        crc.update(little(inode.generation()));
        return crc;
    }

    /// Compares; only `mask` of the computed one is stored.
    ///
    /// @param at offset of the field in the file system
    void compare(Kind kind, long at, CRC32C computed, int stored, int mask) {
        compare(kind, at, (int) ~computed.getValue() & mask, stored & mask);
    }

    private void compare(Kind kind, long at, int computed, int stored) {
        if (computed != stored && wrong.merge(kind, 1, Integer::sum) <= TOLD) {
            String reason = Integer.toHexString(stored) + " stored, " + Integer.toHexString(computed) + " computed";
            out.problem(new Problem.Malformed(at, kind.field, reason));
        }
    }

    /// Tells how many more were wrong than were told.
    void end() {
        wrong.forEach((kind, count) -> {
            if (count > TOLD) {
                out.problem(new Problem.Malformed(-1, kind.field, (count - TOLD) + " more are wrong"));
            }
        });
    }

    void superblock(Bytes image) throws Malformed {
        if (used) {
            CRC32C crc = new CRC32C();
            crc.update(image.array(Superblock.AT, 1020, "superblock"));
            int stored = image.i32(Superblock.AT + 1020, LITTLE_ENDIAN, "s_checksum");
            compare(Kind.SUPERBLOCK, Superblock.AT + 1020, crc, stored, -1);
        }
    }

    void descriptor(long at, long group, byte[] descriptor) {
        int stored = descriptor[30] & 0xff | (descriptor[31] & 0xff) << 8;
        if (used) {
            byte[] copy = descriptor.clone();
            Arrays.fill(copy, 30, 32, (byte) 0);
            CRC32C crc = start();
            crc.update(little((int) group));
            crc.update(copy);
            compare(Kind.DESCRIPTOR, at + 30, crc, stored, 0xffff);
        } else if (old) {
            int crc = crc16(0xffff, uuid, 0, uuid.length);
            crc = crc16(crc, little((int) group), 0, 4);
            crc = crc16(crc, descriptor, 0, 30);
            crc = crc16(crc, descriptor, 32, descriptor.length);
            compare(Kind.DESCRIPTOR, at + 30, crc, stored);
        }
    }

    private static int crc16(int start, byte[] bytes, int from, int to) {
        int crc = start;
        for (int i = from; i < to; i++) {
            crc = crc >>> 8 ^ TABLE16[(crc ^ bytes[i]) & 0xff];
        }
        return crc;
    }
}
