package org.vitrine.unpack.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// LZ4 frames: those of the LZ4 Frame Format Description (lz4_Frame_format.md) with their checksums
/// verified, and the legacy ones that Linux kernels are packed with, which have none.
public final class Lz4Frame {
    /// The first four bytes of a frame, as a number.
    public static final int MAGIC = 0x184D2204;

    /// The first four bytes of a legacy frame, as a number.
    public static final int LEGACY = 0x184C2102;

    private static final int HISTORY = 64 << 10;
    private static final int LEGACY_BLOCK = 8 << 20;
    private static final int LEGACY_BOUND = LEGACY_BLOCK + LEGACY_BLOCK / 255 + 16;
    private static final int PLAUSIBLE = 64;
    /// A byte of a block stands for at most so many.
    private static final long MOST_OF_A_BYTE = 255;

    private Lz4Frame() {}

    /// What a frame says of itself.
    ///
    /// @param linked whether blocks refer to those before them
    /// @param blockChecked whether each block is followed by its checksum
    /// @param checked whether the content's checksum follows the end mark
    /// @param blockSize the most a block decodes to, in bytes
    /// @param size of the content in bytes, -1 where the frame doesn't say
    /// @param dictionary whether a dictionary is named
    /// @param blocks offset in the image of the first block
    public record Header(
            boolean linked,
            boolean blockChecked,
            boolean checked,
            int blockSize,
            long size,
            boolean dictionary,
            long blocks) {
        /// The header of the frame at `at`, its checksum verified.
        public static Header read(Bytes image, long at) throws Malformed {
            if (image.i32(at, LITTLE_ENDIAN, "Magic Number") != MAGIC) {
                throw new Malformed(at, "Magic Number", "no frame starts here");
            }
            int flags = image.u8(at + 4, "FLG");
            int block = image.u8(at + 5, "BD");
            if (flags >>> 6 != 1 || (flags & 2) != 0) {
                throw new Malformed(at + 4, "FLG", "version " + (flags >>> 6) + ", or the reserved bit is set");
            }
            if ((block & 0x8f) != 0 || block < 0x40) {
                throw new Malformed(at + 5, "BD", "0x" + Integer.toHexString(block) + " names no block size");
            }
            int length = 2 + ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0);
            int hash = (int) XxHash32.of(image.array(at + 4, length, "Frame Descriptor"), 0, length) >>> 8 & 0xff;
            if (hash != image.u8(at + 4 + length, "HC")) {
                throw new Malformed(at + 4 + length, "HC", "the descriptor's checksum is wrong");
            }
            return new Header(
                    (flags & 0x20) == 0,
                    (flags & 0x10) != 0,
                    (flags & 4) != 0,
                    1 << 8 + 2 * (block >>> 4),
                    (flags & 8) != 0 ? image.u63(at + 6, LITTLE_ENDIAN, "Content Size") : -1,
                    (flags & 1) != 0,
                    at + 5 + length);
        }
    }

    /// Decodes the frame at `at`.
    ///
    /// @return the offset of the first byte behind it
    /// @throws Unreadable when it contradicts the format, a checksum is wrong, it needs a dictionary,
    ///     or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        Header header = Header.read(image, at);
        if (header.dictionary()) {
            throw new Unsupported(header.blocks() - 5, "Dictionary ID", "a dictionary is needed");
        }
        XxHash32 hash = new XxHash32();
        Checked checked = new Checked(out, hash);
        long end = blocks(image, header, checked);
        if (header.checked()) {
            same(image, end, hash.getValue(), "Content Checksum");
            end += 4;
        }
        if (header.size() >= 0 && header.size() != checked.count()) {
            throw new Malformed(at + 6, "Content Size", header.size() + " declared, " + checked.count() + " decoded");
        }
        return end;
    }

    private static void same(Bytes image, long at, long computed, String field) throws Malformed {
        long stored = image.u32(at, LITTLE_ENDIAN, field);
        if (stored != computed) {
            throw new Malformed(
                    at, field, Long.toHexString(stored) + " stored, " + Long.toHexString(computed) + " computed");
        }
    }

    private static long blocks(Bytes image, Header header, Out out) throws Unreadable {
        int most = header.blockSize();
        // Room is made for what is there: many small frames may each declare large blocks.
        byte[] src = {};
        byte[] dst = {};
        int history = 0;
        long next = header.blocks();
        while (true) {
            long word = image.u32(next, LITTLE_ENDIAN, "Block Size");
            if (word == 0) {
                return next + 4;
            }
            int size = (int) word & 0x7fff_ffff;
            if (size > most) {
                throw new Malformed(next, "Block Size", size + " is above the largest, " + most);
            }
            next += 4;
            image.require(next, size, "Block");
            int length = size;
            int room = (int) Math.min(most, size * MOST_OF_A_BYTE);
            if (dst.length < HISTORY + room) {
                dst = Arrays.copyOf(dst, HISTORY + room);
            }
            if (word >>> 31 != 0) {
                image.copy(next, dst, HISTORY, size, "Block");
                if (header.blockChecked()) {
                    same(image, next + size, XxHash32.of(dst, HISTORY, size), "Block Checksum");
                }
            } else {
                if (src.length < size + 8) {
                    src = new byte[size + 8];
                }
                image.copy(next, src, 0, size, "Block");
                if (header.blockChecked()) {
                    same(image, next + size, XxHash32.of(src, 0, size), "Block Checksum");
                }
                length = block(src, size, dst, room, header.linked() ? history : 0, next);
            }
            out.write(dst, HISTORY, length);
            int kept = Math.min(HISTORY, history + length);
            System.arraycopy(dst, HISTORY + length - kept, dst, HISTORY - kept, kept);
            history = kept;
            next += size + (header.blockChecked() ? 4 : 0);
        }
    }

    private static int block(byte[] src, int size, byte[] dst, int most, int history, long at) throws Malformed {
        try {
            return Lz4Block.decode(src, 0, size, dst, HISTORY, most, history);
        } catch (Malformed e) {
            throw new Malformed(
                    at + e.problem().offset(), e.problem().field(), e.problem().reason());
        }
    }

    /// Whether the legacy frame at `at` starts with a block that could be one: its first matches refer
    /// to what came before them.
    public static boolean legacyPlausible(Bytes image, long at) {
        try {
            long size = image.u32(at + 4, LITTLE_ENDIAN, "Block Size");
            if (size == 0 || size > LEGACY_BOUND || !image.holds(at + 8, size)) {
                return false;
            }
            byte[] src = image.array(at + 8, Math.min(PLAUSIBLE, size), "Block");
            int decoded = 0;
            for (int in = 0; in < src.length - 20; ) {
                int token = src[in++] & 0xff;
                int literals = token >>> 4;
                if (literals == 15) {
                    return true;
                }
                in += literals;
                decoded += literals;
                int distance = src[in] & 0xff | (src[in + 1] & 0xff) << 8;
                if (distance == 0 || distance > decoded) {
                    return false;
                }
                if ((token & 15) == 15) {
                    return true;
                }
                in += 2;
                decoded += 4 + (token & 15);
            }
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    /// Decodes the legacy frame at `at`: it has no end mark, but every block before the last is full.
    ///
    /// @return the offset of the first byte behind it
    /// @throws Unreadable when a block contradicts the format, or `out` takes no more
    public static long decodeLegacy(Bytes image, long at, Out out) throws Unreadable {
        byte[] src = {};
        byte[] dst = new byte[0];
        long next = at + 4;
        int length;
        do {
            long size = image.holds(next, 4) ? image.u32(next, LITTLE_ENDIAN, "Block Size") : 0;
            // Behind a full last block stands whatever follows the frame: a kernel's size, or the next
            // frame.
            boolean more = size > 0 && size <= LEGACY_BOUND && image.holds(next + 4, size);
            if (!more && next > at + 4) {
                return next;
            }
            if (!more) {
                throw new Malformed(next, "Block Size", size + " bytes asked, " + (image.size() - next - 4) + " left");
            }
            if (src.length < size + 8) {
                src = new byte[(int) size + 8];
            }
            int room = (int) Math.min(LEGACY_BLOCK, size * MOST_OF_A_BYTE);
            if (dst.length < HISTORY + room) {
                dst = new byte[HISTORY + room];
            }
            image.copy(next + 4, src, 0, (int) size, "Block");
            length = block(src, (int) size, dst, room, 0, next + 4);
            out.write(dst, HISTORY, length);
            next += 4 + size;
        } while (length == LEGACY_BLOCK);
        return next;
    }
}
