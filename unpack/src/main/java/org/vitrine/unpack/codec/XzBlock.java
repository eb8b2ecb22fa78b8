package org.vitrine.unpack.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.RISCVOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.X86Options;
import org.vitrine.evidence.Malformed;

/// A whole xz stream that decodes into an array of known room, as the blocks of a file system are. What those
/// that make images write is decoded in place: one block, a CRC-32, LZMA2 with or without a filter of branches.
/// Anything else goes through the xz library. Not safe for several threads.
///
/// Specification: the .xz file format 1.2.1.
public final class XzBlock {
    /// For what goes through the library, in KiB: no dictionary of a block of 1 MiB needs more.
    private static final int MEMORY = 16 << 10;

    private static final byte[] HEADER = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 1};
    private static final int STREAM_HEADER = 12;
    private static final int FOOTER = 12;
    private static final int LZMA2_ID = 0x21;
    private static final int LIBRARY = -1;
    private static final int SIZES = 0xc0;

    private final Lzma2 lzma2 = new Lzma2();
    private final CRC32 crc = new CRC32();
    private int next;

    /// A fresh one, which can be used again and again.
    public XzBlock() {}

    /// Decodes the stream; what stands behind it is ignored.
    ///
    /// @param src holds the input, and [Lzma#SLACK] bytes more
    /// @return how many bytes were decoded
    /// @throws Malformed with the offset from `at`
    public int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity) throws Malformed {
        int end = at + length;
        if (!usual(src, at, end)) {
            return general(src, at, length, dst, dstAt, capacity);
        }
        try {
            int decoded = inPlace(src, at, end, dst, dstAt, capacity);
            return decoded >= 0 ? decoded : general(src, at, length, dst, dstAt, capacity);
        } catch (Malformed e) {
            throw new Malformed(
                    e.problem().offset() - at, e.problem().field(), e.problem().reason());
        }
    }

    /// Whether the stream has a CRC-32 and its block at most one filter before LZMA2.
    private static boolean usual(byte[] src, int at, int end) {
        if (end - at < STREAM_HEADER + 8 || Arrays.mismatch(src, at, at + 8, HEADER, 0, 8) >= 0) {
            return false;
        }
        int flags = src[at + STREAM_HEADER + 1] & 0xff;
        return src[at + STREAM_HEADER] != 0 && (flags & ~SIZES) <= 1;
    }

    /// @return how many bytes were decoded, or [#LIBRARY] for what only the library can
    private int inPlace(byte[] src, int at, int end, byte[] dst, int dstAt, int capacity) throws Malformed {
        checkCrc(src, at + 6, 2, at + 8, "stream header");
        int block = at + STREAM_HEADER;
        int headerSize = ((src[block] & 0xff) + 1) * 4;
        require(block, headerSize, end, "block header");
        checkCrc(src, block, headerSize - 4, block + headerSize - 4, "block header");
        next = block + 1;
        int headerEnd = block + headerSize - 4;
        int flags = src[next++] & 0xff;
        long stored = (flags & 0x40) != 0 ? number(src, headerEnd) : -1;
        long size = (flags & 0x80) != 0 ? number(src, headerEnd) : -1;
        boolean filtered = (flags & 1) != 0;
        FilterOptions filter = filtered ? filter(src, headerEnd) : null;
        if (filtered && filter == null) {
            return LIBRARY;
        }
        if (number(src, headerEnd) != LZMA2_ID || number(src, headerEnd) != 1) {
            throw new Malformed(next, "block header", "the last filter isn't LZMA2");
        }
        next++;
        zeros(src, next, headerEnd - next, headerEnd);
        int data = block + headerSize;
        int out = lzma2.decode(src, data, end, dst, dstAt, dstAt + capacity) - dstAt;
        next = lzma2.consumed();
        if (stored >= 0 && stored != next - data || size >= 0 && size != out) {
            throw new Malformed(block, "block header", "its sizes aren't those of the block");
        }
        int unpadded = next - block + 4;
        zeros(src, next, -(next - block) & 3, end);
        if (filter != null) {
            undo(filter, dst, dstAt, out);
        }
        require(next, 4, end, "check");
        crc.reset();
        crc.update(dst, dstAt, out);
        if ((int) crc.getValue() != i32(src, next)) {
            throw new Malformed(next, "check", "the CRC-32 of the decoded bytes is another one");
        }
        next += 4;
        index(src, end, unpadded, out);
        return out;
    }

    /// The index repeats the sizes; the footer the size of the index.
    private void index(byte[] src, int end, int unpadded, int size) throws Malformed {
        int index = next;
        require(index, 4, end, "index");
        next++;
        if (src[index] != 0 || number(src, end) != 1 || number(src, end) != unpadded || number(src, end) != size) {
            throw new Malformed(index, "index", "doesn't name the one block before it");
        }
        zeros(src, next, -(next - index) & 3, end);
        checkCrc(src, index, next - index, next, "index");
        next += 4;
        require(next, FOOTER, end, "stream footer");
        checkCrc(src, next + 4, 6, next, "stream footer");
        boolean backward = (i32(src, next + 4) + 1) * 4 == next - index;
        if (!backward || src[next + 8] != 0 || src[next + 9] != 1 || src[next + 10] != 'Y' || src[next + 11] != 'Z') {
            throw new Malformed(next, "stream footer", "doesn't match the stream");
        }
    }

    /// The filter's options; null where only the library knows it.
    private @Nullable FilterOptions filter(byte[] src, int end) throws Malformed {
        long id = number(src, end);
        if (number(src, end) != 0) {
            return null;
        }
        return switch ((int) id) {
            case 4 -> new X86Options();
            case 5 -> new PowerPCOptions();
            case 6 -> new IA64Options();
            case 7 -> new ARMOptions();
            case 8 -> new ARMThumbOptions();
            case 9 -> new SPARCOptions();
            case 10 -> new ARM64Options();
            case 11 -> new RISCVOptions();
            default -> null;
        };
    }

    /// Undoes a filter in place: it never gives a byte before it has read that far.
    private static void undo(FilterOptions filter, byte[] dst, int dstAt, int length) throws Malformed {
        try (InputStream plain =
                filter.getInputStream(new ByteArrayInputStream(dst, dstAt, length), ArrayCache.getDefaultCache())) {
            drain(plain, dst, dstAt, length);
        } catch (IOException e) {
            throw new Malformed(0, "filter", text(e));
        }
    }

    private static int general(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity) throws Malformed {
        ByteArrayInputStream input = new ByteArrayInputStream(src, at, length);
        try (SingleXZInputStream xz = new SingleXZInputStream(input, MEMORY)) {
            return drain(xz, dst, dstAt, capacity);
        } catch (IOException e) {
            throw new Malformed(length - input.available(), "xz stream", text(e));
        }
    }

    private static int drain(InputStream decoder, byte[] dst, int dstAt, int capacity) throws IOException, Malformed {
        int done = 0;
        while (done < capacity) {
            int step = decoder.read(dst, dstAt + done, capacity - done);
            if (step < 0) {
                return done;
            }
            done += step;
        }
        if (decoder.read() >= 0) {
            throw new Malformed(0, "xz stream", "decodes to more than " + capacity + " bytes");
        }
        return done;
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /// A number of the format: seven bits a byte, the lowest first, at most nine bytes.
    private long number(byte[] src, int end) throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            require(next, 1, end, "number");
            int each = src[next++] & 0xff;
            value |= (long) (each & 0x7f) << shift;
            if (each < 0x80) {
                return value;
            }
        }
        throw new Malformed(next, "number", "has more than nine bytes");
    }

    private void zeros(byte[] src, int at, int count, int end) throws Malformed {
        require(at, count, end, "padding");
        for (next = at; next < at + count; next++) {
            if (src[next] != 0) {
                throw new Malformed(next, "padding", "isn't zero");
            }
        }
    }

    private void checkCrc(byte[] src, int at, int length, int stored, String field) throws Malformed {
        require(at, length, src.length, field);
        require(stored, 4, src.length, field);
        crc.reset();
        crc.update(src, at, length);
        if ((int) crc.getValue() != i32(src, stored)) {
            throw new Malformed(at, field, "its CRC-32 is another one");
        }
    }

    private static void require(int at, int count, int end, String field) throws Malformed {
        if (count < 0 || end - at < count) {
            throw new Malformed(at, field, "ends early");
        }
    }

    private static int i32(byte[] src, int at) {
        return src[at] & 0xff | (src[at + 1] & 0xff) << 8 | (src[at + 2] & 0xff) << 16 | src[at + 3] << 24;
    }
}
