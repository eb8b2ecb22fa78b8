package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.disk.Clusters;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A virtual hard disk of Virtual PC, fixed or dynamic.
public final class Vhd implements Format {
    private static final byte[] COOKIE = {'c', 'o', 'n', 'e', 'c', 't', 'i', 'x'};
    private static final byte[] SPARSE = {'c', 'x', 's', 'p', 'a', 'r', 's', 'e'};
    private static final int FOOTER = 512;
    private static final int DYNAMIC_HEADER = 1024;
    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;
    private static final int DIFFERENCE = 4;
    private static final long UNUSED = 0xffffffffL;

    @Override
    public Card card() {
        return new Card(
                "vhd",
                "Virtual Hard Disk",
                List.of("Microsoft, Virtual Hard Disk Image Format Specification 1.0"),
                List.of(
                        "A fixed disk is only known by the ending .vhd of its name.",
                        "What lies in the parent of a differencing disk is not there; VHDX is another format."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("conectix", 0));
    }

    @Override
    public List<String> endings() {
        return List.of(".vhd");
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        boolean sane = at == 0
                && image.size() >= 2 * FOOTER
                && (image.matches(0, COOKIE) || image.matches(image.size() - FOOTER, COOKIE));
        return sane ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long last = image.size() - FOOTER;
        boolean ended = image.matches(last, COOKIE);
        long footer = ended ? last : 0;
        check(image, footer, FOOTER, 64, out);
        out.uses(Extent.Kind.STRUCTURE, footer, FOOTER);
        int type = image.i32(footer + 60, BIG_ENDIAN, "Disk Type");
        long size = image.u63(footer + 48, BIG_ENDIAN, "Current Size");
        out.header("Disk Type", Integer.toString(type), footer + 60, 4);
        out.header("Current Size", Long.toString(size), footer + 48, 8);
        out.header("Creator Application", HeaderText.of(image, footer + 28, 4, "Creator"), footer + 28, 4);
        switch (type) {
            case FIXED -> {
                if (size > footer) {
                    throw new Malformed(footer + 48, "Current Size", size + " bytes, " + footer + " are there");
                }
                out.part("disk", 0, image.slice(0, size, "disk"));
            }
            case DYNAMIC, DIFFERENCE -> {
                if (!ended) {
                    out.problem(new Problem.Malformed(last, "Cookie", "the footer is not there"));
                } else if (image.matches(0, image.array(last, FOOTER, "footer"))) {
                    out.uses(Extent.Kind.STRUCTURE, 0, FOOTER);
                } else {
                    out.problem(new Problem.Malformed(0, "Cookie", "the copy differs from the footer"));
                }
                if (type == DIFFERENCE) {
                    out.problem(new Problem.Unsupported(footer + 60, "Disk Type", "the parent is not read"));
                }
                dynamic(image, image.u63(footer + 16, BIG_ENDIAN, "Data Offset"), size, out);
            }
            default -> throw new Unsupported(footer + 60, "Disk Type", Integer.toString(type));
        }
        return claim.end();
    }

    private static void check(Bytes image, long at, int length, int field, Sink out) throws Malformed {
        byte[] bytes = image.array(at, length, "checksum");
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += i >= field && i < field + 4 ? 0 : bytes[i] & 0xff;
        }
        int stored = image.i32(at + field, BIG_ENDIAN, "Checksum");
        if (stored != ~sum) {
            out.problem(new Problem.Malformed(
                    at + field, "Checksum", "%08x stored, %08x computed".formatted(stored, ~sum)));
        }
    }

    private static void dynamic(Bytes image, long at, long size, Sink out) throws Unreadable {
        if (!image.matches(at, SPARSE)) {
            throw new Malformed(at, "Cookie", "no dynamic disk header");
        }
        check(image, at, DYNAMIC_HEADER, 36, out);
        out.uses(Extent.Kind.STRUCTURE, at, DYNAMIC_HEADER);
        long table = image.u63(at + 16, BIG_ENDIAN, "Table Offset");
        long entries = image.u32(at + 28, BIG_ENDIAN, "Max Table Entries");
        long block = image.u32(at + 32, BIG_ENDIAN, "Block Size");
        if (block < 4096 || Long.bitCount(block) != 1 || size / block > entries) {
            throw new Malformed(at + 32, "Block Size", entries + " blocks of " + block + " for " + size + " bytes");
        }
        image.require(table, entries * 4, "Block Allocation Table");
        out.uses(Extent.Kind.STRUCTURE, table, entries * 4);
        long bitmap = (block / 4096 + 511) / 512 * 512;
        Clusters clusters = new Clusters(image, Clusters.Packing.DEFLATE);
        for (long i = 0; i < entries && clusters.size() < size; i++) {
            long sector = image.u32(table + 4 * i, BIG_ENDIAN, "Block Allocation Table");
            long wanted = Math.min(block, size - clusters.size());
            if (sector == UNUSED) {
                clusters.hole(wanted);
            } else {
                if (image.holds(sector * 512, bitmap)) {
                    out.uses(Extent.Kind.STRUCTURE, sector * 512, bitmap);
                }
                clusters.raw(sector * 512 + bitmap, wanted);
            }
        }
        clusters.resize(size);
        clusters.give(out);
    }
}
