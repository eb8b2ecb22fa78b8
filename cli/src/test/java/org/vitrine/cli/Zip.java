package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Zip archives that no tool would write.
final class Zip {
    private static final int MEBIBYTE = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    private Zip() {}

    /// One entry in an archive; deflated, with its size as `declared` says.
    static byte[] of(String name, byte[] deflated, long declared, int crc) {
        Zip zip = new Zip();
        zip.bytes.writeBytes(local(name, deflated.length, declared, crc));
        zip.bytes.writeBytes(deflated);
        zip.list(name, deflated.length, declared, crc, 0);
        return zip.done();
    }

    /// A gibibyte of zeros in an archive in an archive in an archive: a million to one.
    static byte[] millionToOne() {
        byte[] block = new byte[MEBIBYTE];
        CRC32 crc = new CRC32();
        for (int i = 0; i < 1024; i++) {
            crc.update(block);
        }
        return around(around(of("zeros", zeros(1024), 1024L * MEBIBYTE, (int) crc.getValue())));
    }

    private static byte[] around(byte[] archive) {
        CRC32 crc = new CRC32();
        crc.update(archive);
        return of("inner.zip", deflated(archive), archive.length, (int) crc.getValue());
    }

    /// Files that all end in the same mebibyte of zeros: each one's data begin with the next one's header, as a stored
    /// block.
    static byte[] overlapping(int files) {
        CRC32 crc = new CRC32();
        crc.update(new byte[MEBIBYTE]);
        byte[] kernel = zeros(1);
        byte[] content = new byte[MEBIBYTE];
        byte[] header = local("f" + files, kernel.length, content.length, (int) crc.getValue());
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        tail.writeBytes(header);
        tail.writeBytes(kernel);
        long stored = kernel.length;
        long size = content.length;
        Zip zip = new Zip();
        record Listed(String name, long stored, long size, int crc, int fromEnd) {}
        java.util.List<Listed> listed = new java.util.ArrayList<>();
        listed.add(new Listed("f" + files, stored, size, (int) crc.getValue(), tail.size()));
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(header);
        for (int i = files - 1; i >= 1; i--) {
            byte[] quoted = header;
            crc.reset();
            crc.update(headers.toByteArray());
            crc.update(content);
            stored += 5 + quoted.length;
            size += quoted.length;
            header = local("f" + i, stored, size, (int) crc.getValue());
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            longer.writeBytes(header);
            longer.writeBytes(new byte[] {0, (byte) quoted.length, 0, (byte) ~quoted.length, -1});
            longer.writeBytes(tail.toByteArray());
            tail = longer;
            listed.add(new Listed("f" + i, stored, size, (int) crc.getValue(), tail.size()));
            ByteArrayOutputStream before = new ByteArrayOutputStream();
            before.writeBytes(header);
            before.writeBytes(headers.toByteArray());
            headers = before;
        }
        zip.bytes.writeBytes(tail.toByteArray());
        for (Listed entry : listed.reversed()) {
            zip.list(entry.name(), entry.stored(), entry.size(), entry.crc(), tail.size() - entry.fromEnd());
        }
        return zip.done();
    }

    /// Mebibytes of zeros, deflated: a block that ends with a flush may be put any number of times.
    static byte[] zeros(int mebibytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[MEBIBYTE]);
        byte[] block = new byte[1 << 16];
        int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
        deflater.end();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < mebibytes; i++) {
            all.write(block, 0, length);
        }
        all.writeBytes(new byte[] {1, 0, 0, -1, -1});
        return all.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length + 1024];
        int length = deflater.deflate(packed);
        deflater.end();
        return java.util.Arrays.copyOf(packed, length);
    }

    private static byte[] local(String name, long stored, long size, int crc) {
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(30 + raw.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putInt(20)
                .putShort((short) 8)
                .putInt(0)
                .putInt(crc)
                .putInt((int) stored)
                .putInt((int) size)
                .putShort((short) raw.length)
                .putShort((short) 0)
                .put(raw)
                .array();
    }

    private void list(String name, long stored, long size, int crc, int at) {
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        directory.writeBytes(ByteBuffer.allocate(46 + raw.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x02014b50)
                .putShort((short) 20)
                .putInt(20)
                .putShort((short) 8)
                .putInt(0)
                .putInt(crc)
                .putInt((int) stored)
                .putInt((int) size)
                .putShort((short) raw.length)
                .putLong(0)
                .putInt(0)
                .putInt(at)
                .put(raw)
                .array());
        entries++;
    }

    private byte[] done() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.writeBytes(bytes.toByteArray());
        archive.writeBytes(directory.toByteArray());
        archive.writeBytes(ByteBuffer.allocate(22)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directory.size())
                .putInt(bytes.size())
                .array());
        return archive.toByteArray();
    }
}
