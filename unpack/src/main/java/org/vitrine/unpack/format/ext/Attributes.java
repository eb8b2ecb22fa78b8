package org.vitrine.unpack.format.ext;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.spi.Entry.Attribute;

/// The extended attributes of inodes: behind the inode's fields, in a block that several inodes may
/// share, and with large values in inodes of their own. Not safe for several threads.
final class Attributes {
    private static final int MAGIC = 0xea020000;
    private static final int BLOCK_HEADER = 32;
    private static final int ENTRY = 16;
    private static final int SYSTEM = 7;

    /// Linux takes no larger value.
    private static final int LARGEST_VALUE = 65_536;

    /// Bytes that are kept in all, and what each attribute costs beside its value.
    private static final long MOST = 96L << 20;

    private static final int COST = 64;

    private static final String[] PREFIXES = {
        "",
        "user.",
        "system.posix_acl_access",
        "system.posix_acl_default",
        "trusted.",
        "lustre.",
        "security.",
        "system.",
        "system.richacl",
        "encryption.",
        "gnu."
    };

    /// What an inode has.
    ///
    /// @param inline the rest of a content that starts in the inode itself
    record Found(List<Attribute> list, Bytes inline) {}

    private final Volume volume;
    private long lastBlock;
    private List<Attribute> lastList = List.of();
    private long kept;

    Attributes(Volume volume) {
        this.volume = volume;
    }

    /// Those of an inode; what can't be read is reported and left out.
    Found of(Inode inode) {
        List<Attribute> list = new ArrayList<>();
        Bytes inline = Bytes.EMPTY;
        try {
            inline = inside(inode, list);
            if (inode.attributes() != 0) {
                list.addAll(block(inode));
            }
        } catch (Unreadable e) {
            volume.out().problem(e.problem());
        }
        return new Found(list, inline);
    }

    private Bytes inside(Inode inode, List<Attribute> list) throws Unreadable {
        long header = Inode.OLD_SIZE + (long) inode.extra();
        Bytes raw = inode.raw();
        if (!raw.holds(header, 8) || inode.extra() == 0 || raw.i32(header, LITTLE_ENDIAN, "h_magic") != MAGIC) {
            return Bytes.EMPTY;
        }
        Bytes area = raw.from(header + 4, "xattr");
        return entries(area, 0, inode.at() + header + 4, list);
    }

    private List<Attribute> block(Inode inode) throws Unreadable {
        long number = inode.attributes();
        if (number == lastBlock) {
            return lastList;
        }
        Bytes block = volume.block(number, "i_file_acl");
        long at = number * volume.superblock().blockSize();
        if (block.i32(0, LITTLE_ENDIAN, "h_magic") != MAGIC) {
            throw new Malformed(at, "h_magic", "is none");
        }
        if (volume.checksums().used()) {
            byte[] bytes = block.array(0, block.size(), "xattr");
            Arrays.fill(bytes, 16, 20, (byte) 0);
            CRC32C crc = volume.checksums().start();
            crc.update(
                    ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putLong(number).array());
            crc.update(bytes);
            int stored = block.i32(16, LITTLE_ENDIAN, "h_checksum");
            volume.checksums().compare(Checksums.Kind.ATTRIBUTES, at + 16, crc, stored, -1);
        }
        List<Attribute> list = new ArrayList<>();
        entries(block, BLOCK_HEADER, at, list);
        lastBlock = number;
        lastList = List.copyOf(list);
        return lastList;
    }

    /// The entries from `first` on; values are counted from the start of the area. Gives back what is no
    /// attribute but content.
    private Bytes entries(Bytes area, int first, long at, List<Attribute> list) throws Unreadable {
        Bytes inline = Bytes.EMPTY;
        long entry = first;
        while (area.holds(entry, 4) && area.i32(entry, LITTLE_ENDIAN, "e_name_len") != 0) {
            int length = area.u8(entry, "e_name_len");
            int index = area.u8(entry + 1, "e_name_index");
            byte[] name = area.array(entry + ENTRY, length, "e_name");
            Bytes value = value(area, entry, at);
            if (index == SYSTEM && Name.of(name).is("data")) {
                inline = value;
            } else {
                String prefix = index < PREFIXES.length ? PREFIXES[index] : index + ".";
                byte[] bytes = value.array(0, value.size(), "e_value");
                kept += COST + bytes.length;
                if (kept > MOST) {
                    throw new LimitReached("attributes", MOST, kept);
                }
                list.add(new Attribute(joined(prefix, name), Name.of(isAcl(index) ? acl(bytes) : bytes)));
            }
            entry += (ENTRY + length + 3) / 4 * 4L;
        }
        return inline;
    }

    private Bytes value(Bytes area, long entry, long at) throws Unreadable {
        int offset = area.u16(entry + 2, LITTLE_ENDIAN, "e_value_offs");
        long number = area.u32(entry + 4, LITTLE_ENDIAN, "e_value_inum");
        long size = area.u32(entry + 8, LITTLE_ENDIAN, "e_value_size");
        if (number == 0) {
            if (!area.holds(offset, size)) {
                throw new Malformed(at + entry + 2, "e_value_offs", size + " bytes at " + offset);
            }
            return area.slice(offset, size, "e_value");
        }
        Inode inode = volume.inode(number);
        if (size > LARGEST_VALUE || inode.size() != size || !inode.has(Inode.VALUE)) {
            throw new Malformed(at + entry + 4, "e_value_inum", "inode " + number + " holds no such value");
        }
        volume.step();
        Runs runs = BlockMap.of(volume, inode);
        Bytes value = runs.of(volume.image(), "e_value");
        runs.uses(volume.out(), Extent.Kind.STRUCTURE, volume.image());
        return value;
    }

    private static Name joined(String prefix, byte[] name) {
        byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + name.length);
        System.arraycopy(name, 0, whole, start.length, name.length);
        return Name.of(whole);
    }

    private static boolean isAcl(int index) {
        return index == 2 || index == 3;
    }

    /// An access control list as programs see it: on disk, entries that name nobody are shorter.
    private static byte[] acl(byte[] stored) {
        ByteBuffer from = ByteBuffer.wrap(stored).order(LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(4 + stored.length * 2).order(LITTLE_ENDIAN);
        if (from.remaining() < 4 || from.getInt() != 1) {
            return stored;
        }
        to.putInt(2);
        while (from.remaining() >= 4) {
            short tag = from.getShort();
            to.putShort(tag).putShort(from.getShort());
            boolean named = tag == 2 || tag == 8;
            if (named && from.remaining() < 4) {
                return stored;
            }
            to.putInt(named ? from.getInt() : -1);
        }
        return from.hasRemaining() ? stored : Arrays.copyOf(to.array(), to.position());
    }
}
