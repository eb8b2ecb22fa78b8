package org.vitrine.unpack.bombs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/// Writes the containers that bombs are made of, byte by byte, so that they can lie.
final class Wrapping {
    private static final int TAR_BLOCK = 512;

    private Wrapping() {}

    static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            bytes.writeBytes(piece);
        }
        return bytes.toByteArray();
    }

    static byte[] repeated(byte[] piece, int times) {
        byte[] bytes = new byte[piece.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(piece, 0, bytes, i * piece.length, piece.length);
        }
        return bytes;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A tar member: a header that says `type` and `size`, and the content, padded.
    static byte[] member(String name, char type, long size, byte[] content) {
        byte[] header = new byte[TAR_BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        number(header, 124, size);
        put(header, 136, "00000000000");
        header[156] = (byte) type;
        put(header, 257, "ustar  ");
        return checked(header, content);
    }

    /// A sparse file of the old GNU kind that has `real` bytes and stores none of them.
    static byte[] sparseMember(String name, long real) {
        byte[] header = Arrays.copyOf(member(name, 'S', 0, new byte[0]), TAR_BLOCK);
        number(header, 386, real);
        number(header, 398, 0);
        number(header, 483, real);
        return checked(header, new byte[0]);
    }

    private static byte[] checked(byte[] header, byte[] content) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, "%06o".formatted(sum));
        header[154] = 0;
        int padding = (TAR_BLOCK - content.length % TAR_BLOCK) % TAR_BLOCK;
        return joined(header, content, new byte[padding]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /// Octal, or binary where octal has no room.
    private static void number(byte[] header, int at, long value) {
        if (value < 1L << 33) {
            put(header, at, "%011o".formatted(value));
        } else {
            header[at] = (byte) 0x80;
            ByteBuffer.wrap(header).putLong(at + 4, value);
        }
    }

    static byte[] tar(byte[]... members) {
        return joined(joined(members), new byte[2 * TAR_BLOCK]);
    }

    static byte[] file(String name, byte[] content) {
        return member(name, '0', content.length, content);
    }

    /// A member of a cpio archive of the new kind that names these sizes.
    static byte[] cpio(String name, long nameSize, long size, byte[] content) {
        String header = "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
                .formatted(1, 0100644, 0, 0, 1, 0, size, 0, 0, 0, 0, nameSize, 0);
        byte[] head = joined(header.getBytes(US_ASCII), name.getBytes(US_ASCII), new byte[1]);
        byte[] aligned = Arrays.copyOf(head, head.length + 3 & ~3);
        return joined(aligned, Arrays.copyOf(content, content.length + 3 & ~3));
    }

    static byte[] cpio(String name, byte[] content) {
        return cpio(name, name.length() + 1L, content.length, content);
    }

    static byte[] cpioArchive(byte[]... members) {
        return joined(joined(members), cpio("TRAILER!!!", new byte[0]));
    }

    /// A zip of `entries` entries whose central directory leads all of them to the same data.
    static byte[] zip(int entries, byte[] deflated, long size, int crc) {
        ByteBuffer local = ByteBuffer.allocate(31 + deflated.length).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 8);
        local.putInt(0).putInt(crc).putInt(deflated.length).putInt((int) size);
        local.putShort((short) 1).putShort((short) 0).put((byte) 'a').put(deflated);
        ByteBuffer central = ByteBuffer.allocate(entries * 52 + 22).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            central.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) 0);
            central.putShort((short) 8)
                    .putInt(0)
                    .putInt(crc)
                    .putInt(deflated.length)
                    .putInt((int) size);
            central.putShort((short) 6).putShort((short) 0).putShort((short) 0).putShort((short) 0);
            central.putShort((short) 0).putInt(0).putInt(0);
            central.put("%06d".formatted(i).getBytes(US_ASCII));
        }
        int length = central.position();
        central.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        central.putInt(length).putInt(local.capacity()).putShort((short) 0);
        return joined(local.array(), Arrays.copyOf(central.array(), central.position()));
    }

    static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    /// A device tree of nodes within nodes.
    static byte[] deviceTree(int depth) {
        int structure = depth * 12 + 4;
        ByteBuffer tree = ByteBuffer.allocate(56 + structure);
        tree.putInt(0xd00dfeed)
                .putInt(tree.capacity())
                .putInt(56)
                .putInt(tree.capacity())
                .putInt(40);
        tree.putInt(17).putInt(16).putInt(0).putInt(0).putInt(structure);
        tree.position(56);
        for (int i = 0; i < depth; i++) {
            tree.putInt(1).putInt(i == 0 ? 0 : 0x61000000);
        }
        for (int i = 0; i < depth; i++) {
            tree.putInt(2);
        }
        tree.putInt(9);
        return tree.array();
    }
}
