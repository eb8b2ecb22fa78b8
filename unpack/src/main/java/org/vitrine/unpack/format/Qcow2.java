package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.BitSet;
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

/// A disk image of QEMU in clusters, versions 2 and 3.
public final class Qcow2 implements Format {
    private static final int HEADER_2 = 72;
    private static final int HEADER_3 = 104;
    private static final int DIRTY = 1;
    private static final int CORRUPT = 2;
    private static final int EXTERNAL = 4;
    private static final int COMPRESSION = 8;
    private static final long COMPRESSED = 1L << 62;
    private static final long OFFSET = 0x00fffffffffffe00L;
    private static final int MOST_SNAPSHOTS = 1024;

    private record Header(int version, int bits, long size, long l1, long l1Size, long features, int length) {}

    @Override
    public Card card() {
        return new Card(
                "qcow2",
                "QEMU copy-on-write disk image",
                List.of("QEMU, docs/interop/qcow2.txt"),
                List.of(
                        "The first version (before 2008) is not read.",
                        "What lies in a backing file is not there: those clusters read as zero.",
                        "Encrypted images, external data files and subclusters are refused; snapshots are named only.",
                        "Counts of references are not compared."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("514649fb000000"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (at != 0 || !image.holds(0, HEADER_2)) {
            return Optional.empty();
        }
        long version = image.u32(4, BIG_ENDIAN, "version");
        long bits = image.u32(20, BIG_ENDIAN, "cluster_bits");
        return version < 2 || version > 3 || bits < 9 || bits > 21
                ? Optional.empty()
                : Optional.of(Claim.strong(0, image.size()));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Header header = header(image);
        rows(image, header, out);
        out.uses(Extent.Kind.STRUCTURE, 0, Math.min(header.length(), image.size()));
        Clusters.Packing packing = Clusters.Packing.DEFLATE;
        if ((header.features() & COMPRESSION) != 0 && image.u8(104, "compression_type") == 1) {
            packing = Clusters.Packing.ZSTD;
        }
        Clusters clusters = new Clusters(image, packing);
        references(image, header, out);
        tables(image, header, clusters, out);
        clusters.resize(header.size());
        clusters.give(out);
        return claim.end();
    }

    private static Header header(Bytes image) throws Malformed, Unsupported {
        int version = (int) image.u32(4, BIG_ENDIAN, "version");
        long features = version == 2 ? 0 : image.i64(72, BIG_ENDIAN, "incompatible_features");
        long length = version == 2 ? HEADER_2 : image.u32(100, BIG_ENDIAN, "header_length");
        int bits = (int) image.u32(20, BIG_ENDIAN, "cluster_bits");
        if (image.u32(32, BIG_ENDIAN, "crypt_method") != 0) {
            throw new Unsupported(32, "crypt_method", "the image is encrypted");
        }
        if ((features & EXTERNAL) != 0) {
            throw new Unsupported(72, "incompatible_features", "the data is in another file");
        }
        if ((features & ~(DIRTY | CORRUPT | COMPRESSION)) != 0) {
            throw new Unsupported(72, "incompatible_features", "0x%x".formatted(features));
        }
        if (length < (version == 2 ? HEADER_2 : HEADER_3) || length > 1L << bits) {
            throw new Malformed(100, "header_length", Long.toString(length));
        }
        long size = image.u63(24, BIG_ENDIAN, "size");
        long l1Size = image.u32(36, BIG_ENDIAN, "l1_size");
        long reach = 1L << 2 * bits - 3;
        if (size / reach + (size % reach == 0 ? 0 : 1) > l1Size || size > 1L << 50) {
            throw new Malformed(36, "l1_size", l1Size + " tables for " + size + " bytes");
        }
        return new Header(
                version, bits, size, image.u63(40, BIG_ENDIAN, "l1_table_offset"), l1Size, features, (int) length);
    }

    private static void rows(Bytes image, Header header, Sink out) throws Malformed {
        out.header("version", Integer.toString(header.version()), 4, 4);
        out.header("cluster_size", Integer.toString(1 << header.bits()), 20, 4);
        out.header("size", Long.toString(header.size()), 24, 8);
        if ((header.features() & (DIRTY | CORRUPT)) != 0) {
            String reason = "marked as " + ((header.features() & CORRUPT) != 0 ? "corrupt" : "not cleanly closed");
            out.problem(new Problem.Malformed(72, "incompatible_features", reason));
        }
        long backing = image.u63(8, BIG_ENDIAN, "backing_file_offset");
        int length = (int) Math.min(1023, image.u32(16, BIG_ENDIAN, "backing_file_size"));
        if (backing != 0) {
            String name = HeaderText.of(image, backing, length, "backing_file");
            out.header("backing_file", name, backing, length);
            out.uses(Extent.Kind.STRUCTURE, backing, length);
            out.problem(new Problem.Unsupported(8, "backing_file", "what lies in " + name + " is not read"));
        }
        snapshots(image, out);
    }

    private static void snapshots(Bytes image, Sink out) throws Malformed {
        long count = image.u32(60, BIG_ENDIAN, "nb_snapshots");
        long at = image.u63(64, BIG_ENDIAN, "snapshots_offset");
        long start = at;
        long end = at;
        for (long i = 0; i < Math.min(count, MOST_SNAPSHOTS); i++) {
            int id = image.u16(at + 12, BIG_ENDIAN, "id_str_size");
            int name = image.u16(at + 14, BIG_ENDIAN, "name_size");
            long extra = image.u32(at + 36, BIG_ENDIAN, "extra_data_size");
            long text = at + 40 + extra;
            out.header("snapshot", HeaderText.of(image, text + id, name, "snapshot name"), text + id, name);
            end = text + id + name;
            at = (end + 7) / 8 * 8;
        }
        if (count > 0) {
            image.require(start, end - start, "snapshots");
            out.uses(Extent.Kind.STRUCTURE, start, end - start);
            out.problem(new Problem.Unsupported(60, "nb_snapshots", count + " snapshots are named, not read"));
        }
    }

    /// The table of reference counts and its blocks, as far as they are there.
    private static void references(Bytes image, Header header, Sink out) throws Malformed {
        long table = image.u63(48, BIG_ENDIAN, "refcount_table_offset");
        long length = image.u32(56, BIG_ENDIAN, "refcount_table_clusters") << header.bits();
        if (!image.holds(table, length)) {
            out.problem(new Problem.Malformed(48, "refcount_table_offset", length + " bytes at " + table));
            return;
        }
        out.uses(Extent.Kind.STRUCTURE, table, length);
        for (long at = table; at < table + length; at += 8) {
            long block = image.i64(at, BIG_ENDIAN, "refcount_table") & ~511L;
            if (block > 0 && image.holds(block, 1L << header.bits())) {
                out.uses(Extent.Kind.STRUCTURE, block, 1L << header.bits());
            }
        }
    }

    private static void tables(Bytes image, Header header, Clusters clusters, Sink out) throws Malformed {
        long cluster = 1L << header.bits();
        image.require(header.l1(), header.l1Size() * 8, "l1_table");
        out.uses(Extent.Kind.STRUCTURE, header.l1(), header.l1Size() * 8);
        // No table is used twice in an image without errors; where one is, a small file is an endless disk.
        BitSet met = new BitSet();
        for (long i = 0; i < header.l1Size() && clusters.size() < header.size(); i++) {
            long at = header.l1() + 8 * i;
            long table = image.i64(at, BIG_ENDIAN, "l1_table") & OFFSET;
            if (table == 0) {
                clusters.hole(cluster * cluster / 8);
                continue;
            }
            int number = (int) Math.min(Integer.MAX_VALUE - 1, table >> header.bits());
            if (!image.holds(table, cluster) || table % cluster != 0 || met.get(number)) {
                String what = met.get(number) ? "is met again" : "is not there";
                out.problem(new Problem.Malformed(at, "l1_table", "the table at " + table + " " + what));
                clusters.hole(cluster * cluster / 8);
                continue;
            }
            met.set(number);
            out.uses(Extent.Kind.STRUCTURE, table, cluster);
            table(image.slice(table, cluster, "l2_table"), header, clusters);
        }
    }

    private static void table(Bytes table, Header header, Clusters clusters) throws Malformed {
        int cluster = 1 << header.bits();
        int shift = 62 - (header.bits() - 8);
        for (long at = 0; at < cluster && clusters.size() < header.size(); at += 8) {
            long entry = table.i64(at, BIG_ENDIAN, "l2_table");
            if ((entry & COMPRESSED) != 0) {
                long offset = entry & (1L << shift) - 1;
                long sectors = (entry & COMPRESSED - 1) >>> shift;
                clusters.packed(offset, (sectors + 1) * 512 - (offset & 511), cluster);
            } else if ((entry & OFFSET) == 0 || header.version() == 3 && (entry & 1) != 0) {
                clusters.hole(cluster);
            } else {
                clusters.raw(entry & OFFSET, Math.min(cluster, header.size() - clusters.size()));
            }
        }
    }
}
