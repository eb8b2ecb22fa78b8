package org.vitrine.unpack.format.squashfs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.codec.BitFields;

/// Reads a table of metadata blocks from a place on, across the borders of its blocks. Not safe for several
/// threads.
final class MetadataReader {
    /// A 64-bit little-endian number in an array.
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Bytes of the smallest metadata block: two of a header and one more.
    private static final int SMALLEST = 3;

    private final Volume volume;
    private final long end;
    private final boolean little;
    private long start;
    private Block block;
    private int next;

    /// Starts at a place.
    ///
    /// @param end offset in the image behind which no block of the table starts
    MetadataReader(Volume volume, Position position, long end, String field) throws Malformed {
        this.volume = volume;
        this.end = end;
        this.little = volume.order() == ByteOrder.LITTLE_ENDIAN;
        this.start = position.block();
        this.block = load(start, field);
        this.next = position.offset();
        if (next > block.bytes().length) {
            throw malformed(field, "lies behind the end of its block of " + block.bytes().length + " bytes");
        }
    }

    private Block load(long at, String field) throws Malformed {
        if (at < 0 || at >= end) {
            throw new Malformed(at, field, "no metadata block here: the table ends at " + end);
        }
        return volume.metadata(at);
    }

    /// Where the next byte is.
    Position position() {
        return new Position(start, next);
    }

    /// A refusal of a field that was just read.
    Malformed malformed(String field, String reason) {
        return new Malformed(start, field, reason + " (near byte " + next + " of the decoded block)");
    }

    private void ensureOne(String field) throws Malformed {
        if (next == block.bytes().length) {
            start = block.next();
            block = load(start, field);
            next = 0;
        }
    }

    /// An unsigned byte.
    int u8(String field) throws Malformed {
        ensureOne(field);
        return block.bytes()[next++] & 0xff;
    }

    /// An unsigned 16-bit number.
    int u16(String field) throws Malformed {
        int first = u8(field);
        int second = u8(field);
        return little ? first | second << 8 : first << 8 | second;
    }

    /// A signed 16-bit number.
    int i16(String field) throws Malformed {
        return (short) u16(field);
    }

    /// A 32-bit number as its bits.
    int i32(String field) throws Malformed {
        byte[] bytes = block.bytes();
        if (bytes.length - next >= 4) {
            int at = next;
            next = at + 4;
            int number = bytes[at] & 0xff
                    | (bytes[at + 1] & 0xff) << 8
                    | (bytes[at + 2] & 0xff) << 16
                    | (bytes[at + 3] & 0xff) << 24;
            return little ? number : Integer.reverseBytes(number);
        }
        int first = u16(field);
        int second = u16(field);
        return little ? first | second << 16 : first << 16 | second;
    }

    /// An unsigned 32-bit number.
    long u32(String field) throws Malformed {
        return Integer.toUnsignedLong(i32(field));
    }

    /// A 64-bit number as its bits.
    long i64(String field) throws Malformed {
        long first = u32(field);
        long second = u32(field);
        return little ? first | second << 32 : first << 32 | second;
    }

    /// An unsigned 64-bit number below 2⁶³.
    long u63(String field) throws Malformed {
        long value = i64(field);
        if (value < 0) {
            throw malformed(field, "must be below 2^63 but was " + Long.toUnsignedString(value));
        }
        return value;
    }

    /// Fields of bits that fill `width` bits in all: whole bytes, at most seven.
    BitFields bits(int width, String field) throws Malformed {
        long bits = 0;
        for (int i = 0; i < width; i += 8) {
            long next = u8(field);
            bits = little ? bits | next << i : bits << 8 | next;
        }
        return new BitFields(bits, width, volume.order());
    }

    /// How a data block is stored, as the list of a file says it.
    BlockSize blockSize() throws Malformed {
        return volume.superblock().version().blockSize() == 2
                ? BlockSize.first(u16("reg.block_list"))
                : BlockSize.of(i32("reg.block_list"));
    }

    /// A copy of `length` bytes, of which the caller has seen that they are not too many.
    byte[] bytes(int length, String field) throws Malformed {
        byte[] copy = new byte[length];
        int done = 0;
        while (done < length) {
            ensureOne(field);
            int step = Math.min(length - done, block.bytes().length - next);
            System.arraycopy(block.bytes(), next, copy, done, step);
            next += step;
            done += step;
        }
        return copy;
    }

    /// Whether `count` more bytes could stand here, judged by the headers of the blocks that follow: each
    /// holds at most 8 KiB. Decodes no block, and moves nothing.
    boolean mayHold(long count) {
        long left = count - (block.bytes().length - next);
        long at = block.next();
        while (left > 0) {
            if (!volume.mayFollow()) {
                return left <= (end - at) / SMALLEST * Volume.METADATA_SIZE;
            }
            long behind = at < end ? volume.behindMetadata(at) : -1;
            if (behind < 0) {
                return false;
            }
            left -= Volume.METADATA_SIZE;
            at = behind;
        }
        return true;
    }
}
