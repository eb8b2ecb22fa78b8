package org.vitrine.unpack.format.erofs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Entry.Attribute;
import org.vitrine.unpack.spi.Sink;

/// The extended attributes of inodes: behind the inode's fields, or, where several inodes have the same
/// one, in
/// the area of shared ones. Not safe for several threads.
final class Attributes {
    private static final int HEADER = 12;
    private static final int ENTRY = 4;

    /// A name that starts with one of the prefixes that the image itself lists.
    private static final int OWN_PREFIX = 0x80;

    /// Bytes that are kept in all, and what each attribute costs beside its value: inodes may share them.
    private static final long MOST = 96L << 20;

    private static final int COST = 64;

    private static final List<String> PREFIXES = List.of(
            "", "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", "lustre.", "security.");

    private final Bytes image;
    private final Superblock superblock;
    private final Sink out;
    private long kept;

    Attributes(Bytes image, Superblock superblock, Sink out) {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
    }

    /// Those of an inode; what can't be read is reported and left out.
    List<Attribute> of(Inode inode) {
        List<Attribute> list = new ArrayList<>();
        if (inode.attributes() == 0) {
            return list;
        }
        long at = inode.at() + inode.length() - inode.attributes();
        try {
            Bytes area = image.slice(at, inode.attributes(), "xattr");
            int shared = area.u8(4, "h_shared_count");
            long next = HEADER + 4L * shared;
            for (int i = 0; i < shared; i++) {
                long number = area.u32(HEADER + 4L * i, LITTLE_ENDIAN, "h_shared_xattrs");
                long entry = superblock.attribute(number);
                out.uses(Extent.Kind.STRUCTURE, entry, entry(image, entry, 0, list));
            }
            while (area.holds(next, ENTRY) && area.u32(next, LITTLE_ENDIAN, "e_name_len") != 0) {
                next += entry(area, next, at, list);
            }
            out.uses(Extent.Kind.STRUCTURE, at, Math.min(next, area.size()));
        } catch (Unreadable e) {
            out.problem(e.problem());
        }
        return list;
    }

    /// One attribute, and how many bytes it takes: the next one starts at a multiple of four.
    private long entry(Bytes area, long entry, long areaAt, List<Attribute> list) throws Unreadable {
        int length = area.u8(entry, "e_name_len");
        int index = area.u8(entry + 1, "e_name_index");
        int size = area.u16(entry + 2, LITTLE_ENDIAN, "e_value_size");
        if ((index & OWN_PREFIX) != 0) {
            throw new Unsupported(areaAt + entry + 1, "e_name_index", "a prefix of the image's own");
        }
        if (index == 0 || index >= PREFIXES.size()) {
            throw new Malformed(areaAt + entry + 1, "e_name_index", "is " + index);
        }
        kept += COST + length + size;
        if (kept > MOST) {
            throw new LimitReached("attributes", MOST, kept);
        }
        byte[] prefix = PREFIXES.get(index).getBytes(StandardCharsets.US_ASCII);
        byte[] name = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(area.array(entry + ENTRY, length, "e_name"), 0, name, prefix.length, length);
        byte[] value = area.array(entry + ENTRY + length, size, "e_value");
        list.add(new Attribute(Name.of(name), Name.of(value)));
        return (ENTRY + length + size + 3L) / 4 * 4;
    }
}
