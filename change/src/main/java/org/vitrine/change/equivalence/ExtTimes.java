package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_TIMES;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// The times of two ext file systems of one shape (Linux, "ext4 Data Structures and Algorithms"), and the checksums
/// over them: of the superblock and its copies, of the groups' descriptors, of the inodes. Every other byte has to be
/// the same, so that neither mount options nor an inode's flags hide behind a time.
final class ExtTimes {
    private static final int SUPERBLOCK = 1024;
    private static final int MAGIC = 0xef53;
    private static final int SIXTY_FOUR_BIT = 0x80;
    private static final int META_BLOCK_GROUPS = 0x10;
    private static final int MOST_GROUPS = 1 << 20;
    private static final long MOST_FIELDS = 1L << 28;

    private final Bytes old;
    private final Bytes current;
    private final List<Spans.Span> known;
    private final List<Aside> asides = new ArrayList<>();
    private long looked;

    private ExtTimes(Bytes old, Bytes current, List<Spans.Span> known) {
        this.old = old;
        this.current = current;
        this.known = known;
    }

    /// A field of a structure.
    private record Field(int at, int length, Normaliser by) {}

    /// s_mtime, s_wtime, s_lastcheck, s_mkfs_time, s_kbytes_written, the times' upper bits, s_checksum.
    private static final List<Field> OF_SUPERBLOCK = List.of(
            new Field(0x2c, 4, HEADER_TIMES),
            new Field(0x30, 4, HEADER_TIMES),
            new Field(0x40, 4, HEADER_TIMES),
            new Field(0x108, 4, HEADER_TIMES),
            new Field(0x178, 8, HEADER_SUMS),
            new Field(0x274, 4, HEADER_TIMES),
            new Field(0x3fc, 4, HEADER_SUMS));
    /// bg_checksum.
    private static final List<Field> OF_GROUP = List.of(new Field(0x1e, 2, HEADER_SUMS));
    /// i_atime, i_ctime, i_mtime, i_checksum_lo.
    private static final List<Field> OF_INODE = List.of(new Field(8, 12, ENTRY_TIMES), new Field(0x7c, 2, HEADER_SUMS));
    /// i_checksum_hi, the times' upper bits and fractions, i_crtime.
    private static final List<Field> OF_LARGE_INODE =
            List.of(new Field(0x82, 2, HEADER_SUMS), new Field(0x84, 20, ENTRY_TIMES));

    /// What is set aside; nothing where the shapes differ.
    ///
    /// @param known what is set aside already, as fields of the header
    /// @throws Malformed when a table lies outside of the file system
    static List<Aside> of(Bytes old, Bytes current, List<Spans.Span> known) throws Malformed {
        ExtTimes times = new ExtTimes(old, current, known);
        Shape shape = Shape.of(old);
        if (shape.equals(Shape.of(current))) {
            times.find(shape);
        }
        return times.asides;
    }

    /// What decides where the tables lie.
    private record Shape(
            int block, long blocks, long first, long perGroup, long inodes, long inodesPerGroup, int inode, int group) {
        static Shape of(Bytes image) throws Malformed {
            if (image.u16(SUPERBLOCK + 0x38, LITTLE_ENDIAN, "s_magic") != MAGIC) {
                throw new Malformed(SUPERBLOCK + 0x38, "s_magic", "no ext file system");
            }
            long shift = image.u32(SUPERBLOCK + 0x18, LITTLE_ENDIAN, "s_log_block_size");
            long revision = image.u32(SUPERBLOCK + 0x4c, LITTLE_ENDIAN, "s_rev_level");
            long incompatible = image.u32(SUPERBLOCK + 0x60, LITTLE_ENDIAN, "s_feature_incompat");
            boolean wide = (incompatible & SIXTY_FOUR_BIT) != 0;
            if (shift > 6 || (incompatible & META_BLOCK_GROUPS) != 0) {
                throw new Malformed(SUPERBLOCK, "superblock", "a layout that isn't compared here");
            }
            return new Shape(
                    1024 << shift,
                    image.u32(SUPERBLOCK + 4, LITTLE_ENDIAN, "s_blocks_count"),
                    image.u32(SUPERBLOCK + 0x14, LITTLE_ENDIAN, "s_first_data_block"),
                    Math.max(1, image.u32(SUPERBLOCK + 0x20, LITTLE_ENDIAN, "s_blocks_per_group")),
                    image.u32(SUPERBLOCK, LITTLE_ENDIAN, "s_inodes_count"),
                    Math.max(1, image.u32(SUPERBLOCK + 0x28, LITTLE_ENDIAN, "s_inodes_per_group")),
                    revision == 0 ? 128 : image.u16(SUPERBLOCK + 0x58, LITTLE_ENDIAN, "s_inode_size"),
                    wide ? Math.max(32, image.u16(SUPERBLOCK + 0xfe, LITTLE_ENDIAN, "s_desc_size")) : 32);
        }

        long groups() {
            return (blocks - first + perGroup - 1) / perGroup;
        }
    }

    private void find(Shape shape) throws Malformed {
        if (shape.groups() > MOST_GROUPS || shape.inode() < 128) {
            throw new Malformed(SUPERBLOCK, "superblock", "a layout that isn't compared here");
        }
        fields(SUPERBLOCK, OF_SUPERBLOCK);
        long descriptors = (shape.first() + 1) * shape.block();
        for (long group = 0; group < shape.groups(); group++) {
            long copy = (shape.first() + group * shape.perGroup()) * shape.block();
            if (group > 0 && isCopy(old, copy) && isCopy(current, copy)) {
                fields(copy, OF_SUPERBLOCK);
                // Behind a copy of the superblock stands one of the descriptors.
                for (long each = 0; each < shape.groups(); each++) {
                    fields(copy + shape.block() + each * shape.group(), OF_GROUP);
                }
            }
            long descriptor = descriptors + group * shape.group();
            fields(descriptor, OF_GROUP);
            long table = old.u32(descriptor + 8, LITTLE_ENDIAN, "bg_inode_table_lo") * shape.block();
            inodes(shape, table, Math.min(shape.inodesPerGroup(), shape.inodes() - group * shape.inodesPerGroup()));
        }
    }

    private static boolean isCopy(Bytes image, long at) throws Malformed {
        return image.holds(at, SUPERBLOCK) && image.u16(at + 0x38, LITTLE_ENDIAN, "s_magic") == MAGIC;
    }

    private void inodes(Shape shape, long table, long count) throws Malformed {
        for (long i = 0; i < count && old.holds(table + i * shape.inode(), shape.inode()); i++) {
            long at = table + i * shape.inode();
            fields(at, OF_INODE);
            if (shape.inode() >= 0x98) {
                fields(at, OF_LARGE_INODE);
            }
        }
    }

    private void fields(long at, List<Field> fields) throws Malformed {
        for (Field field : fields) {
            long from = at + field.at();
            if (++looked > MOST_FIELDS) {
                throw new Malformed(from, "field", "more than " + MOST_FIELDS + " fields");
            }
            if (!old.holds(from, field.length()) || !current.holds(from, field.length())) {
                throw new Malformed(from, "field", "lies outside of the file system");
            }
            if (Residual.of(old.slice(from, field.length(), "field"), current.slice(from, field.length(), "field")) > 0
                    && Spans.cut(List.of(new Spans.Span(from, from + field.length())), known)
                                    .size()
                            > 0) {
                asides.add(new Aside(NormalisedSpan.Where.OLD, from, field.length(), true, field.by(), ""));
                asides.add(new Aside(NormalisedSpan.Where.NEW, from, field.length(), true, field.by(), ""));
            }
        }
    }
}
