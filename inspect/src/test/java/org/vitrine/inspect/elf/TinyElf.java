package org.vitrine.inspect.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A 64-bit little-endian ELF file made by hand, without sections: one segment, and what a test adds.
final class TinyElf {
    private static final long BASE = 0x40_0000;

    private final int type;
    private final List<int[]> programs = new ArrayList<>();
    private final List<long[]> entries = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private int machine = 62;
    private boolean dynamic;

    TinyElf(int type) {
        this.type = type;
        strings.write(0);
        symbols.writeBytes(new byte[24]);
    }

    TinyElf machine(int number) {
        this.machine = number;
        return this;
    }

    /// A program header that points to nothing.
    TinyElf program(int kind, int flags) {
        programs.add(new int[] {kind, flags});
        return this;
    }

    TinyElf entry(long tag, long value) {
        dynamic = true;
        entries.add(new long[] {tag, value});
        return this;
    }

    TinyElf entry(long tag, String text) {
        return entry(tag, string(text));
    }

    TinyElf takes(String... names) {
        return symbols(0, names);
    }

    TinyElf offers(String... names) {
        return symbols(1, names);
    }

    private TinyElf symbols(int section, String... names) {
        dynamic = true;
        for (String name : names) {
            byte[] bytes = new byte[24];
            ByteBuffer symbol = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            symbol.putInt(string(name)).put((byte) 0x12).put((byte) 0).putShort((short) section);
            symbols.writeBytes(bytes);
        }
        return this;
    }

    private int string(String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }

    byte[] array() {
        List<int[]> headers = new ArrayList<>(programs);
        headers.add(0, new int[] {1, 5});
        if (dynamic) {
            headers.add(1, new int[] {2, 6});
        }
        int symbolsAt = 64 + 56 * headers.size();
        int hashAt = symbolsAt + symbols.size();
        int stringsAt = hashAt + 8;
        int dynamicAt = stringsAt + strings.size();
        List<long[]> all = new ArrayList<>(entries);
        all.add(new long[] {4, BASE + hashAt});
        all.add(new long[] {5, BASE + stringsAt});
        all.add(new long[] {6, BASE + symbolsAt});
        all.add(new long[] {0, 0});
        int size = dynamicAt + 16 * all.size();
        byte[] bytes = new byte[size];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) type)
                .putShort((short) machine)
                .putInt(1)
                .putLong(BASE)
                .putLong(64);
        file.position(52);
        file.putShort((short) 64)
                .putShort((short) 56)
                .putShort((short) headers.size())
                .putShort((short) 64);
        file.position(64);
        for (int[] header : headers) {
            long at = header[0] == 2 ? dynamicAt : 0;
            long length = header[0] == 1 ? size : header[0] == 2 ? 16L * all.size() : 0;
            file.putInt(header[0])
                    .putInt(header[1])
                    .putLong(at)
                    .putLong(BASE + at)
                    .putLong(0);
            file.putLong(length).putLong(length).putLong(8);
        }
        file.put(symbols.toByteArray()).putInt(0).putInt(symbols.size() / 24).put(strings.toByteArray());
        all.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
        return bytes;
    }
}
