package org.vitrine.unpack.codec;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// A Zstandard frame of any length (RFC 8878), of which no more than the window is held. Content
/// checksums are verified.
public final class ZstdStream {
    /// The first four bytes of a frame, as a number.
    public static final int MAGIC = 0xFD2FB528;

    /// The largest window that is kept, in bytes: what `zstd --ultra -22` asks for.
    public static final int WINDOW_LIMIT = 128 << 20;

    private static final int LARGEST_BLOCK = 128 << 10;
    private static final int SLACK = 64;
    /// Bits are read backwards, eight bytes at a time, so something must stand before a block.
    private static final int LEAD = 16;
    /// Blocks that are followed to see whether a frame is plausible.
    private static final int HOPS = 16;

    private final Bytes image;
    private final Header header;
    private final Out out;
    private final int largest;
    private final byte[] src = new byte[LEAD + LARGEST_BLOCK + SLACK];
    private final ZstdLiterals literals = new ZstdLiterals(src, LEAD);
    private final ZstdSequences sequences = new ZstdSequences(src, LEAD);
    private byte[] held;
    private int length;

    /// What a frame says of itself.
    ///
    /// @param window how far back matches may reach, in bytes
    /// @param size of the content in bytes, -1 where the frame doesn't say
    /// @param checked whether a checksum of the content follows the blocks
    /// @param blocks offset in the image of the first block
    public record Header(long window, long size, boolean checked, long blocks) {
        /// The header of the frame at `at`.
        ///
        /// @throws Malformed when none is there
        /// @throws Unsupported when the frame needs a dictionary
        public static Header read(Bytes image, long at) throws Malformed, Unsupported {
            if (image.i32(at, ByteOrder.LITTLE_ENDIAN, "Magic_Number") != MAGIC) {
                throw new Malformed(at, "Magic_Number", "no frame starts here");
            }
            int descriptor = image.u8(at + 4, "Frame_Header_Descriptor");
            if ((descriptor & 8) != 0) {
                throw new Malformed(at + 4, "Frame_Header_Descriptor", "its reserved bit is set");
            }
            long next = at + 5;
            boolean single = (descriptor & 0x20) != 0;
            long window = 0;
            if (!single) {
                int code = image.u8(next++, "Window_Descriptor");
                long base = 1L << 10 + (code >>> 3);
                window = base + (base >>> 3) * (code & 7);
            }
            int dictionaryBytes = (1 << (descriptor & 3)) >>> 1;
            if (number(image, next, dictionaryBytes, "Dictionary_ID") != 0) {
                throw new Unsupported(next, "Dictionary_ID", "a dictionary is needed");
            }
            next += dictionaryBytes;
            int flag = descriptor >>> 6;
            int sizeBytes = flag == 0 && !single ? 0 : 1 << flag;
            long size = -1;
            if (sizeBytes > 0) {
                size = number(image, next, sizeBytes, "Frame_Content_Size") + (flag == 1 ? 256 : 0);
                if (size < 0) {
                    throw new Malformed(next, "Frame_Content_Size", "must be below 2^63");
                }
            }
            return new Header(single ? size : window, size, (descriptor & 4) != 0, next + sizeBytes);
        }

