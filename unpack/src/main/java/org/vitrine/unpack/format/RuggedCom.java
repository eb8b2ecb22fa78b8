package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A pack of the Rugged Operating System (ROS): a header with date, size and checksum, a table of named pieces, and
/// the pieces, most of them with a header and LZMA of their own.
public final class RuggedCom implements Format {
    private static final byte[] MAGIC = "RNTP1.01".getBytes(ISO_8859_1);
    private static final byte[] PACK = "PACK".getBytes(ISO_8859_1);
    private static final int HEADER = 0x30;
    private static final int ENTRY = 32;
    private static final int NAME = 16;
    private static final int MOST_ENTRIES = 1024;

    private static final Card CARD = new Card(
            "ros",
            "RuggedCom ROS pack (RNTP)",
            List.of("No specification is published; the layout was read off images"),
            List.of("Fields without a known meaning get no row."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("RNTP1.01", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || !image.matches(at, MAGIC) || !image.matches(at + 0x18, PACK)) {
            return Optional.empty();
        }
        long size = image.u32(at + 16, LITTLE_ENDIAN, "size");
        return Optional.of(Claim.strong(at, Math.min(HEADER + size, image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "pack");
        long size = all.u32(16, LITTLE_ENDIAN, "size");
        int year = all.u16(14, LITTLE_ENDIAN, "year");
        out.header("date", "%04d-%02d-%02d".formatted(year, all.u8(13, "month"), all.u8(12, "day")), 12, 4);
        out.header("size", Long.toString(size), 16, 4);
        out.header("checksum", "0x%08x".formatted(all.i32(20, LITTLE_ENDIAN, "checksum")), 20, 4);
        if (size > all.size() - HEADER) {
            out.problem(new Problem.Malformed(
                    16, "size", size + " bytes declared, " + (all.size() - HEADER) + " are there"));
        } else {
            long stored = all.u32(20, LITTLE_ENDIAN, "checksum");
            long computed = sum(all.from(HEADER, "pack"));
            if (stored != computed) {
                out.problem(new Problem.Malformed(
                        20,
                        "checksum",
                        Long.toHexString(stored) + " stored, " + Long.toHexString(computed) + " computed"));
            }
        }
        long count = all.u32(32, LITTLE_ENDIAN, "count");
        if (count > MOST_ENTRIES) {
            throw new Malformed(32, "count", count + " pieces");
        }
        all.require(HEADER, count * ENTRY, "table");
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER + count * ENTRY);
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < count; i++) {
            piece(all, HEADER + (long) i * ENTRY, names, out);
        }
        return claim.end();
    }

    private static void piece(Bytes all, long at, Map<String, Integer> names, Sink out) throws Unreadable {
        String name = HeaderText.of(all, at, NAME, "name");
        long offset = all.u32(at + NAME, LITTLE_ENDIAN, "offset");
        long size = all.u32(at + NAME + 4, LITTLE_ENDIAN, "size");
        long there = Math.min(size, all.size() - offset);
        if (there < size) {
            out.problem(new Problem.Malformed(
                    at + NAME,
                    "size",
                    name + ": " + size + " bytes at " + offset + ", " + Math.max(0, there) + " are there"));
        }
        if (there < 0) {
            return;
        }
        boolean none = name.isEmpty() || name.equals(".") || name.equals("..");
        String plain = none ? "piece" : name;
        int number = names.merge(plain, 1, Integer::sum);
        String unique = number == 1 ? plain : plain + "." + number;
        out.uses(Extent.Kind.DATA, offset, there);
        out.file(Entry.of(List.of(Name.of(unique)), ArtifactType.FILE), all.slice(offset, there, "piece"));
    }

    /// The sum of all bytes, in 32 bits.
    private static long sum(Bytes content) {
        long sum = 0;
        byte[] window = new byte[1 << 14];
        for (long done = 0; done < content.size(); done += window.length) {
            int filled = content.copyAvailable(done, window, 0, window.length);
            for (int i = 0; i < filled; i++) {
                sum += window[i] & 0xff;
            }
        }
        return sum & 0xffff_ffffL;
    }
}
