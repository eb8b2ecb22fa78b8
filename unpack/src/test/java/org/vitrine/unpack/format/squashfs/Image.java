package org.vitrine.unpack.format.squashfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vitrine.evidence.Bytes;

/// Makes small images, nothing in them compressed, and lets the maker lie. An inode is known by its byte in the
/// inode table.
final class Image {
    private static final int METADATA = 8192;
    private static final int BLOCK_LOG = 12;

    private final ByteBuffer inodes = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer listings = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);

    private int inode(int type) {
        int at = inodes.position();
        inodes.putShort((short) type).putShort((short) 0755).putShort((short) 0).putShort((short) 0);
        inodes.putInt(1_000_000_000).putInt(1);
        return at;
    }

    /// An extended folder, whose listing starts at byte `listing` of the directory table.
    int folder(int listing, int size) {
        int at = inode(8);
        inodes.putInt(2).putInt(size).putInt(listing / METADATA * (METADATA + 2));
        inodes.putInt(1)
                .putShort((short) 0)
                .putShort((short) (listing % METADATA))
                .putInt(-1);
        return at;
    }

    /// Sets the size a folder says it has; a listing is three bytes shorter.
    void sizeOfFolder(int folder, int size) {
        inodes.putInt(folder + 20, size);
    }

    /// Lets a folder's listing start where the next one is written.
    void place(int folder) {
        inodes.putInt(folder + 24, listed() / METADATA * (METADATA + 2));
        inodes.putShort(folder + 34, (short) (listed() % METADATA));
    }

    int emptyFile() {
        return file(0);
    }

    /// An extended file without any block.
    int file(long size) {
        int at = inode(9);
        inodes.putLong(96)
                .putLong(size)
                .putLong(0)
                .putInt(1)
                .putInt(-1)
                .putInt(0)
                .putInt(-1);
        return at;
    }

    /// Adds a name, in a run of its own.
    Image list(String name, int inode, int type) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        listings.putInt(0).putInt(inode / METADATA * (METADATA + 2)).putInt(1);
        listings.putShort((short) (inode % METADATA)).putShort((short) 0).putShort((short) type);
        listings.putShort((short) (bytes.length - 1)).put(bytes);
        return this;
    }

    /// Bytes of all listings so far.
    int listed() {
        return listings.position();
    }

    Bytes bytes(int root) {
        return Bytes.of(array(root));
    }

    byte[] array(int root) {
        ByteBuffer image = ByteBuffer.allocate(1 << 19).order(ByteOrder.LITTLE_ENDIAN);
        image.position(Superblock.SIZE);
        int inodeTable = image.position();
        table(image, inodes);
        int directoryTable = image.position();
        table(image, listings);
        int ids = image.position();
        image.putShort((short) (0x8000 | 4)).putInt(0);
        int idTable = image.position();
        image.putLong(ids);
        int used = image.position();
        image.position(0);
        image.putInt(0x73717368).putInt(100).putInt(0).putInt(1 << BLOCK_LOG).putInt(0);
        image.putShort((short) 1)
                .putShort((short) BLOCK_LOG)
                .putShort((short) 0)
                .putShort((short) 1);
        image.putShort((short) 4).putShort((short) 0);
        image.putLong((root / METADATA * (METADATA + 2L)) << 16 | root % METADATA);
        image.putLong(used).putLong(idTable).putLong(-1).putLong(inodeTable).putLong(directoryTable);
        image.putLong(-1).putLong(-1);
        byte[] bytes = new byte[used];
        image.get(0, bytes);
        return bytes;
    }

    private static void table(ByteBuffer image, ByteBuffer table) {
        for (int at = 0; at < table.position(); at += METADATA) {
            int size = Math.min(METADATA, table.position() - at);
            image.putShort((short) (0x8000 | size));
            byte[] block = new byte[size];
            table.get(at, block);
            image.put(block);
        }
    }
}
