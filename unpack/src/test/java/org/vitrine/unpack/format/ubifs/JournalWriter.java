package org.vitrine.unpack.format.ubifs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// Goes on writing to an image of mkfs.ubifs as a mounted file system would: a reference in the log, and nodes in the
/// bud it names. The index stays as it was.
public final class JournalWriter {
    private static final int UNIT = 2048;

    private final byte[] image;
    private final int block;
    private int at;
    private long sequence = 1L << 40;
    private int group;

    /// A writer to a copy of `image` with erase blocks of `block` bytes, in which some block has room at its end.
    public JournalWriter(byte[] image, int block) {
        this.image = image.clone();
        this.block = block;
        int last = image.length / block - 1;
        while (!isErased(last * block + block - 32 * UNIT, 32 * UNIT)) {
            last--;
        }
        at = last * block + block - 32 * UNIT;
        byte[] reference = node(8, 64, ++sequence);
        ByteBuffer.wrap(reference)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(24, last)
                .putInt(28, at - last * block);
        put(reference, 3 * block + UNIT);
    }

    private boolean isErased(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (image[i] != -1) {
                return false;
            }
        }
        return true;
    }

    public byte[] image() {
        return image.clone();
    }

    private static byte[] node(int type, int length, long sequence) {
        ByteBuffer node = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        node.putInt(0, 0x06101831).putLong(8, sequence).putInt(16, length).put(20, (byte) type);
        return node.array();
    }

    private void put(byte[] node, int where) {
        CRC32 crc = new CRC32();
        crc.update(node, 8, node.length - 8);
        ByteBuffer.wrap(node).order(ByteOrder.LITTLE_ENDIAN).putInt(4, (int) ~crc.getValue());
        System.arraycopy(node, 0, image, where, node.length);
    }

    private JournalWriter add(byte[] node) {
        node[21] = (byte) group;
        put(node, at);
        at += node.length + 7 & ~7;
        return this;
    }

    /// The nodes that follow come before those that precede.
    public JournalWriter earlier() {
        sequence -= 1000;
        return this;
    }

    /// The nodes that follow are in a group: 1, more follow; 2, the last; 0, in none.
    public JournalWriter group(int type) {
        group = type;
        return this;
    }

    public JournalWriter inode(int number, int mode, int links, long size) {
        byte[] node = node(0, 160, ++sequence);
        ByteBuffer.wrap(node)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(24, number)
                .putLong(48, size)
                .putInt(92, links)
                .putInt(104, mode);
        return add(node);
    }

    /// A name in a folder; deleted where `number` is 0.
    public JournalWriter name(int folder, String name, long number) {
        return named(2, folder, name, number);
    }

    /// An attribute, which is a name for an inode that holds its value; deleted where `number` is 0.
    public JournalWriter attribute(int inode, String name, int number, String value) {
        if (number != 0) {
            byte[] raw = value.getBytes(UTF_8);
            byte[] node = node(0, 160 + raw.length, ++sequence);
            ByteBuffer.wrap(node)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(24, number)
                    .putInt(92, 1)
                    .putInt(104, 0100777)
                    .putInt(108, 0x20)
                    .putInt(112, raw.length)
                    .put(160, raw);
            add(node);
        }
        return named(3, inode, name, number);
    }

    private JournalWriter named(int type, int folder, String name, long number) {
        byte[] raw = name.getBytes(UTF_8);
        byte[] node = node(type, 56 + raw.length + 1, ++sequence);
        ByteBuffer.wrap(node)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(24, folder)
                .putInt(28, type << 29 | name.hashCode() >>> 3)
                .putLong(40, number)
                .putShort(50, (short) raw.length)
                .put(56, raw);
        return add(node);
    }

    public JournalWriter data(int number, int blockNumber, byte[] content) {
        byte[] node = node(1, 48 + content.length, ++sequence);
        ByteBuffer.wrap(node)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(24, number)
                .putInt(28, 1 << 29 | blockNumber)
                .putInt(40, content.length)
                .put(48, content);
        return add(node);
    }

    public JournalWriter truncation(int number, long before, long after) {
        byte[] node = node(4, 56, ++sequence);
        ByteBuffer.wrap(node)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(24, number)
                .putLong(40, before)
                .putLong(48, after);
        return add(node);
    }

    /// The number that the image's index gives a name in the root folder.
    public int number(String name) {
        byte[] raw = name.getBytes(UTF_8);
        ByteBuffer all = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < image.length - 64; i += 8) {
            if (all.getInt(i) == 0x06101831
                    && image[i + 20] == 2
                    && all.getShort(i + 50) == raw.length
                    && all.slice(i + 56, raw.length).equals(ByteBuffer.wrap(raw))) {
                return all.getInt(i + 40);
            }
        }
        throw new AssertionError(name);
    }

    /// Changes the flags of both master nodes.
    public JournalWriter unclean() {
        for (int i = 1; i <= 2; i++) {
            byte[] master = new byte[512];
            System.arraycopy(image, i * block, master, 0, master.length);
            master[40] |= 1;
            put(master, i * block);
        }
        return this;
    }
}
