package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The header of a cpio's member.
///
/// @param at offset of the header in the image
/// @param kind which layout it has
/// @param device major and minor number of the device it was on, as one number
/// @param inode its number there
/// @param mode type and permissions
/// @param major major number of the device it is
/// @param minor minor number of the device it is
/// @param nameAt offset of the name
/// @param nameSize bytes of the name, with the NUL that ends it
/// @param size bytes of the content
/// @param check sum of the content's bytes; 0 where the layout has none
record CpioHeader(
        long at,
        Kind kind,
        long device,
        long inode,
        int mode,
        long uid,
        long gid,
        long links,
        long mtime,
        long major,
        long minor,
        long nameAt,
        long nameSize,
        long size,
        long check) {
    /// No file system knows a longer path.
    static final int LONGEST_NAME = 1 << 16;

    private static final int NEW = 110;
    private static final int ODC = 76;
    private static final int OLD = 26;

    /// The layouts.
    enum Kind {
        NEWC,
        CRC,
        ODC,
        LITTLE,
        BIG
    }

    /// Which layout the magic at `at` tells of.
    ///
    /// @throws Malformed when it tells of none
    static Kind kind(Bytes image, long at) throws Malformed {
        int word = image.u16(at, BIG_ENDIAN, "c_magic");
        if (word == 0x71c7) {
            return Kind.BIG;
        }
        if (word == 0xc771) {
            return Kind.LITTLE;
        }
        int last = image.u16(at + 4, BIG_ENDIAN, "c_magic");
        if (word == 0x3037 && image.u16(at + 2, BIG_ENDIAN, "c_magic") == 0x3037) {
            switch (last) {
                case 0x3031 -> {
                    return Kind.NEWC;
                }
                case 0x3032 -> {
                    return Kind.CRC;
                }
                case 0x3037 -> {
                    return Kind.ODC;
                }
                default -> {
                    // Falls to the refusal below.
                }
            }
        }
        throw new Malformed(at, "c_magic", "no member starts here");
    }

    /// The header at `at`.
    ///
    /// @throws Malformed when its fields are no numbers, or its name isn't one
    static CpioHeader read(Bytes image, long at) throws Malformed {
        Kind kind = kind(image, at);
        CpioHeader header = switch (kind) {
            case NEWC, CRC -> newAscii(image, at, kind);
            case ODC -> odc(image, at);
            case LITTLE -> old(image, at, kind, LITTLE_ENDIAN);
            case BIG -> old(image, at, kind, BIG_ENDIAN);
        };
        if (header.nameSize < 1 || header.nameSize > LONGEST_NAME) {
            throw new Malformed(at, "c_namesize", header.nameSize + " bytes");
        }
        image.require(header.nameAt, header.nameSize, "c_name");
        if (image.u8(header.nameAt + header.nameSize - 1, "c_name") != 0) {
            throw new Malformed(header.nameAt, "c_name", "no NUL ends it");
        }
        return header;
    }

    private static CpioHeader newAscii(Bytes image, long at, Kind kind) throws Malformed {
        byte[] raw = image.array(at, NEW, "header");
        long[] fields = new long[13];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = number(raw, 6 + 8 * i, 8, 16, at);
        }
        return new CpioHeader(
                at,
                kind,
                fields[7] << 32 | fields[8],
                fields[0],
                (int) fields[1] & 0xffff,
                fields[2],
                fields[3],
                fields[4],
                fields[5],
                fields[9],
                fields[10],
                at + NEW,
                fields[11],
                fields[6],
                fields[12]);
    }

    private static CpioHeader odc(Bytes image, long at) throws Malformed {
        byte[] raw = image.array(at, ODC, "header");
        long special = number(raw, 42, 6, 8, at);
        return new CpioHeader(
                at,
                Kind.ODC,
                number(raw, 6, 6, 8, at),
                number(raw, 12, 6, 8, at),
                (int) number(raw, 18, 6, 8, at) & 0xffff,
                number(raw, 24, 6, 8, at),
                number(raw, 30, 6, 8, at),
                number(raw, 36, 6, 8, at),
                number(raw, 48, 11, 8, at),
                special >>> 8,
                special & 0xff,
                at + ODC,
                number(raw, 59, 6, 8, at),
                number(raw, 65, 11, 8, at),
                0);
    }

    private static CpioHeader old(Bytes image, long at, Kind kind, ByteOrder order) throws Malformed {
        image.require(at, OLD, "header");
        int[] words = new int[13];
        for (int i = 0; i < words.length; i++) {
            words[i] = image.u16(at + 2L * i, order, "header");
        }
        return new CpioHeader(
                at,
                kind,
                words[1],
                words[2],
                words[3],
                words[4],
                words[5],
                words[6],
                (long) words[8] << 16 | words[9],
                words[7] >>> 8,
                words[7] & 0xff,
                at + OLD,
                words[10],
                (long) words[11] << 16 | words[12],
                0);
    }

    /// Digits alone: what strtoul would take besides them, no writer writes.
    private static long number(byte[] raw, int from, int length, int radix, long at) throws Malformed {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int digit = Character.digit(raw[i], radix);
            if (digit < 0) {
                throw new Malformed(at + i, "header", "not a number of base " + radix);
            }
            value = value * radix + digit;
        }
        return value;
    }

    /// The name without the NULs that end it: writers of initramfs pad it with them.
    byte[] name(Bytes image) throws Malformed {
        byte[] raw = image.array(nameAt, nameSize, "c_name");
        int end = 0;
        while (raw[end] != 0) {
            end++;
        }
        return Arrays.copyOf(raw, end);
    }

    /// Offset of the content.
    long data() {
        return padded(nameAt + nameSize);
    }

    /// Offset of the next header.
    long next() {
        return padded(data() + size);
    }

    private long padded(long offset) {
        int step = switch (kind) {
            case NEWC, CRC -> 4;
            case ODC -> 1;
            case LITTLE, BIG -> 2;
        };
        return at + (offset - at + step - 1) / step * step;
    }

    /// What kind of node it is; empty modes of a last member are a file's.
    ArtifactType type() throws Malformed {
        int bits = mode & 0170000;
        if (bits == 0 || bits == 0110000) {
            return ArtifactType.FILE;
        }
        return ArtifactType.ofMode(mode)
                .orElseThrow(() -> new Malformed(at, "c_mode", Integer.toOctalString(mode) + " is no type of file"));
    }
}
