package org.vitrine.unpack.format.squashfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry.Attribute;

/// The extended attributes. Files with the same ones share an index, so each list is read once. Not safe for
/// several threads.
final class XattrTable {
    /// All lists together: a size that no image comes near, and that can be held.
    private static final long LIMIT = 64 << 20;

    /// The kernel's limits for one name, and for one value.
    private static final int NAME_LIMIT = 255;
    private static final int VALUE_LIMIT = 65_536;
    private static final int ENTRY = 16;
    private static final int HEADER = 16;
    private static final int OUT_OF_LINE = 0x100;

    private record Header(long start, long count) {}

    private final Volume volume;
    private final Map<Long, List<Attribute>> lists = new HashMap<>();
    private @Nullable Header header;
    private long held;

    XattrTable(Volume volume) {
        this.volume = volume;
    }

    private Header header() throws Malformed {
        Header known = header;
        if (known != null) {
            return known;
        }
        long at = volume.superblock().xattrTable();
        if (at < Superblock.SIZE) {
            throw new Malformed(56, "xattr_id_table_start", "the table isn't there");
        }
        Header read = new Header(
                volume.image().u63(at, volume.order(), "xattr_table_start"),
                volume.image().u32(at + 8, volume.order(), "xattr_ids"));
        header = read;
        return read;
    }

    /// Asks that the table's header and list of blocks are there.
    void check() throws Malformed {
        long blocks = (header().count() * ENTRY + Volume.METADATA_SIZE - 1) / Volume.METADATA_SIZE;
        volume.image().require(volume.superblock().xattrTable() + HEADER, blocks * 8, "xattr_id_table_start");
    }

    /// The attributes with this index.
    ///
    /// @throws Unreadable when they can't be read, or are too many
    List<Attribute> list(long index) throws Unreadable {
        List<Attribute> known = lists.get(index);
        if (known != null) {
            return known;
        }
        List<Attribute> read = read(index);
        lists.put(index, read);
        return read;
    }

    private List<Attribute> read(long index) throws Unreadable {
        Header table = header();
        if (index >= table.count()) {
            throw new Malformed(
                    volume.superblock().xattrTable(), "inode.xattr", index + " asked, there are " + table.count());
        }
        MetadataReader entry = volume.lookup(
                volume.superblock().xattrTable() + HEADER, index, ENTRY, "xattr_id_table_start", "xattr_id");
        long reference = entry.u63("xattr_id.xattr");
        long count = entry.u32("xattr_id.count");
        MetadataReader reader = reader(reference, "xattr_id.xattr");
        List<Attribute> attributes = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Attribute attribute = attribute(reader);
            held += 64 + attribute.name().size() + attribute.value().size();
            if (held > LIMIT) {
                throw new LimitReached("extended attributes", LIMIT, held);
            }
            attributes.add(attribute);
        }
        return attributes;
    }

    private MetadataReader reader(long reference, String field) throws Malformed {
        Position position = new Position(header().start() + (reference >>> 16), (int) (reference & 0xffff));
        return new MetadataReader(volume, position, volume.superblock().xattrTable(), field);
    }

    private Attribute attribute(MetadataReader reader) throws Malformed {
        int type = reader.u16("xattr_entry.type");
        int nameSize = reader.u16("xattr_entry.size");
        if (nameSize > NAME_LIMIT) {
            throw reader.malformed("xattr_entry.size", "must be at most 255 but was " + nameSize);
        }
        byte[] prefix = prefix(reader, type & 0xff);
        byte[] rest = reader.bytes(nameSize, "xattr_entry.data");
        byte[] name = new byte[prefix.length + rest.length];
        System.arraycopy(prefix, 0, name, 0, prefix.length);
        System.arraycopy(rest, 0, name, prefix.length, rest.length);
        byte[] value = value(reader);
        if ((type & OUT_OF_LINE) != 0) {
            if (value.length != 8) {
                throw reader.malformed("xattr_value.vsize", "must be 8, a reference, but was " + value.length);
            }
            long reference = Bytes.of(value).i64(0, volume.order(), "xattr_value.value");
            if (reference < 0) {
                throw reader.malformed("xattr_value.value", "is no reference: " + Long.toHexString(reference));
            }
            value = value(reader(reference, "xattr_value.value"));
        }
        return new Attribute(Name.of(name), Name.of(value));
    }

    private static byte[] prefix(MetadataReader reader, int type) throws Malformed {
        String text = switch (type) {
            case 0 -> "user.";
            case 1 -> "trusted.";
            case 2 -> "security.";
            default -> throw reader.malformed("xattr_entry.type", "must be 0 to 2 but was " + type);
        };
        return Name.of(text).bytes();
    }

    private static byte[] value(MetadataReader reader) throws Malformed {
        long size = reader.u32("xattr_value.vsize");
        if (size > VALUE_LIMIT) {
            throw reader.malformed("xattr_value.vsize", "must be at most 65536 but was " + size);
        }
        return reader.bytes((int) size, "xattr_value.value");
    }
}
