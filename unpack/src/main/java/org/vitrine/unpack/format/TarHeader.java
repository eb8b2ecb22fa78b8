package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// One header block of a tar: 512 bytes, in the layout of V7, POSIX ustar, GNU or star.
final class TarHeader {
    static final int SIZE = 512;

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;

    private final long at;
    private final byte[] block;
    private final Kind kind;

    private TarHeader(long at, byte[] block) {
        this.at = at;
        this.block = block;
        this.kind = kind(block);
    }

    /// The layouts.
    enum Kind {
        V7,
        USTAR,
        GNU
    }

    /// The header at `at`, its checksum verified.
    ///
    /// @throws Malformed when the image ends before, or the checksum is wrong
    static TarHeader read(Bytes image, long at) throws Malformed {
        byte[] block = image.array(at, SIZE, "header");
        if (!checksumRight(block)) {
            throw new Malformed(at + CHECKSUM, "chksum", "the header's checksum is wrong");
        }
        return new TarHeader(at, block);
    }

    /// The block at `at` that continues a header and so has no checksum.
    static TarHeader extension(Bytes image, long at) throws Malformed {
        return new TarHeader(at, image.array(at, SIZE, "sparse extension"));
    }

    /// Offset of the block in the image.
    long at() {
        return at;
    }

    /// Which layout its magic tells.
    Kind kind() {
        return kind;
    }

    /// A byte of the block, as it stands.
    byte raw(int index) {
        return block[index];
    }

    /// Whether a header with a right checksum stands at `at`.
    static boolean standsAt(Bytes image, long at) {
        byte[] block = new byte[SIZE];
        return image.copyAvailable(at, block, 0, SIZE) == SIZE && block[0] != 0 && checksumRight(block);
    }

    private static Kind kind(byte[] block) {
        String magic = new String(block, 257, 8, StandardCharsets.ISO_8859_1);
        return magic.equals("ustar  \0") ? Kind.GNU : magic.startsWith("ustar") ? Kind.USTAR : Kind.V7;
    }

    /// Early writers added up signed bytes; both sums are met.
    private static boolean checksumRight(byte[] block) {
        int declared = 0;
        int digits = 0;
        for (int i = CHECKSUM; i < CHECKSUM_END; i++) {
            if (block[i] >= '0' && block[i] <= '7') {
                declared = declared << 3 | block[i] - '0';
                digits++;
            } else if (digits > 0) {
                break;
            } else if (block[i] != ' ') {
                return false;
            }
        }
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < SIZE; i++) {
            int value = i >= CHECKSUM && i < CHECKSUM_END ? ' ' : block[i];
            unsigned += value & 0xff;
            signed += value;
        }
        return digits > 0 && (declared == unsigned || declared == signed);
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    /// The stored name, with ustar's prefix in front of it.
    byte[] name() {
        byte[] name = text(0, 100);
        // star keeps times where others have the end of the prefix.
        boolean star = text(508, 4).length == 3 && block[508] == 't' && block[509] == 'a' && block[510] == 'r';
        byte[] prefix = kind == Kind.USTAR ? text(345, star ? 131 : 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    byte[] linkName() {
        return text(157, 100);
    }

    int mode() throws Malformed {
        return (int) number(100, 8, "mode") & 07777;
    }

    long uid() throws Malformed {
        return number(108, 8, "uid");
    }

    long gid() throws Malformed {
        return number(116, 8, "gid");
    }

    long size() throws Malformed {
        return unsigned(124, 12, "size");
    }

    long mtime() throws Malformed {
        return number(136, 12, "mtime");
    }

    long major() throws Malformed {
        return kind == Kind.V7 ? 0 : number(329, 8, "devmajor");
    }

    long minor() throws Malformed {
        return kind == Kind.V7 ? 0 : number(337, 8, "devminor");
    }

    private byte[] text(int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, from, end);
    }

    /// A number that is a size or an offset.
    long unsigned(int from, int length, String field) throws Malformed {
        long value = number(from, length, field);
        if (value < 0) {
            throw new Malformed(at + from, field, "must not be negative but was " + value);
        }
        return value;
    }

    /// Octal digits, or the base-256 numbers of GNU and star, whose topmost bit is set.
    private long number(int from, int length, String field) throws Malformed {
        if (block[from] < 0) {
            return base256(from, length, field);
        }
        long value = 0;
        boolean started = false;
        for (int i = from; i < from + length; i++) {
            int digit = block[i] - '0';
            if (digit >= 0 && digit <= 7) {
                value = value << 3 | digit;
                started = true;
            } else if (block[i] == ' ' || block[i] == 0) {
                if (started) {
                    break;
                }
            } else {
                throw new Malformed(at + from, field, "neither an octal number nor base-256");
            }
        }
        return value;
    }

    private long base256(int from, int length, String field) throws Malformed {
        boolean negative = (block[from] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = from; i < from + length; i++) {
            int digit = i == from ? block[i] & 0x3f | (negative ? 0xc0 : 0) : block[i] & 0xff;
            if (value != (value << 8) >> 8) {
                throw new Malformed(at + from, field, "does not fit 64 bits");
            }
            value = value << 8 | digit;
        }
        return value;
    }
}
