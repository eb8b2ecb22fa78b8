package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.codec.Lzo1x;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// An lzop file: a header with a checksum, then blocks of LZO1X with checksums of what they hold.
public final class Lzop implements Format {
    private static final byte[] MAGIC = {(byte) 0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n'};
    private static final int ADLER32_D = 1;
    private static final int ADLER32_C = 1 << 1;
    private static final int EXTRA_FIELD = 1 << 6;
    private static final int CRC32_D = 1 << 8;
    private static final int CRC32_C = 1 << 9;
    private static final int FILTER = 1 << 11;
    private static final int HEADER_CRC32 = 1 << 12;
    private static final int LEVELS = 0x0940;
    /// lzop writes blocks of 256 KiB and reads none above this.
    private static final int LARGEST_BLOCK = 64 << 20;

    @Override
    public Card card() {
        return new Card(
                "lzop",
                "lzop",
                List.of("lzop 1.04, behaviour of the program and its files"),
                List.of(
                        "Filters, and methods other than LZO1X, are refused.",
                        "Only the first file's name, mode and time are recorded where several are joined.",
                        "Files that directly follow one another are one payload."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("894c5a4f000d0a1a0a"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        if (!image.matches(at, MAGIC) || !image.holds(at, MAGIC.length + 25)) {
            return Optional.empty();
        }
        try {
            // Every program that unpacks these holds the magic too; the header's checksum tells them
            // apart.
            header(image, at);
        } catch (Malformed e) {
            return at == 0 ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
        }
        return Optional.of(Claim.strong(at, Claim.UNKNOWN));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        long at = claim.at();
        Out payload = sink.payload("payload", 0);
        long next = at;
        do {
            Start start = header(image, next);
            if (next == at) {
                describe(image, start, at, sink);
            }
            if (start.method() < 1 || start.method() > 3 || (start.flags() & FILTER) != 0) {
                throw new Unsupported(next, "method", "method " + start.method() + ", or a filter");
            }
            sink.uses(Extent.Kind.STRUCTURE, next - at, start.blocks() - next);
            long end = blocks(image, start, payload);
            sink.uses(Extent.Kind.DATA, start.blocks() - at, end - 4 - start.blocks());
            sink.uses(Extent.Kind.STRUCTURE, end - 4 - at, 4);
            next = end;
        } while (image.matches(next, MAGIC));
        return next;
    }

    /// A header, as offsets of its fields.
    ///
    /// @param method what the blocks are packed with
    /// @param timeAt of the time, behind the mode
    /// @param blocks of the first block
    private record Start(
            int version, int method, int flags, long flagsAt, long timeAt, long nameAt, int nameLength, long blocks) {}

    private static Start header(Bytes image, long from) throws Malformed {
        long next = from + MAGIC.length;
        int version = image.u16(next, BIG_ENDIAN, "version");
        boolean levels = version >= LEVELS;
        next += levels ? 6 : 4;
        int method = image.u8(next, "method");
        next += levels ? 2 : 1;
        int flags = image.i32(next, BIG_ENDIAN, "flags");
        long flagsAt = next;
        next += 4 + ((flags & FILTER) != 0 ? 4 : 0);
        long timeAt = next + 4;
        next += levels ? 12 : 8;
        int nameLength = image.u8(next, "name length");
        long nameAt = next + 1;
        next += 1 + nameLength;
        image.require(nameAt, nameLength, "name");
        boolean crc = (flags & HEADER_CRC32) != 0;
        verify(image, from + MAGIC.length, next - from - MAGIC.length, crc, next, "header checksum");
        next += 4;
        if ((flags & EXTRA_FIELD) != 0) {
            long length = image.u32(next, BIG_ENDIAN, "extra field length");
            image.require(next + 4, length, "extra field");
            verify(image, next, 4 + length, crc, next + 4 + length, "extra field checksum");
            next += 8 + length;
        }
        return new Start(version, method, flags, flagsAt, timeAt, nameAt, nameLength, next);
    }

    private static void describe(Bytes image, Start start, long at, Sink sink) throws Malformed {
        sink.header("version", Integer.toHexString(start.version()), MAGIC.length, 2);
        sink.header("flags", "0x" + Integer.toHexString(start.flags()), start.flagsAt() - at, 4);
        long mode = image.u32(start.timeAt() - 4, BIG_ENDIAN, "mode");
        long time = image.u32(start.timeAt(), BIG_ENDIAN, "mtime");
        sink.header("mode", Long.toOctalString(mode), start.timeAt() - 4 - at, 4);
        if (time != 0) {
            sink.header("mtime", Instant.ofEpochSecond(time).toString(), start.timeAt() - at, 4);
        }
        if (start.nameLength() > 0) {
            byte[] name = image.array(start.nameAt(), start.nameLength(), "name");
            sink.header("name", Display.text(name), start.nameAt() - at, start.nameLength());
        }
    }

    private static void verify(Bytes image, long from, long length, boolean crc, long at, String field)
            throws Malformed {
        Checksum checksum = crc ? new CRC32() : new Adler32();
        byte[] window = new byte[(int) Math.min(length, 1 << 16)];
        for (long done = 0; done < length; ) {
            int step = image.copyAvailable(from + done, window, 0, (int) Math.min(window.length, length - done));
            checksum.update(window, 0, step);
            done += step;
        }
        same(image, at, checksum, field);
    }

    private static void same(Bytes image, long at, Checksum computed, String field) throws Malformed {
        long stored = image.u32(at, BIG_ENDIAN, field);
        if (stored != computed.getValue()) {
            throw new Malformed(
                    at,
                    field,
                    Long.toHexString(stored) + " stored, " + Long.toHexString(computed.getValue()) + " computed");
        }
    }

    /// Decodes all blocks; returns the end, behind the zero that closes them.
    private static long blocks(Bytes image, Start start, Out out) throws Unreadable {
        int flags = start.flags();
        byte[] src = {};
        byte[] dst = {};
        long next = start.blocks();
        while (true) {
            long size = image.u32(next, BIG_ENDIAN, "uncompressed block size");
            if (size == 0) {
                return next + 4;
            }
            long stored = image.u32(next + 4, BIG_ENDIAN, "compressed block size");
            if (size > LARGEST_BLOCK || stored == 0 || stored > size) {
                throw new Malformed(next, "block size", stored + " bytes for " + size);
            }
            long sums = next + 8;
            long data = sums + 4L * Integer.bitCount(flags & (ADLER32_D | CRC32_D));
            if (stored < size) {
                data += 4L * Integer.bitCount(flags & (ADLER32_C | CRC32_C));
            }
            image.require(data, stored, "block");
            // A byte of LZO gives at most 255 and a little, so what a lie can ask for is bounded by
            // what is there.
            if (size > stored * 260 + 64) {
                throw new Malformed(next, "uncompressed block size", size + " bytes from " + stored);
            }
            if (src.length < stored) {
                src = new byte[(int) stored];
            }
            image.copy(data, src, 0, (int) stored, "block");
            byte[] content = src;
            if (stored < size) {
                if (dst.length < size) {
                    dst = new byte[(int) size];
                }
                decode(src, (int) stored, dst, (int) size, data);
                content = dst;
            }
            sums = check(image, sums, flags & ADLER32_D, new Adler32(), content, (int) size);
            sums = check(image, sums, flags & CRC32_D, new CRC32(), content, (int) size);
            if (stored < size) {
                sums = check(image, sums, flags & ADLER32_C, new Adler32(), src, (int) stored);
                check(image, sums, flags & CRC32_C, new CRC32(), src, (int) stored);
            }
            out.write(content, 0, (int) size);
            next = data + stored;
        }
    }

    private static long check(Bytes image, long at, int flag, Checksum checksum, byte[] content, int length)
            throws Malformed {
        if (flag == 0) {
            return at;
        }
        checksum.update(content, 0, length);
        same(image, at, checksum, "block checksum");
        return at + 4;
    }

    private static void decode(byte[] src, int stored, byte[] dst, int size, long at) throws Malformed {
        int decoded;
        try {
            decoded = Lzo1x.decode(src, 0, stored, dst, 0, size);
        } catch (Malformed e) {
            throw new Malformed(
                    at + e.problem().offset(), e.problem().field(), e.problem().reason());
        }
        if (decoded != size) {
            throw new Malformed(at, "block", size + " bytes declared, " + decoded + " decoded");
        }
    }
}
