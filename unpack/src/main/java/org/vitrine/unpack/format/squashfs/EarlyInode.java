package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.unpack.codec.BitFields;
import org.vitrine.unpack.format.squashfs.Inode.Body;
import org.vitrine.unpack.format.squashfs.Inode.Device;
import org.vitrine.unpack.format.squashfs.Inode.Folder;
import org.vitrine.unpack.format.squashfs.Inode.Link;
import org.vitrine.unpack.format.squashfs.Inode.RegularFile;
import org.vitrine.unpack.format.squashfs.Inode.Special;

/// The inodes of versions 1 to 3. Version 3 has a time and a number in each; before, only files and folders
/// have a time. Version 1 has room for 16 owners: which sixteen of the table is in the type's number.
///
/// Specification: `squashfs_fs.h` of the kernel patches of squashfs 1.x, 2.x and 3.x.
final class EarlyInode {
    private static final int BASIC_TYPES_1 = 5;
    private static final int OWNERS_1 = 16;
    private static final int LONG_FOLDER = 8;
    private static final int LONG_FILE = 9;

    private final Superblock superblock;
    private final int major;
    private final MetadataReader reader;
    private long mtime = Inode.NO_TIME;
    private long number;

    private EarlyInode(Volume volume, MetadataReader reader) {
        this.superblock = volume.superblock();
        this.major = superblock.version().major();
        this.reader = reader;
    }

    /// Reads the inode at which `reader` stands.
    ///
    /// @throws Malformed when it can't be one
    static Inode read(Volume volume, MetadataReader reader) throws Malformed {
        return new EarlyInode(volume, reader).read();
    }

    private Inode read() throws Malformed {
        int idBits = major == 1 ? 4 : 8;
        BitFields base = reader.bits(16 + 2 * idBits, "inode");
        int type = base.take(4);
        int mode = base.take(12);
        int owner = base.take(idBits);
        int group = base.take(idBits);
        if (major == 3) {
            mtime = reader.u32("inode.mtime");
            number = reader.u32("inode.inode_number");
        }
        if (major == 1 && type == 0) {
            BitFields pipe = reader.bits(8, "ipc.type");
            int kind = pipe.take(4);
            owner += OWNERS_1 * pipe.take(4);
            return inode(mode, owner, group, new Special(kind == 7 ? ArtifactType.SOCKET : ArtifactType.FIFO));
        }
        if (major == 1) {
            owner += OWNERS_1 * ((type - 1) / BASIC_TYPES_1);
            type = (type - 1) % BASIC_TYPES_1 + 1;
        }
        return inode(mode, owner, group, body(type));
    }

    private Inode inode(int mode, int owner, int group, Body body) {
        int ids = superblock.ids();
        // An owner that the table doesn't have must not be read as a group, which stand behind the owners.
        int ownerIndex = owner < superblock.owners() ? owner : ids;
        int same = major == 1 ? 0xf : 0xff;
        int groupIndex = group == same ? ownerIndex : superblock.owners() + group;
        return new Inode(mode, ownerIndex, groupIndex, mtime, number, Inode.NO_ATTRIBUTES, body);
    }

    private Body body(int type) throws Malformed {
        if (major == 3 && type != 2) {
            reader.u32("inode.nlink");
        }
        return switch (type) {
            case 1 -> folder(19);
            case 2 -> file();
            case 3 -> link();
            case 4 -> Device.of(ArtifactType.BLOCK, reader.u16("dev.rdev"));
            case 5 -> Device.of(ArtifactType.CHARACTER, reader.u16("dev.rdev"));
            case 6 -> new Special(ArtifactType.FIFO);
            case 7 -> new Special(ArtifactType.SOCKET);
            case LONG_FOLDER -> folder(27);
            case LONG_FILE -> longFile();
            default -> throw reader.malformed("inode_type", "must be 1 to 9 but was " + type);
        };
    }

    private Folder folder(int sizeBits) throws Malformed {
        BitFields place = reader.bits(sizeBits + 13, "dir.file_size");
        long size = place.take(sizeBits);
        int offset = place.take(13);
        if (major < 3) {
            mtime = reader.u32("dir.mtime");
        }
        long block = major < 3 ? reader.bits(24, "dir.start_block").take(24) : reader.u32("dir.start_block");
        return new Folder(block, offset, Math.max(0, size - superblock.version().unlisted()));
    }

    private RegularFile file() throws Malformed {
        if (major < 3) {
            mtime = reader.u32("reg.mtime");
        }
        long start = major < 3 ? reader.u32("reg.start_block") : reader.u63("reg.start_block");
        long fragment = RegularFile.NO_FRAGMENT;
        long offset = 0;
        if (major > 1) {
            fragment = reader.u32("reg.fragment");
            offset = reader.u32("reg.offset");
        }
        return listed(start, reader.u32("reg.file_size"), fragment, offset);
    }

    private RegularFile longFile() throws Malformed {
        if (major < 3) {
            throw reader.malformed("inode_type", "version " + major + " has no long files");
        }
        long start = reader.u63("lreg.start_block");
        long fragment = reader.u32("lreg.fragment");
        long offset = reader.u32("lreg.offset");
        return listed(start, reader.u63("lreg.file_size"), fragment, offset);
    }

    private RegularFile listed(long start, long size, long fragment, long offset) {
        return RegularFile.listed(superblock, reader, start, size, fragment, offset);
    }

    private Link link() throws Malformed {
        return new Link(Name.of(reader.bytes(reader.u16("symlink.symlink_size"), "symlink.symlink")));
    }
}
