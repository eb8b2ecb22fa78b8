package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
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

/// The header (ROMBIN) before a compressed program of ZyNOS: its sizes and checksums before and after, and a version.
public final class ZynosRas implements Format {
    private static final int SIGNATURE = 6;
    private static final int HEADER = 48;
    /// Zeros between the header and the data; the checksum counts them, the size doesn't.
    private static final int GAP = 3;
    private static final int VERSION = 24;
    private static final int VERSION_LENGTH = 16;
    private static final long LARGEST = 64 << 20;

    private static final Card CARD = new Card(
            "zynos-ras",
            "ZyNOS program (ras, ROMBIN)",
            List.of("No specification is published; the layout was read off images, the names off published tools"),
            List.of(
                    "Only programs packed with LZMA are recognised.",
                    "The checksum of the unpacked program is given, not verified.",
                    "A memory map behind the header has no reader."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("53494704", SIGNATURE));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER + GAP + 13) || image.i32(at + SIGNATURE, BIG_ENDIAN, "signature") != 0x53494704) {
            return Optional.empty();
        }
        long unpacked = image.u32(at + 10, BIG_ENDIAN, "original length");
        long packed = image.u32(at + 14, BIG_ENDIAN, "compressed length");
        // The LZMA header repeats the length.
        boolean agrees = unpacked > 0
                && packed > 0
                && packed <= LARGEST
                && image.u8(at + HEADER + GAP, "lzma properties") < 225
                && image.u32(at + HEADER + GAP + 5, LITTLE_ENDIAN, "uncompressed size") == unpacked;
        return agrees
                ? Optional.of(Claim.strong(at, Math.min(HEADER + GAP + packed, image.size() - at)))
                : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "program");
        long packed = all.u32(14, BIG_ENDIAN, "compressed length");
        out.header("original length", Long.toString(all.u32(10, BIG_ENDIAN, "original length")), 10, 4);
        out.header("compressed length", Long.toString(packed), 14, 4);
        out.header("flags", "0x%04x".formatted(all.u16(18, BIG_ENDIAN, "flags")), 18, 2);
        out.header("original checksum", "0x%04x".formatted(all.u16(20, BIG_ENDIAN, "original checksum")), 20, 2);
        int stored = all.u16(22, BIG_ENDIAN, "compressed checksum");
        out.header("compressed checksum", "0x%04x".formatted(stored), 22, 2);
        out.header("version", HeaderText.of(all, VERSION, VERSION_LENGTH, "version"), VERSION, VERSION_LENGTH);
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER + GAP);
        Bytes data = all.from(HEADER + GAP, "program");
        if (data.size() < packed) {
            out.problem(new Problem.Malformed(
                    14, "compressed length", packed + " bytes declared, " + data.size() + " are there"));
        } else {
            int computed = sum(all.slice(HEADER, packed, "program"));
            if (computed != stored) {
                out.problem(new Problem.Malformed(
                        22, "compressed checksum", "%04x stored, %04x computed".formatted(stored, computed)));
            }
        }
        out.part("program", HEADER + GAP, data);
        return claim.end();
    }

    /// The sum of 16-bit words with the carry added again.
    private static int sum(Bytes content) {
        long sum = 0;
        byte[] window = new byte[1 << 14];
        for (long done = 0; done < content.size(); done += window.length) {
            int filled = content.copyAvailable(done, window, 0, window.length);
            for (int i = 0; i < filled; i++) {
                sum += (window[i] & 0xffL) << ((i & 1) == 0 ? 8 : 0);
            }
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }
}