        private static long number(Bytes image, long at, int bytes, String field) throws Malformed {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (long) image.u8(at + i, field) << 8 * i;
            }
            return value;
        }
    }

    private ZstdStream(Bytes image, Header header, Out out) {
        this.image = image;
        this.header = header;
        this.out = out;
        this.largest = (int) Math.min(LARGEST_BLOCK, header.window());
        this.held = new byte[largest + SLACK];
    }

    /// Whether the header at `at` and the first blocks' headers could be a frame's.
    public static boolean plausible(Bytes image, long at) {
        try {
            Header header = Header.read(image, at);
            long largest = Math.min(LARGEST_BLOCK, header.window());
            long next = header.blocks();
            for (int i = 0; i < HOPS; i++) {
                int block = blockHeader(image, next);
                int type = block >>> 1 & 3;
                int size = block >>> 3;
                int stored = type == 1 ? 1 : size;
                boolean right = type < 3 && size <= largest && image.holds(next + 3, stored);
                if (!right || type == 2 && !literalsPlausible(image, next + 3, size)) {
                    return false;
                }
                next += 3 + stored;
                if ((block & 1) != 0) {
                    return !header.checked() || image.holds(next, 4);
                }
            }
            return true;
        } catch (Malformed | Unsupported e) {
            return false;
        }
    }

    /// The first block's literals can't be more than a block holds, nor can they repeat a tree that
    /// wasn't.
    private static boolean literalsPlausible(Bytes image, long at, int size) throws Malformed {
        int head = image.u8(at, "Literals_Section_Header");
        int format = head >>> 2 & 3;
        if ((head & 3) < 2 || format < 2) {
            return size >= 2;
        }
        long sizes = image.i64(at, ByteOrder.LITTLE_ENDIAN, "Literals_Section_Header") >>> 4;
        int width = format == 2 ? 14 : 18;
        long literals = sizes & (1 << width) - 1;
        long coded = sizes >>> width & (1 << width) - 1;
        return literals <= LARGEST_BLOCK && coded < size;
    }

    private static int blockHeader(Bytes image, long at) throws Malformed {
        return image.u16(at, ByteOrder.LITTLE_ENDIAN, "Block_Header") | image.u8(at + 2, "Block_Header") << 16;
    }

    /// Decodes the frame at `at`.
    ///
    /// @return the offset of the first byte behind it
    /// @throws Unreadable when it contradicts the format, its checksum is wrong, it needs a dictionary
    ///     or a window above [#WINDOW_LIMIT], or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        Header header = Header.read(image, at);
        if (header.window() > WINDOW_LIMIT) {
            throw new Unsupported(
                    at + 5, "Window_Size", header.window() + " bytes, " + WINDOW_LIMIT + " are kept at most");
        }
        XxHash64 hash = new XxHash64();
        Checked checked = new Checked(out, hash);
        long end = new ZstdStream(image, header, checked).blocks();
        if (header.size() >= 0 && checked.count() != header.size()) {
            throw new Malformed(at, "Frame_Content_Size", header.size() + " declared, " + checked.count() + " decoded");
        }
        if (header.checked()) {
            int stored = image.i32(end, ByteOrder.LITTLE_ENDIAN, "Content_Checksum");
            int computed = (int) hash.getValue();
            if (stored != computed) {
                throw new Malformed(
                        end,
                        "Content_Checksum",
                        Integer.toHexString(stored) + " stored, " + Integer.toHexString(computed) + " computed");
            }
            end += 4;
        }
        return end;
    }

    private long blocks() throws Unreadable {
        long next = header.blocks();
        boolean last;
        do {
            int block = blockHeader(image, next);
            last = (block & 1) != 0;
            int type = block >>> 1 & 3;
            int size = block >>> 3;
            if (size > largest) {
                throw new Malformed(next, "Block_Size", size + " is above the largest, " + largest);
            }
            int stored = type == 1 ? 1 : size;
            image.copy(next + 3, src, LEAD, stored, "Block_Content");
            reserve();
            int start = length;
            switch (type) {
                case 0 -> {
                    System.arraycopy(src, LEAD, held, length, size);
                    length += size;
                }
                case 1 -> {
                    Arrays.fill(held, length, length + size, src[LEAD]);
                    length += size;
                }
                case 2 -> compressed(next + 3, size);
                default -> throw new Malformed(next, "Block_Type", "3 is reserved");
            }
            out.write(held, start, length - start);
            next += 3 + stored;
        } while (!last);
        return next;
    }

    private void compressed(long at, int size) throws Malformed {
        try {
            int next = literals.read(LEAD, LEAD + size);
            length = sequences.execute(next, LEAD + size, literals, held, 0, length, largest, held.length);
        } catch (Malformed e) {
            throw new Malformed(
                    at + Math.max(0, e.problem().offset()),
                    e.problem().field(),
                    e.problem().reason());
        }
    }

    /// Makes room for a block: by more memory while the window isn't full, else by forgetting what
    /// lies before it.
    private void reserve() {
        if (held.length - length >= largest + SLACK) {
            return;
        }
        long most = header.window() + Math.max(header.window() / 2, 4L * LARGEST_BLOCK) + SLACK;
        if (held.length < most) {
            held = Arrays.copyOf(held, (int) Math.min(most, Math.max(2L * held.length, length + largest + SLACK)));
        }
        if (held.length - length < largest + SLACK) {
            int window = (int) header.window();
            System.arraycopy(held, length - window, held, 0, window);
            length = window;
        }
    }
}
