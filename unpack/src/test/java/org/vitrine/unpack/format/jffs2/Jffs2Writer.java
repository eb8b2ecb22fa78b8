package org.vitrine.unpack.format.jffs2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes JFFS2 node by node: what mkfs.jffs2 never writes, and a mounted flash is full of.
public final class Jffs2Writer {
    private final ByteOrder order;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();

    public Jffs2Writer(ByteOrder order) {
        this.order = order;
    }

    public byte[] image() {
        return image.toByteArray();
    }

    private static byte[] bytes(ByteBuffer node) {
        byte[] all = new byte[node.capacity()];
        node.get(0, all);
        return all;
    }

    private ByteBuffer node(int type, int length) {
        ByteBuffer node = ByteBuffer.allocate(length + 3 & ~3).order(order);
        node.putShort(0, (short) 0x1985).putShort(2, (short) type).putInt(4, length);
        return node.putInt(8, Crc.of(bytes(node), 0, 8));
    }

    private Jffs2Writer add(ByteBuffer node) {
        image.writeBytes(bytes(node));
        return this;
    }

    public Jffs2Writer raw(byte... bytes) {
        image.writeBytes(bytes);
        return this;
    }

    public Jffs2Writer cleanMarker() {
        return add(node(0x2003, 12));
    }

    /// Marks the last node of `length` bytes as outdated, as NOR flash does it: one bit is cleared.
    public Jffs2Writer outdated(int length) {
        byte[] all = image.toByteArray();
        int at = all.length - (length + 3 & ~3);
        all[order == ByteOrder.LITTLE_ENDIAN ? at + 3 : at + 2] &= (byte) ~0x20;
        image.reset();
        image.writeBytes(all);
        return this;
    }

    public Jffs2Writer dirent(int parent, int version, int ino, int type, String name) {
        byte[] raw = name.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer node = node(0xe001, 40 + raw.length);
        node.putInt(12, parent)
                .putInt(16, version)
                .putInt(20, ino)
                .put(28, (byte) raw.length)
                .put(29, (byte) type);
        node.put(40, raw);
        node.putInt(32, Crc.of(bytes(node), 0, 32)).putInt(36, Crc.of(raw, 0, raw.length));
        return add(node);
    }

    public Jffs2Writer inode(int ino, int version, int mode, int size) {
        return inode(ino, version, mode, size, 0, 0, 0, new byte[0]);
    }

    public Jffs2Writer inode(
            int ino, int version, int mode, int fileSize, int offset, int compression, int size, byte[] stored) {
        ByteBuffer node = node(0xe002, 68 + stored.length);
        node.putInt(12, ino).putInt(16, version).putInt(20, mode).putInt(28, fileSize);
        node.putInt(44, offset).putInt(48, stored.length).putInt(52, size).put(56, (byte) compression);
        node.put(68, stored);
        node.putInt(60, Crc.of(stored, 0, stored.length)).putInt(64, Crc.of(bytes(node), 0, 60));
        return add(node);
    }

    public Jffs2Writer xattr(int xid, int version, int prefix, String name, byte[] value) {
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer node = node(0xe008, 32 + raw.length + 1 + value.length);
        node.putInt(12, xid).putInt(16, version).put(20, (byte) prefix).put(21, (byte) raw.length);
        node.putShort(22, (short) value.length).put(32, raw).put(32 + raw.length + 1, value);
        node.putInt(24, Crc.of(bytes(node), 32, raw.length + 1 + value.length));
        node.putInt(28, Crc.of(bytes(node), 0, 28));
        return add(node);
    }

    public Jffs2Writer xref(int ino, int xid, int number) {
        ByteBuffer node = node(0xe009, 28);
        node.putInt(12, ino).putInt(16, xid).putInt(20, number);
        node.putInt(24, Crc.of(bytes(node), 0, 24));
        return add(node);
    }

    /// The encoder that goes with [Rubin]: written from the same description, and used for nothing else.
    public static byte[] rubin(byte[] content, int divider, int[] chances, boolean withChances) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int chance : withChances ? chances : new int[0]) {
            out.write(chance);
        }
        int[] pending = {0, 0};
        long low = 0;
        long width = 0x10000;
        for (byte each : content) {
            for (int bit = 0; bit < 8; bit++) {
                while (low >= 0x8000 || low + width <= 0x8000) {
                    put(out, pending, low >= 0x8000 ? 1 : 0);
                    low = (low & 0x7fff) * 2;
                    width *= 2;
                }
                long zero = Math.clamp((divider - chances[bit]) * width / divider, 1, width - 1);
                if ((each >> bit & 1) == 0) {
                    width = zero;
                } else {
                    low += zero;
                    width -= zero;
                }
            }
        }
        for (int i = 0; i < 32; i++) {
            put(out, pending, low >= 0x8000 ? 1 : 0);
            low = (low & 0x7fff) * 2;
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int[] pending, int bit) {
        pending[0] = pending[0] << 1 | bit;
        if (++pending[1] == 8) {
            out.write(pending[0]);
            pending[0] = 0;
            pending[1] = 0;
        }
    }
}
