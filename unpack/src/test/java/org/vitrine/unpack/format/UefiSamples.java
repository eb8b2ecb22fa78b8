package org.vitrine.unpack.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.vitrine.unpack.format.uefi.Guid;

/// Firmware volumes made by the tests, as the specification says, and with the field wrong that a test names.
final class UefiSamples {
    static final String FFS2 = "8C8CE578-8A3D-4F1C-9935-896185C32DD3";
    static final String FFS3 = "5473C07A-3DCB-4DCA-BD6F-1E9689E7349A";
    static final String DRIVER = "01234567-89AB-CDEF-0123-456789ABCDEF";

    private UefiSamples() {}

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] guid(String text) {
        return HexFormat.of().parseHex(Guid.stored(text));
    }

    /// A section with a header of four bytes.
    static byte[] section(int type, byte[] data) {
        byte[] bytes = new byte[4 + data.length];
        ByteBuffer section = little(bytes);
        section.putInt(4 + data.length | type << 24).put(data);
        return bytes;
    }

    /// A section with a header of eight bytes.
    static byte[] longSection(int type, byte[] data) {
        byte[] bytes = new byte[8 + data.length];
        ByteBuffer section = little(bytes);
        section.putInt(0xffffff | type << 24).putInt(8 + data.length).put(data);
        return bytes;
    }

    /// A section that a GUID defines.
    static byte[] guided(String guid, int attributes, byte[] header, byte[] data) {
        byte[] bytes = new byte[20 + header.length + data.length];
        ByteBuffer body = little(bytes);
        body.put(guid(guid)).putShort((short) (24 + header.length)).putShort((short) attributes);
        body.put(header).put(data);
        return section(2, bytes);
    }

    /// Sections one after another, each at a multiple of four.
    static byte[] row(byte[]... sections) {
        byte[] row = {};
        for (byte[] each : sections) {
            row = FormatSamples.joined(Arrays.copyOf(row, row.length + 3 & ~3), each);
        }
        return row;
    }

    /// The LZMA-alone header before raw LZMA data.
    static byte[] lzma(byte[] raw, long size) {
        byte[] bytes = new byte[13 + raw.length];
        ByteBuffer header = little(bytes);
        header.put((byte) 0x5d).putInt(1 << 20).putLong(size).put(raw);
        return bytes;
    }

    /// A file whose checksums are right; `large` has the header of 32 bytes.
    static byte[] file(String name, int type, boolean large, byte[] data) {
        int header = large ? 32 : 24;
        byte[] bytes = new byte[header + data.length];
        ByteBuffer file = little(bytes);
        int size = large ? 0 : header + data.length;
        file.put(guid(name)).putShort((short) 0).put((byte) type).put((byte) (0x40 | (large ? 1 : 0)));
        file.put((byte) size).put((byte) (size >> 8)).put((byte) (size >> 16)).put((byte) 0);
        if (large) {
            file.putLong(header + data.length);
        }
        int sum = 0;
        for (int i = 0; i < header; i++) {
            sum += file.get(i);
        }
        int dataSum = 0;
        for (byte each : data) {
            dataSum += each;
        }
        file.put(16, (byte) -sum).put(17, (byte) -dataSum).put(23, (byte) 0xf8);
        file.position(header);
        file.put(data);
        return bytes;
    }

    /// A volume of blocks of 4096 bytes, erased to ones.
    static byte[] volume(String fileSystem, byte[]... files) {
        int end = 72;
        for (byte[] file : files) {
            end = (end + 7 & ~7) + file.length;
        }
        int size = end + 4096 + 4095 & ~4095;
        byte[] bytes = new byte[size];
        ByteBuffer volume = little(bytes);
        Arrays.fill(bytes, 72, size, (byte) 0xff);
        volume.position(16);
        volume.put(guid(fileSystem))
                .putLong(size)
                .put(new byte[] {'_', 'F', 'V', 'H'})
                .putInt(0x4feff);
        volume.putShort((short) 72)
                .putShort((short) 0)
                .putShort((short) 0)
                .put((byte) 0)
                .put((byte) 2);
        volume.putInt(size / 4096).putInt(4096).putInt(0).putInt(0);
        int sum = 0;
        for (int i = 0; i < 72; i += 2) {
            sum += volume.getShort(i);
        }
        volume.putShort(50, (short) -sum);
        int at = 72;
        for (byte[] file : files) {
            at = at + 7 & ~7;
            System.arraycopy(file, 0, bytes, at, file.length);
            at += file.length;
        }
        return bytes;
    }
}
