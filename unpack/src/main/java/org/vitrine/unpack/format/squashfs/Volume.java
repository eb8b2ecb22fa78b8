package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unsupported;

/// An opened squashfs: its blocks, decoded when asked for and held for a while. Safe for several threads.
public final class Volume {
    /// A metadata block decodes to no more.
    static final int METADATA_SIZE = 8192;

    private static final int UNCOMPRESSED = 0x8000;
    private static final int FOLLOWED = 1 << 24;
    private static final int ID_ENTRY = 4;

    private final Bytes image;
    private final Superblock superblock;
    private final Compression compression;
    private final Decompressor decompressor;
    private final AtomicLong followed = new AtomicLong();
    private final BlockCache metadata = new BlockCache(4 << 20, this::decodeMetadata);
    private final BlockCache fragments = new BlockCache(16 << 20, this::decodeFragment);

    private Volume(Bytes image, Superblock superblock, Compression compression) {
        this.image = image;
        this.superblock = superblock;
        this.compression = compression;
        this.decompressor = superblock.version().early() ? Decompressor::early : compression.decompressor();
    }

    /// Opens the one at the start of `image`.
    ///
    /// Its compressor is the one the superblock names. Where that one can't read the first block of inodes, and
    /// another one finds the root folder, it is the other: vendors have put LZMA where the number says gzip.
    ///
    /// @param image from the superblock to the end of the image, or as much as there is
    /// @throws Unsupported when the superblock names no known compressor and none fits
    public static Volume open(Bytes image, Superblock superblock) throws Unsupported {
        if (superblock.version().early()) {
            return new Volume(image, superblock, early(image, superblock));
        }
        Optional<Compression> named = Compression.of(superblock.compression());
        if (named.isPresent()) {
            Volume asNamed = new Volume(image, superblock, named.get());
            if (asNamed.readsInodes() || !asNamed.hasInodes()) {
                return asNamed;
            }
        }
        for (Compression each : Compression.values()) {
            Volume tried = new Volume(image, superblock, each);
            if (tried.readsInodes() && tried.readsRoot()) {
                return tried;
            }
        }
        return new Volume(
                image,
                superblock,
                named.orElseThrow(() ->
                        new Unsupported(20, "compression", "no compressor has number " + superblock.compression())));
    }

    /// What the first block of inodes is compressed with, which early images don't say; gzip where it isn't.
    private static Compression early(Bytes image, Superblock superblock) {
        try {
            long at = superblock.inodeTable();
            int header = image.u16(at, superblock.version().order(), "metadata block header");
            int first = image.u16(at + superblock.metadataHeader(), ByteOrder.BIG_ENDIAN, "metadata block");
            return (header & UNCOMPRESSED) != 0 || Decompressor.isZlib(first) ? Compression.GZIP : Compression.LZMA;
        } catch (Malformed e) {
            return Compression.GZIP;
        }
    }

    private boolean hasInodes() {
        return behindMetadata(superblock.inodeTable()) >= 0;
    }

    private boolean readsInodes() {
        try {
            Block first = metadata.block(superblock.inodeTable());
            int type = first.bytes().length < 2 ? 0 : Bytes.of(first.bytes()).u16(0, order(), "inode_type");
            boolean last = first.next() >= superblock.directoryTable();
            return (last || first.bytes().length == METADATA_SIZE) && type >= 1 && type <= Inode.LAST_TYPE;
        } catch (Malformed e) {
            return false;
        }
    }

    private boolean readsRoot() {
        try {
            return Inode.read(this, superblock.root()).body() instanceof Inode.Folder;
        } catch (Malformed e) {
            return false;
        }
    }

    /// What it says of itself.
    public Superblock superblock() {
        return superblock;
    }

    /// The compressor its blocks are read with.
    public Compression compression() {
        return compression;
    }

    /// The order of its numbers.
    ByteOrder order() {
        return superblock.version().order();
    }

    /// All of its bytes that are there.
    Bytes image() {
        return image;
    }

    /// The decoded metadata block at `at`.
    Block metadata(long at) throws Malformed {
        return metadata.block(at);
    }

    /// Offset of the first byte behind the metadata block at `at`; -1 where none fits.
    long behindMetadata(long at) {
        try {
            int stored = image.u16(at, superblock.version().headers(), "metadata block") & ~UNCOMPRESSED;
            long behind = at + superblock.metadataHeader() + stored;
            return stored > 0 && stored <= METADATA_SIZE && behind <= image.size() ? behind : -1;
        } catch (Malformed e) {
            return -1;
        }
    }

    /// Whether one more header may be looked at to see how far a table reaches: hardly any image needs a
    /// hundred, one made for it could ask for all of them with each of its names.
    boolean mayFollow() {
        return followed.incrementAndGet() <= FOLLOWED;
    }

