package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A tar archive for a test, with names that no tool would write: ustar headers, and a pax record for a long name.
final class Tar {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    Tar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Tar file(String name, byte[] content) {
        return entry(name, '0', "", content);
    }

    Tar link(String name, char type, String target) {
        return entry(name, type, target, new byte[0]);
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(archive.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    private Tar entry(String name, char type, String target, byte[] content) {
        if (name.getBytes(StandardCharsets.UTF_8).length > 100) {
            header("pax", 'x', "", record("path", name));
        }
        header(name, type, target, content);
        return this;
    }

    /// A pax record counts its own length.
    private static byte[] record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void header(String name, char type, String target, byte[] content) {
        byte[] header = new byte[BLOCK];
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        put(header, 0, Arrays.copyOf(raw, Math.min(100, raw.length)));
        put(
                header,
                100,
                "0000644\0" + "0000000\0" + "0000000\0" + "%011o\0".formatted(content.length) + "00000000000\0");
        put(header, 148, "        " + type);
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
    }

    private static void put(byte[] header, int at, String text) {
        put(header, at, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(byte[] header, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
