package org.vitrine.unpack.format.squashfs;

import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// What a squashfs records of a file, apart from its names.
///
/// @param mode the 12 permission bits
/// @param owner index of the owner in the id table
/// @param group index of the group in the id table
/// @param mtime last change, seconds since 1970-01-01 UTC, or [#NO_TIME]
/// @param number its inode number
/// @param attributes index of its extended attributes, or [#NO_ATTRIBUTES]
/// @param body what only its type has
record Inode(int mode, int owner, int group, long mtime, long number, long attributes, Body body) {
    /// The time of what has none.
    static final long NO_TIME = -1;
    /// The index of what has no extended attributes.
    static final long NO_ATTRIBUTES = 0xffff_ffffL;
    /// The highest type number: the basic types are 1 to 7, the extended ones 8 to 14.
    static final int LAST_TYPE = 14;

    private static final int BASIC_TYPES = 7;
    /// The kernel allows a page; nothing has a longer one.
    private static final int TARGET_LIMIT = 1 << 16;

    /// What only one type of inode has.
    sealed interface Body {
        /// The kind of node it makes.
        ArtifactType type();
    }

    /// A folder.
    ///
    /// @param block offset of the block of its listing in the directory table
    /// @param offset of its listing in the decoded block
    /// @param size bytes of its listing
    record Folder(long block, int offset, long size) implements Body {
        @Override
        public ArtifactType type() {
            return ArtifactType.DIRECTORY;
        }

        /// The size of an inode counts three bytes more than the listing has: for `.` and `..`, which aren't
        /// stored.
        static Folder listed(long block, int offset, long size) {
            return new Folder(block, offset, Math.max(0, size - 3));
        }
    }

    /// A regular file.
    ///
    /// @param start offset of its first block in the image
    /// @param size bytes of its content
    /// @param fragment index of the fragment block with its tail, or [#NO_FRAGMENT]
    /// @param fragmentOffset where its tail starts in the decoded fragment block
    /// @param blocks where its list of blocks stands in the inode table
    /// @param listed whether the inode table has room for that list
    record RegularFile(long start, long size, long fragment, long fragmentOffset, Position blocks, boolean listed)
            implements Body {
        /// The fragment of what has no tail in one.
        static final long NO_FRAGMENT = 0xffff_ffffL;

        @Override
        public ArtifactType type() {
            return ArtifactType.FILE;
        }

        /// One whose list of blocks comes next.
        static RegularFile listed(
                Superblock superblock, MetadataReader reader, long start, long size, long fragment, long offset) {
            long list = count(size, fragment, superblock.blockSize())
                    * superblock.version().blockSize();
            return new RegularFile(start, size, fragment, offset, reader.position(), reader.mayHold(list));
        }

        /// How many blocks its list has.
        static long count(long size, long fragment, int blockSize) {
            long full = size / blockSize;
            return fragment == NO_FRAGMENT && size % blockSize != 0 ? full + 1 : full;
        }
    }

    /// A symbolic link.
    record Link(Name target) implements Body {
        @Override
        public ArtifactType type() {
            return ArtifactType.SYMLINK;
        }
    }

    /// A device.
    record Device(ArtifactType type, long major, long minor) implements Body {
        /// The number as Linux packs it: 8 bits of minor, 12 of major, 12 more of minor. The old 8:8 form is
        /// its special case.
        static Device of(ArtifactType type, int number) {
            return new Device(type, number >>> 8 & 0xfff, number & 0xff | number >>> 12 & 0xfff00);
        }
    }

    /// A pipe or a socket.
    record Special(ArtifactType type) implements Body {}

