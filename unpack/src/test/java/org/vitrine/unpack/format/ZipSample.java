package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.vitrine.unpack.format.FormatSamples.joined;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// An archive put together by hand, so that it can be wrong.
final class ZipSample {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    ZipSample add(String name, int method, byte[] stored, byte[] content) {
        int at = bytes.size();
        local(name, 0, method, stored, content);
        return list(name, 0, method, stored, content, at);
    }

    ZipSample local(String name, int flags, int method, byte[] stored, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x04034b50).putShort((short) 20).putShort((short) flags).putShort((short) method);
        header.putInt(0).putInt(crc(content)).putInt(stored.length).putInt(content.length);
        header.putShort((short) name.length()).putShort((short) 0);
        bytes.writeBytes(joined(header.array(), name.getBytes(UTF_8), stored));
        return this;
    }

    ZipSample list(String name, int flags, int method, byte[] stored, byte[] content, int at) {
        return list(name, flags, method, stored, content.length, crc(content), at);
    }

    ZipSample list(String name, int flags, int method, byte[] stored, int size, int crc, int at) {
        ByteBuffer header = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
        header.putShort((short) flags).putShort((short) method);
        header.putInt(0).putInt(crc).putInt(stored.length).putInt(size);
        header.putShort((short) name.length()).putInt(0).putInt(0).putInt(0).putShort((short) 0);
        header.putInt(42, at);
        directory.writeBytes(joined(header.array(), name.getBytes(UTF_8)));
        entries++;
        return this;
    }

    byte[] done() {
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        end.putInt(directory.size()).putInt(bytes.size());
        return joined(bytes.toByteArray(), directory.toByteArray(), end.array());
    }

    private static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }
}
