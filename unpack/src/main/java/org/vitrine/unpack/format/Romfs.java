package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.romfs.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// Linux' ROM file system: headers and contents in one row, nothing compressed.
public final class Romfs implements Format {
    private static final int SMALLEST = 64;
    private static final int SUMMED = 512;
    /// genromfs fills its images with zeros up to a multiple of this.
    private static final int PADDING = 1024;

    @Override
    public Card card() {
        return new Card(
                "romfs",
                "ROM file system",
                List.of("Linux kernel, Documentation/filesystems/romfs.rst"),
                List.of("Of the mode only the bit for execution is recorded; the others are those that Linux shows."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("-rom1fs-", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SMALLEST)
                || !image.matches(at, "-rom1fs-".getBytes(StandardCharsets.US_ASCII))
                || image.u32(at + 8, BIG_ENDIAN, "full size") < SMALLEST) {
            return Optional.empty();
        }
        // The magic also stands in programs that look for one: away from the start the checksum has to be
        // right.
        long summed = Math.min(SUMMED, image.u32(at + 8, BIG_ENDIAN, "full size"));
        if (at > 0 && (!image.holds(at, summed) || Volume.sum(image, at, summed) != 0)) {
            return Optional.empty();
        }
        return Optional.of(Claim.strong(at, length(image, at, image.u32(at + 8, BIG_ENDIAN, "full size"))));
    }

    /// To the end of the zeros behind it where it is filled up as genromfs does it; as much as there is
    /// when it is cut.
    private static long length(Bytes image, long at, long full) throws Malformed {
        long there = image.size() - at;
        if (full >= there) {
            return there;
        }
        long padded = Math.min(there, (full + PADDING - 1) / PADDING * PADDING);
        for (byte each : image.array(at + full, padded - full, "padding")) {
            if (each != 0) {
                return full;
            }
        }
        return padded;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long full = image.u32(claim.at() + 8, BIG_ENDIAN, "full size");
        Bytes content = image.slice(claim.at(), Math.min(full, claim.length()), "romfs");
        out.header("full size", Long.toString(full), 8, 4);
        if (full > claim.length()) {
            out.problem(new Problem.Malformed(8, "full size", full + " bytes named, " + claim.length() + " are there"));
        }
        long sum = Volume.sum(content, 0, Math.min(SUMMED, content.size()));
        if (sum != 0) {
            out.problem(new Problem.Malformed(12, "checksum", "the first bytes sum up to 0x%08x".formatted(sum)));
        }
        Volume volume = new Volume(content, out);
        out.header("volume name", volume.name(), 16, -1);
        volume.walk();
        return claim.end();
    }
}