    private Block decodeMetadata(long at) throws Malformed {
        int header = image.u16(at, superblock.version().headers(), "metadata block header");
        int stored = header & ~UNCOMPRESSED;
        if (stored == 0 || stored > METADATA_SIZE) {
            throw new Malformed(at, "metadata block header", "must hold 1 to 8192 bytes but was " + stored);
        }
        byte[] decoded = Workbench.mine().decoded(METADATA_SIZE);
        long start = at + superblock.metadataHeader();
        int length = decode(start, stored, (header & UNCOMPRESSED) == 0, decoded, METADATA_SIZE, "metadata block");
        if (length == 0) {
            throw new Malformed(at, "metadata block", "decodes to nothing");
        }
        return new Block(Arrays.copyOf(decoded, length), start + stored);
    }

    /// Decodes a block into `target`.
    ///
    /// @param stored how many bytes it has in the image
    /// @param capacity how many bytes it may decode to
    /// @return how many it decodes to
    int decode(long at, int stored, boolean compressed, byte[] target, int capacity, String field) throws Malformed {
        if (!compressed) {
            if (stored > capacity) {
                throw new Malformed(at, field, stored + " bytes, more than " + capacity);
            }
            image.copy(at, target, 0, stored, field);
            return stored;
        }
        byte[] source = Workbench.mine().stored(stored);
        image.copy(at, source, 0, stored, field);
        try {
            return decompressor.decode(source, 0, stored, target, 0, capacity);
        } catch (Malformed e) {
            Problem problem = e.problem();
            throw new Malformed(
                    at + Math.max(0, problem.offset()),
                    field,
                    compression.text() + ": " + problem.field() + ": " + problem.reason());
        }
    }

    /// The entry of a fragment block, as it stands in the fragment table.
    Fragment fragment(long index) throws Malformed {
        if (index >= superblock.fragments()) {
            throw new Malformed(
                    superblock.fragmentTable(), "fragment", index + " asked, there are " + superblock.fragments());
        }
        int entry = superblock.version().fragment();
        MetadataReader reader =
                lookup(superblock.fragmentTable(), index, entry, "fragment_table_start", "fragment entry");
        long start = superblock.version().pointer() == 4
                ? reader.u32("fragment.start_block")
                : reader.u63("fragment.start_block");
        return new Fragment(start, BlockSize.of(reader.i32("fragment.size")));
    }

    /// The decoded fragment block.
    byte[] fragmentBytes(long index) throws Malformed {
        return fragments.block(index).bytes();
    }

    private Block decodeFragment(long index) throws Malformed {
        Fragment fragment = fragment(index);
        BlockSize size = fragment.size();
        size.check(superblock.blockSize(), fragment.start(), "fragment.size");
        byte[] decoded = Workbench.mine().decoded(superblock.blockSize());
        int length = decode(
                fragment.start(), size.stored(), size.compressed(), decoded, superblock.blockSize(), "fragment block");
        return new Block(Arrays.copyOf(decoded, length), fragment.start() + size.stored());
    }

    /// The owner or group with this index.
    long id(int index) throws Malformed {
        if (index >= superblock.ids()) {
            throw new Malformed(superblock.idTable(), "id", index + " asked, there are " + superblock.ids());
        }
        if (superblock.version().early()) {
            int group = index - superblock.owners();
            long at = group < 0
                    ? superblock.idTable() + ID_ENTRY * (long) index
                    : superblock.groupTable() + ID_ENTRY * (long) group;
            return image.u32(at, order(), "id");
        }
        return lookup(superblock.idTable(), index, ID_ENTRY, "id_table_start", "id")
                .u32("id");
    }

    /// A reader at an entry of a table that is reached through a list of its blocks.
    ///
    /// @param list offset of the list: offsets of the metadata blocks
    /// @param entry bytes of an entry, which divide a metadata block
    MetadataReader lookup(long list, long index, int entry, String listField, String field) throws Malformed {
        if (list < superblock.version().superblock()) {
            throw new Malformed(-1, listField, "the table isn't there");
        }
        int perBlock = METADATA_SIZE / entry;
        long block = pointer(list + index / perBlock * superblock.version().pointer(), listField);
        // The blocks stand before their list, so a pointer into or behind it is no block of this table.
        return new MetadataReader(this, new Position(block, (int) (index % perBlock) * entry), list, field);
    }

    /// The offset of a block, as the list at `at` says it.
    long pointer(long at, String field) throws Malformed {
        return superblock.version().pointer() == 4 ? image.u32(at, order(), field) : image.u63(at, order(), field);
    }

    /// A reader in the inode table.
    ///
    /// @param reference offset of the block in the table << 16 | offset in the decoded block
    MetadataReader inodeReader(long reference) throws Malformed {
        Position position = new Position(superblock.inodeTable() + (reference >>> 16), (int) (reference & 0xffff));
        return inodeReader(position);
    }

    /// A reader in the inode table.
    MetadataReader inodeReader(Position position) throws Malformed {
        return new MetadataReader(this, position, superblock.directoryTable(), "inode");
    }

    /// A reader in the directory table.
    MetadataReader directoryReader(long block, int offset) throws Malformed {
        Position position = new Position(superblock.directoryTable() + block, offset);
        return new MetadataReader(this, position, image.size(), "directory");
    }
}
