package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.Checked;
import org.vitrine.unpack.codec.Deflate;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A saved configuration of ZTE's home gateways: perhaps an outer header, the device's name, and the
/// configuration in chunks, compressed or encrypted.
public final class ZteConfig implements Format {
    private static final int OUTER = 128;
    private static final int SIGNATURE = 12;
    private static final int LONGEST_NAME = 64;
    private static final int PAYLOAD = 60;
    private static final int CHUNK = 12;
    private static final int SIGNED = 0x04030201;
    private static final int STARTED = 0x01020304;
    private static final String OUTER_MAGIC = "999999994444444455555555aaaaaaaa";

    private static final Card CARD = new Card(
            "zte-config",
            "ZTE configuration backup",
            List.of("zte-config-utility (the published description of the types)"),
            List.of(
                    "Configurations of other types than 0 are encrypted with keys that aren't in the file: they are"
                            + " given as they lie there.",
                    "Fields of the outer header without a known meaning get no row."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex(OUTER_MAGIC), Magic.hex("0403020100000000"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SIGNATURE)) {
            return Optional.empty();
        }
        boolean outer = image.i32(at, BIG_ENDIAN, "magic") == 0x99999999;
        long name = outer ? OUTER : 0;
        long start = name + name(image, at + name);
        if (start == name || !image.holds(at + start, PAYLOAD + CHUNK)) {
            return Optional.empty();
        }
        int type = image.i32(at + start + 4, BIG_ENDIAN, "type");
        return image.i32(at + start, BIG_ENDIAN, "payload magic") == STARTED && type >= 0 && type < 16
                ? Optional.of(Claim.strong(at, end(image, at, start)))
                : Optional.empty();
    }

    /// Length of the block with the name; 0 where there is none.
    private static long name(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SIGNATURE) || image.i32(at, BIG_ENDIAN, "signature magic") != SIGNED) {
            return 0;
        }
        long length = image.u32(at + 8, BIG_ENDIAN, "name length");
        if (length == 0 || length > LONGEST_NAME || !image.holds(at + SIGNATURE, length)) {
            return 0;
        }
        for (byte each : image.array(at + SIGNATURE, length, "name")) {
            if (each < ' ' || each > '~') {
                return 0;
            }
        }
        return SIGNATURE + length;
    }

    private static long end(Bytes image, long at, long start) throws Malformed {
        long next = start + PAYLOAD;
        while (image.holds(at + next, CHUNK)) {
            long size = image.u32(at + next + 4, BIG_ENDIAN, "chunk length");
            long following = start + image.u32(at + next + 8, BIG_ENDIAN, "next chunk");
            if (following <= next || !image.holds(at + following, CHUNK)) {
                return Math.min(next + CHUNK + size, image.size() - at);
            }
            next = following;
        }
        return Math.min(next, image.size() - at);
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "configuration");
        long name = all.i32(0, BIG_ENDIAN, "magic") == 0x99999999 ? OUTER : 0;
        long start = name + name(all, name);
        if (name > 0) {
            long size = all.u32(0x48, BIG_ENDIAN, "payload size");
            out.header("payload size", Long.toString(size), 0x48, 4);
            if (size > all.size() - OUTER) {
                out.problem(new Problem.Malformed(
                        0x48, "payload size", size + " bytes declared, " + (all.size() - OUTER) + " are there"));
            }
        }
        out.header(
                "name",
                HeaderText.of(all, name + SIGNATURE, (int) (start - name - SIGNATURE), "name"),
                name + SIGNATURE,
                start - name - SIGNATURE);
        int type = all.i32(start + 4, BIG_ENDIAN, "type");
        out.header("type", Integer.toString(type), start + 4, 4);
        out.header("length", Long.toString(all.u32(start + 8, BIG_ENDIAN, "length")), start + 8, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, start + PAYLOAD);
        if (type == 0) {
            checksum(all, start + 24, all.slice(start, 24, "header"), "header CRC", out);
            inflate(all, start, out);
        } else {
            out.problem(
                    new Problem.Unsupported(start + 4, "type", "type " + type + ": the configuration is encrypted"));
            long data = start + PAYLOAD + CHUNK;
            out.uses(Extent.Kind.STRUCTURE, start + PAYLOAD, CHUNK);
            if (data < all.size()) {
                out.part("encrypted", data, all.from(data, "encrypted"));
            }
        }
        return claim.end();
    }

    private static void checksum(Bytes all, long at, Bytes content, String field, Sink out) throws Malformed {
        CRC32 crc = new CRC32();
        content.feed(crc::update);
        mismatch(all, at, crc.getValue(), field, out);
    }

    private static void mismatch(Bytes all, long at, long computed, String field, Sink out) throws Malformed {
        long stored = all.u32(at, BIG_ENDIAN, field);
        if (stored != computed) {
            out.problem(new Problem.Malformed(
                    at, field, Long.toHexString(stored) + " stored, " + Long.toHexString(computed) + " computed"));
        }
    }

    private static void inflate(Bytes all, long start, Sink out) throws Unreadable {
        Out payload = out.payload("config", start + PAYLOAD);
        CRC32 crc = new CRC32();
        long total = 0;
        long at = start + PAYLOAD;
        while (true) {
            long decoded = all.u32(at, BIG_ENDIAN, "decoded length");
            long size = all.u32(at + 4, BIG_ENDIAN, "chunk length");
            long next = all.u32(at + 8, BIG_ENDIAN, "next chunk");
            out.uses(Extent.Kind.STRUCTURE, at, CHUNK);
            Bytes chunk = all.slice(at + CHUNK, size, "chunk");
            out.uses(Extent.Kind.DATA, at + CHUNK, size);
            chunk.feed(crc::update);
            total += chunk(chunk, at, decoded, payload, out);
            if (next == 0) {
                break;
            }
            if (start + next <= at) {
                throw new Malformed(at + 8, "next chunk", next + " leads back");
            }
            at = start + next;
        }
        mismatch(all, start + 20, crc.getValue(), "data CRC", out);
        if (total != all.u32(start + 8, BIG_ENDIAN, "length")) {
            out.problem(new Problem.Malformed(start + 8, "length", total + " bytes decoded"));
        }
    }

    private static long chunk(Bytes chunk, long at, long decoded, Out payload, Sink out) throws Unreadable {
        chunk.require(0, 6, "zlib stream");
        Checked checked = new Checked(payload, new Adler32());
        long end = Deflate.decode(chunk, 2, checked);
        if (chunk.u32(end, BIG_ENDIAN, "ADLER32") != checked.value()) {
            out.problem(new Problem.Malformed(at + CHUNK + end, "ADLER32", "is wrong"));
        }
        if (checked.count() != decoded) {
            out.problem(new Problem.Malformed(
                    at, "decoded length", decoded + " declared, " + checked.count() + " decoded"));
        }
        return checked.count();
    }
}
