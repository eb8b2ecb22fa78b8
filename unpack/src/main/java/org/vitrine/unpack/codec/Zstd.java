package org.vitrine.unpack.codec;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unsupported;

/// Zstandard data: one frame after the other, skippable ones between them. Follows RFC 8878; content checksums
/// are verified.
public final class Zstd {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int LARGEST_BLOCK = 128 << 10;

    private final byte[] src;
    private final int origin;
    private final int end;
    private final byte[] dst;
    private final int room;
    private @Nullable ZstdLiterals literals;
    private @Nullable ZstdSequences sequences;
    private int in;

    private Zstd(byte[] src, int at, int length, byte[] dst, int room) {
        this.src = src;
        this.origin = at;
        this.end = at + length;
        this.dst = dst;
        this.room = room;
        this.in = at;
    }

    /// Decodes all frames; the last must end exactly where `length` says. What lies in `dst` behind the decoded
    /// bytes, up to `capacity`, is junk afterwards.
    ///
    /// @param at where the first frame starts in `src`
    /// @param length of all frames in bytes
    /// @param dstAt where the decoded bytes go in `dst`
    /// @param capacity how many decoded bytes are acceptable
    /// @return how many bytes were decoded
    /// @throws Malformed when a frame is damaged or they hold more than `capacity`; offsets are from `at`
    /// @throws Unsupported when a frame needs a dictionary, or has the format of zstd before 0.8
    public static int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity)
            throws Malformed, Unsupported {
        Objects.checkFromIndexSize(at, length, src.length);
        Objects.checkFromIndexSize(dstAt, capacity, dst.length);
        Zstd frames = new Zstd(src, at, length, dst, dstAt + capacity);
        int out = dstAt;
        do {
            out = frames.frame(out);
        } while (frames.in < frames.end);
        return out - dstAt;
    }

    private int frame(int out) throws Malformed, Unsupported {
        int start = in;
        int magic = (int) number(4, "Magic_Number");
        if ((magic & ~15) == SKIPPABLE) {
            long size = number(4, "Frame_Size");
            if (size > end - in) {
                throw malformed(in, "User_Data", size + " bytes asked, " + (end - in) + " left");
            }
            in += (int) size;
            return out;
        }
        if (magic >= 0xFD2FB522 && magic < MAGIC) {
            throw new Unsupported(start - origin, "Magic_Number", "the format of zstd before 0.8");
        }
        if (magic != MAGIC) {
            throw malformed(start, "Magic_Number", "no frame starts with " + Integer.toHexString(magic));
        }
        int descriptor = (int) number(1, "Frame_Header_Descriptor");
        if ((descriptor & 8) != 0) {
            throw malformed(in - 1, "Frame_Header_Descriptor", "its reserved bit is set");
        }
        boolean single = (descriptor & 0x20) != 0;
        long window = single ? 0 : window();
        int dictionaryBytes = (1 << (descriptor & 3)) >>> 1;
        if (number(dictionaryBytes, "Dictionary_ID") != 0) {
            throw new Unsupported(in - dictionaryBytes - origin, "Dictionary_ID", "a dictionary is needed");
        }
        int sizeFlag = descriptor >>> 6;
        int sizeBytes = sizeFlag == 0 && !single ? 0 : 1 << sizeFlag;
        long declared = sizeBytes == 0 ? -1 : number(sizeBytes, "Frame_Content_Size") + (sizeFlag == 1 ? 256 : 0);
        if (sizeBytes > 0 && (declared < 0 || declared > room - out)) {
            throw malformed(
                    in - sizeBytes,
                    "Frame_Content_Size",
                    Long.toUnsignedString(declared) + " bytes, where " + (room - out) + " are acceptable");
        }
        int largest = (int) Math.min(LARGEST_BLOCK, single ? declared : window);
        int stop = blocks(out, largest);
        if (declared >= 0 && stop - out != declared) {
            throw malformed(start, "Frame_Content_Size", declared + " declared, " + (stop - out) + " decoded");
        }
        if ((descriptor & 4) != 0) {
            int checksum = (int) number(4, "Content_Checksum");
            int computed = (int) XxHash64.of(dst, out, stop - out);
            if (checksum != computed) {
                throw malformed(
                        in - 4,
                        "Content_Checksum",
                        Integer.toHexString(checksum) + " stored, " + Integer.toHexString(computed) + " computed");
            }
        }
        return stop;
    }

    private long window() throws Malformed {
        int descriptor = (int) number(1, "Window_Descriptor");
        long base = 1L << 10 + (descriptor >>> 3);
        return base + (base >>> 3) * (descriptor & 7);
    }

    private int blocks(int frame, int largest) throws Malformed {
        boolean fresh = true;
        int out = frame;
        boolean last;
        do {
            int header = (int) number(3, "Block_Header");
            last = (header & 1) != 0;
            int type = header >>> 1 & 3;
            int size = header >>> 3;
            if (size > largest) {
                throw malformed(in - 3, "Block_Size", size + " is above the largest, " + largest);
            }
            int length = type == 1 ? 1 : size;
            if (length > end - in) {
                throw malformed(in, "Block_Content", length + " bytes asked, " + (end - in) + " left");
            }
            if (type < 2 && size > room - out) {
                throw malformed(in, "Block_Content", "decodes to more than is acceptable");
            }
            switch (type) {
                case 0 -> {
                    System.arraycopy(src, in, dst, out, size);
                    out += size;
                }
                case 1 -> {
                    Arrays.fill(dst, out, out + size, src[in]);
                    out += size;
                }
                case 2 -> {
                    // Made once, and only when needed: hostile input can hold a frame in every dozen bytes.
                    if (literals == null || sequences == null) {
                        literals = new ZstdLiterals(src, origin);
                        sequences = new ZstdSequences(src, origin);
                    } else if (fresh) {
                        literals.forget();
                        sequences.forget();
                    }
                    fresh = false;
                    int next = literals.read(in, in + size);
                    out = sequences.execute(next, in + size, literals, dst, frame, out, largest, room);
                }
                default -> throw malformed(in - 3, "Block_Type", "3 is reserved");
            }
            in += length;
        } while (!last);
        return out;
    }

    private long number(int length, String field) throws Malformed {
        if (length > end - in) {
            throw malformed(in, field, length + " bytes asked, " + (end - in) + " left");
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number |= (src[in + i] & 0xffL) << 8 * i;
        }
        in += length;
        return number;
    }

    private Malformed malformed(int at, String field, String reason) {
        return new Malformed(at - origin, field, reason);
    }
}
