package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Clusters;
import org.vitrine.unpack.format.disk.Descriptor;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A sparse extent of a VMware disk: one that grows, or one made to be streamed, with compressed grains.
public final class Vmdk implements Format {
    private static final int SECTOR = 512;
    private static final byte[] LINE_ENDS = {'\n', ' ', '\r', '\n'};
    private static final int REDUNDANT = 2;
    private static final int COMPRESSED = 1 << 16;
    private static final long LARGEST_GRAIN = 4096;
    private static final int MARKER = 12;

    private record Header(long capacity, long grain, long entries, long directory, long second, boolean packed) {
        long tables() {
            long reach = grain * entries;
            return capacity / reach + (capacity % reach == 0 ? 0 : 1);
        }
    }

    @Override
    public Card card() {
        return new Card(
                "vmdk",
                "VMware sparse disk extent",
                List.of("VMware, Virtual Disk Format 5.0, sections Hosted Sparse Extents and Stream-Optimized"),
                List.of(
                        "Sparse extents of ESX (COWD, SESPARSE) are not read.",
                        "What lies in a parent disk is not there: those grains read as zero."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("KDMV", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        boolean sane = at == 0
                && image.holds(0, SECTOR)
                && image.matches(73, LINE_ENDS)
                && image.u32(4, LITTLE_ENDIAN, "version") <= 3;
        return sane ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long at = 0;
        if (image.i64(56, LITTLE_ENDIAN, "gdOffset") == -1) {
            // The directory is known only at the end of a stream: a copy of the header stands there, behind a marker.
            at = image.size() - 2 * SECTOR;
            if (at < 2 * SECTOR || !image.matches(at, new byte[] {'K', 'D', 'M', 'V'})) {
                throw new Malformed(at, "footer", "the end of the stream is not there");
            }
            out.uses(Extent.Kind.STRUCTURE, at - SECTOR, 3 * SECTOR);
        }
        out.uses(Extent.Kind.STRUCTURE, 0, SECTOR);
        Header header = header(image, at);
        out.header("version", Long.toString(image.u32(4, LITTLE_ENDIAN, "version")), 4, 4);
        out.header("capacity", Long.toString(header.capacity() * SECTOR), 12, 8);
        out.header("grainSize", Long.toString(header.grain() * SECTOR), 20, 8);
        if (image.u8(72, "uncleanShutdown") != 0) {
            out.problem(new Problem.Malformed(72, "uncleanShutdown", "not cleanly closed"));
        }
        long text = image.u63(28, LITTLE_ENDIAN, "descriptorOffset");
        long length = image.u63(36, LITTLE_ENDIAN, "descriptorSize");
        if (text > 0 && length > 0 && image.holds(text, 0) && image.holds(text * SECTOR, length * SECTOR)) {
            Descriptor.of(image.slice(text * SECTOR, length * SECTOR, "descriptor"))
                    .rows(out, text * SECTOR);
        }
        Clusters clusters = new Clusters(image, Clusters.Packing.ZLIB);
        directory(image, header, clusters, out);
        if (!header.packed()) {
            clusters.resize(header.capacity() * SECTOR);
        }
        clusters.give(out);
        return claim.end();
    }

    private static Header header(Bytes image, long at) throws Malformed {
        int flags = image.i32(at + 8, LITTLE_ENDIAN, "flags");
        long capacity = image.u63(at + 12, LITTLE_ENDIAN, "capacity");
        long grain = image.u63(at + 20, LITTLE_ENDIAN, "grainSize");
        long entries = image.u32(at + 44, LITTLE_ENDIAN, "numGTEsPerGT");
        long second = image.i64(at + 48, LITTLE_ENDIAN, "rgdOffset");
        long directory = image.u63(at + 56, LITTLE_ENDIAN, "gdOffset");
        if (grain == 0 || grain > LARGEST_GRAIN || entries == 0 || entries > 1 << 16 || capacity > 1L << 40) {
            throw new Malformed(at + 20, "grainSize", grain + " sectors, " + entries + " to a table");
        }
        boolean packed = (flags & COMPRESSED) != 0 && image.u16(at + 77, LITTLE_ENDIAN, "compressAlgorithm") == 1;
        return new Header(capacity, grain, entries, directory, (flags & REDUNDANT) != 0 ? second : 0, packed);
    }

    private static void directory(Bytes image, Header header, Clusters clusters, Sink out) throws Malformed {
        long length = header.tables() * 4;
        if (header.directory() > image.size() / SECTOR) {
            throw new Malformed(56, "gdOffset", "sector " + header.directory() + " is not there");
        }
        long directory = header.directory() * SECTOR;
        image.require(directory, length, "grain directory");
        out.uses(Extent.Kind.STRUCTURE, directory, length);
        marked(image, directory, out);
        boolean twice = header.second() > 0
                && header.second() < image.size() / SECTOR
                && image.holds(header.second() * SECTOR, length);
        if (twice) {
            out.uses(Extent.Kind.STRUCTURE, header.second() * SECTOR, length);
        }
        BitSet met = new BitSet();
        for (long i = 0; i < header.tables(); i++) {
            long sector = image.u32(directory + 4 * i, LITTLE_ENDIAN, "grain directory");
            long whole = Math.min(header.entries() * header.grain(), header.capacity() - clusters.size() / SECTOR);
            if (sector == 0) {
                clusters.hole(whole * SECTOR);
                continue;
            }
            int number = (int) Math.min(sector, Integer.MAX_VALUE);
            long size = header.entries() * 4;
            if (met.get(number) || !image.holds(sector * SECTOR, size)) {
                String what = met.get(number) ? "is met again" : "is not there";
                out.problem(new Problem.Malformed(
                        directory + 4 * i, "grain directory", "the table at sector " + sector + " " + what));
                clusters.hole(whole * SECTOR);
                continue;
            }
            met.set(number);
            out.uses(Extent.Kind.STRUCTURE, sector * SECTOR, size);
            marked(image, sector * SECTOR, out);
            Bytes table = image.slice(sector * SECTOR, size, "grain table");
            if (twice) {
                long copy = image.u32(header.second() * SECTOR + 4 * i, LITTLE_ENDIAN, "grain directory") * SECTOR;
                compare(image, table, copy, out);
            }
            table(image, table, header, clusters, out);
        }
    }

    private static void compare(Bytes image, Bytes table, long copy, Sink out) throws Malformed {
        if (image.matches(copy, table.array(0, table.size(), "grain table"))) {
            out.uses(Extent.Kind.STRUCTURE, copy, table.size());
        } else {
            out.problem(new Problem.Malformed(copy, "grain table", "the copy differs"));
        }
    }

    /// The sector before a table in a stream says what follows.
    private static void marked(Bytes image, long table, Sink out) throws Malformed {
        long at = table - SECTOR;
        if (image.holds(at, SECTOR)
                && image.u32(at + 8, LITTLE_ENDIAN, "marker size") == 0
                && (image.u32(at + 12, LITTLE_ENDIAN, "marker type") == 1
                        || image.u32(at + 12, LITTLE_ENDIAN, "marker type") == 2)) {
            out.uses(Extent.Kind.STRUCTURE, at, SECTOR);
        }
    }

    private static void table(Bytes image, Bytes table, Header header, Clusters clusters, Sink out) throws Malformed {
        long size = header.capacity() * SECTOR;
        long grain = header.grain() * SECTOR;
        for (long at = 0; at < table.size() && clusters.size() < size; at += 4) {
            long start = table.u32(at, LITTLE_ENDIAN, "grain table") * SECTOR;
            long wanted = Math.min(grain, size - clusters.size());
            // 1 is a grain of zeros where the header's flags allow it; a grain in the header's sector
            // can't be.
            if (start <= SECTOR) {
                clusters.hole(wanted);
            } else if (header.packed() && image.holds(start, MARKER)) {
                out.uses(Extent.Kind.STRUCTURE, start, MARKER);
                long length = image.u32(start + 8, LITTLE_ENDIAN, "grain size");
                if (length > 2 * grain + SECTOR) {
                    throw new Malformed(start + 8, "grain size", length + " bytes for " + grain);
                }
                clusters.packed(start + MARKER, length, (int) wanted);
            } else {
                clusters.raw(start, wanted);
            }
        }
    }
}