    /// Reads the inode at a reference.
    ///
    /// @throws Malformed when it can't be one
    static Inode read(Volume volume, long reference) throws Malformed {
        MetadataReader reader = volume.inodeReader(reference);
        if (volume.superblock().version().early()) {
            return EarlyInode.read(volume, reader);
        }
        int type = reader.u16("inode_type");
        if (type < 1 || type > LAST_TYPE) {
            throw reader.malformed("inode_type", "must be 1 to 14 but was " + type);
        }
        int mode = reader.u16("inode.mode") & 07777;
        int owner = reader.u16("inode.uid");
        int group = reader.u16("inode.guid");
        long mtime = reader.u32("inode.mtime");
        long number = reader.u32("inode.inode_number");
        boolean extended = type > BASIC_TYPES;
        Inode plain = new Inode(mode, owner, group, mtime, number, NO_ATTRIBUTES, new Special(ArtifactType.FIFO));
        return switch (extended ? type - BASIC_TYPES : type) {
            case 1 -> extended ? plain.extendedFolder(reader) : plain.with(folder(reader), NO_ATTRIBUTES);
            case 2 -> extended ? plain.extendedFile(volume, reader) : plain.with(file(volume, reader), NO_ATTRIBUTES);
            case 3 -> plain.link(reader, extended);
            case 4 -> plain.device(reader, ArtifactType.BLOCK, extended);
            case 5 -> plain.device(reader, ArtifactType.CHARACTER, extended);
            case 6 -> plain.special(reader, ArtifactType.FIFO, extended);
            default -> plain.special(reader, ArtifactType.SOCKET, extended);
        };
    }

    private Inode with(Body newBody, long newAttributes) {
        return new Inode(mode, owner, group, mtime, number, newAttributes, newBody);
    }

    private static Folder folder(MetadataReader reader) throws Malformed {
        long block = reader.u32("dir.start_block");
        reader.u32("dir.nlink");
        long size = reader.u16("dir.file_size");
        int offset = reader.u16("dir.offset");
        return Folder.listed(block, offset, size);
    }

    private Inode extendedFolder(MetadataReader reader) throws Malformed {
        reader.u32("ldir.nlink");
        long size = reader.u32("ldir.file_size");
        long block = reader.u32("ldir.start_block");
        reader.u32("ldir.parent_inode");
        reader.u16("ldir.i_count");
        int offset = reader.u16("ldir.offset");
        return with(Folder.listed(block, offset, size), reader.u32("ldir.xattr"));
    }

    private static RegularFile file(Volume volume, MetadataReader reader) throws Malformed {
        long start = reader.u32("reg.start_block");
        long fragment = reader.u32("reg.fragment");
        long offset = reader.u32("reg.offset");
        long size = reader.u32("reg.file_size");
        return RegularFile.listed(volume.superblock(), reader, start, size, fragment, offset);
    }

    private Inode extendedFile(Volume volume, MetadataReader reader) throws Malformed {
        long start = reader.u63("lreg.start_block");
        long size = reader.u63("lreg.file_size");
        reader.i64("lreg.sparse");
        reader.u32("lreg.nlink");
        long fragment = reader.u32("lreg.fragment");
        long offset = reader.u32("lreg.offset");
        long attributes = reader.u32("lreg.xattr");
        return with(RegularFile.listed(volume.superblock(), reader, start, size, fragment, offset), attributes);
    }

    private Inode link(MetadataReader reader, boolean extended) throws Malformed {
        reader.u32("symlink.nlink");
        long size = reader.u32("symlink.symlink_size");
        if (size > TARGET_LIMIT) {
            throw reader.malformed("symlink.symlink_size", "must be at most " + TARGET_LIMIT + " but was " + size);
        }
        Link link = new Link(Name.of(reader.bytes((int) size, "symlink.symlink")));
        return with(link, extended ? reader.u32("lsymlink.xattr") : NO_ATTRIBUTES);
    }

    private Inode device(MetadataReader reader, ArtifactType type, boolean extended) throws Malformed {
        reader.u32("dev.nlink");
        Device device = Device.of(type, reader.i32("dev.rdev"));
        return with(device, extended ? reader.u32("ldev.xattr") : NO_ATTRIBUTES);
    }

    private Inode special(MetadataReader reader, ArtifactType type, boolean extended) throws Malformed {
        reader.u32("ipc.nlink");
        return with(new Special(type), extended ? reader.u32("lipc.xattr") : NO_ATTRIBUTES);
    }
}
