package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The firmware package of DJI's aircraft (xV4): a table of modules with version, place and two MD5 each, then the
/// modules. A module is named by kind and model, as the vendor's own tools do: `m0305`.
public final class DjiImage implements Format {
    private static final int HEADER = 0x40;
    private static final int ENTRY = 52;
    private static final int TRAILER = 2;
    private static final int NAME = 16;
    private static final int MOST = 256;

    private static final Card CARD = new Card(
            "dji",
            "DJI firmware package (xV4)",
            List.of("dji-firmware-tools, dji_xv4_fwcon.py (the published description of the package)"),
            List.of(
                    "Encrypted modules are given as they lie there, and are said to be so.",
                    "The checksum of the header is not verified."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("785634120100"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, LITTLE_ENDIAN, "magic") != 0x12345678) {
            return Optional.empty();
        }
        int count = image.u16(at + 0x2c, LITTLE_ENDIAN, "count");
        int header = image.u16(at + 6, LITTLE_ENDIAN, "header length");
        if (count == 0 || count > MOST || header != HEADER + count * ENTRY + TRAILER || !image.holds(at, header)) {
            return Optional.empty();
        }
        long end = header;
        for (int i = 0; i < count; i++) {
            long place = at + HEADER + (long) i * ENTRY;
            end = Math.max(
                    end, image.u32(place + 8, LITTLE_ENDIAN, "offset") + image.u32(place + 12, LITTLE_ENDIAN, "size"));
        }
        return Optional.of(Claim.strong(at, Math.min(end, image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "package");
        out.header("manufacturer", HeaderText.of(all, 0x0c, NAME, "manufacturer"), 0x0c, NAME);
        out.header("model", HeaderText.of(all, 0x1c, NAME, "model"), 0x1c, NAME);
        int count = all.u16(0x2c, LITTLE_ENDIAN, "count");
        int header = all.u16(6, LITTLE_ENDIAN, "header length");
        out.uses(Extent.Kind.STRUCTURE, 0, header);
        for (int i = 0; i < count; i++) {
            module(all, HEADER + (long) i * ENTRY, header, out);
        }
        return claim.end();
    }

    private static void module(Bytes all, long at, int header, Sink out) throws Unreadable {
        int target = all.u8(at, "target");
        String name = "m%02d%02d".formatted(target & 0x1f, target >> 5);
        long offset = all.u32(at + 8, LITTLE_ENDIAN, "offset");
        long size = all.u32(at + 12, LITTLE_ENDIAN, "size");
        String version = "%02d.%02d.%02d.%02d"
                .formatted(
                        all.u8(at + 7, "version"),
                        all.u8(at + 6, "version"),
                        all.u8(at + 5, "version"),
                        all.u8(at + 4, "version"));
        out.header(name, "version=" + version + " offset=" + offset + " size=" + size, at, ENTRY);
        long there = Math.min(size, all.size() - offset);
        if (there < size || offset < header) {
            out.problem(new Problem.Malformed(
                    at + 8, "offset", name + ": " + size + " bytes at " + offset + " of " + all.size()));
        }
        if (there <= 0) {
            return;
        }
        Bytes data = all.slice(offset, there, name);
        boolean right = there == size && ContentHash.verify("MD5", data, all, at + 20, name + " MD5", out);
        if (right && !all.matches(at + 36, all.array(at + 20, 16, "MD5"))) {
            out.problem(new Problem.Unsupported(at + 36, name, "the module is encrypted: its two MD5 differ"));
        }
        out.part(name, offset, data);
    }
}
