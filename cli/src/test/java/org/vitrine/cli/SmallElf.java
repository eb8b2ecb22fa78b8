package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A small ELF file for a test: 64 bits, little-endian, one segment, sections with the bytes a test wants.
final class SmallElf {
    private static final int HEADER = 64;
    private static final int PROGRAM = 56;
    private static final int SECTION = 64;

    private final Map<String, byte[]> sections = new LinkedHashMap<>();

    /// Code, constants, data, a build-id, and a link to debug information.
    static SmallElf usual() {
        return new SmallElf()
                .with(".note.gnu.build-id", buildId("0123456789abcdefghij"))
                .with(".text", "code and more code, sixteen times over".repeat(16))
                .with(".rodata", "constants\0/bin/sh\0".repeat(8))
                .with(".data", "variables".repeat(8))
                .with(".comment", "GCC: (a compiler) 14.2.0\0")
                .with(".gnu_debuglink", debugLink("0123456789abcdef01234567.debug", 0x11223344));
    }

    SmallElf with(String section, String content) {
        return with(section, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmallElf with(String section, byte[] content) {
        sections.put(section, content);
        return this;
    }

    static byte[] buildId(String id) {
        byte[] descriptor = id.getBytes(StandardCharsets.ISO_8859_1);
        return little(16 + descriptor.length)
                .putInt(4)
                .putInt(descriptor.length)
                .putInt(3)
                .put(new byte[] {'G', 'N', 'U', 0})
                .put(descriptor)
                .array();
    }

    static byte[] debugLink(String name, int crc) {
        int filled = (name.length() + 1 + 3) & ~3;
        return little(filled + 4)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .position(filled)
                .putInt(crc)
                .array();
    }

    byte[] bytes() {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(new byte[SECTION]);
        Map<String, byte[]> all = new LinkedHashMap<>(sections);
        all.put(".shstrtab", new byte[0]);
        byte[] strings = ("\0" + String.join("\0", all.keySet()) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        all.put(".shstrtab", strings);
        int start = HEADER + PROGRAM;
        for (Map.Entry<String, byte[]> section : all.entrySet()) {
            int at = start + content.size();
            headers.writeBytes(header(section.getKey(), names.size(), at, section.getValue().length));
            names.writeBytes((section.getKey() + "\0").getBytes(StandardCharsets.ISO_8859_1));
            content.writeBytes(section.getValue());
            while (content.size() % 8 != 0) {
                content.write(0);
            }
        }
        int table = start + content.size();
        ByteBuffer file = ByteBuffer.allocate(table + headers.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).position(16);
        file.putShort((short) 3).putShort((short) 62).putInt(1).putLong(0x1000);
        file.putLong(HEADER).putLong(table).putInt(0).putShort((short) HEADER);
        file.putShort((short) PROGRAM).putShort((short) 1).putShort((short) SECTION);
        file.putShort((short) (all.size() + 1)).putShort((short) all.size());
        // One segment that is read and run.
        file.putInt(1)
                .putInt(5)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(table)
                .putLong(table)
                .putLong(4096);
        file.put(content.toByteArray()).put(headers.toByteArray());
        return file.array();
    }

    private static byte[] header(String name, int nameAt, int at, int size) {
        int type = name.startsWith(".note") ? 7 : name.equals(".shstrtab") ? 3 : 1;
        long flags = switch (name) {
            case ".text" -> 6;
            case ".rodata", ".note.gnu.build-id" -> 2;
            case ".data" -> 3;
            default -> 0;
        };
        ByteBuffer header = ByteBuffer.allocate(SECTION).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(nameAt).putInt(type).putLong(flags);
        header.putLong(flags == 0 ? 0 : at)
                .putLong(at)
                .putLong(size)
                .putInt(0)
                .putInt(0)
                .putLong(1);
        return header.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
