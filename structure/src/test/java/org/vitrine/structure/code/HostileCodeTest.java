package org.vitrine.structure.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;

/// Code that is no code, and tables that lie: whatever comes, functions stay inside the file, don't
/// overlap, and nothing but a refusal is thrown.
final class HostileCodeTest {
    private static final int SECTIONS = 6;

    @ParameterizedTest
    @ValueSource(ints = {62, 183, 40, 8, 10})
    void randomCode(int machine) {
        Random random = new Random(machine);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            byte[] code = new byte[random.nextInt(1, 700)];
            random.nextBytes(code);
            byte[] frames = new byte[random.nextInt(1, 60)];
            random.nextBytes(frames);
            found +=
                    functions(file(machine, random.nextBoolean(), code, frames)).size();
        }
        assertThat(found).isGreaterThan(150);
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 183, 40, 8, 10})
    void flips(int machine) {
        Random random = new Random(machine + 1);
        byte[] code = new byte[400];
        random.nextBytes(code);
        byte[] whole = file(machine, machine == 62 || machine == 183, code, frame(0x1000, 100));
        for (int i = 0; i < 2000; i++) {
            byte[] damaged =
                    random.nextInt(5) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = random.nextInt(1, 6); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            functions(damaged);
        }
    }

    /// A frame description names a function, and the code behind it is a gap.
    @Test
    void oneFrame() {
        byte[] code = new byte[160];
        Arrays.fill(code, (byte) 0xc3);
        Arrays.fill(code, 100, 112, (byte) 0x90);
        List<CodeFunction> functions = functions(file(62, true, code, frame(0x1000, 100)));
        assertThat(functions).extracting(CodeFunction::bounds).containsExactly(Bounds.EH_FRAME, Bounds.GAP);
        assertThat(functions).extracting(CodeFunction::length).containsExactly(100L, 48L);
    }

    /// Every byte starts a function that is said to be as long as the file: each is cut where the next
    /// one starts.
    @Test
    void framesThatAllOverlap() {
        byte[] code = new byte[60_000];
        ByteBuffer frames = ByteBuffer.allocate(24 + 24 * code.length).order(ByteOrder.LITTLE_ENDIAN);
        frames.put(frame(0, 0), 0, 24);
        for (int i = 0; i < code.length; i++) {
            frames.putInt(20).putInt(frames.position()).putLong(0x1000 + i).putLong(code.length);
        }
        byte[] file = file(62, true, code, frames.array());
        assertTimeout(Duration.ofSeconds(20), () -> assertThat(functions(file)).hasSize(code.length));
    }

    private static List<CodeFunction> functions(byte[] file) {
        List<CodeFunction> functions = new ArrayList<>();
        try {
            Code.functions(Elf.open(Bytes.of(file)), functions::add);
        } catch (Unreadable e) {
            assertThat(e.problem().field()).isNotEmpty();
        }
        long end = 0;
        for (CodeFunction function : functions) {
            assertThat(function.offset()).isGreaterThanOrEqualTo(end);
            assertThat(function.length()).isPositive();
            end = function.offset() + function.length();
        }
        assertThat(end).isLessThanOrEqualTo(file.length);
        return functions;
    }

    /// A description with one entry, whose addresses are plain words of 64 bits.
    private static byte[] frame(long start, long length) {
        ByteBuffer frames = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        frames.putInt(20)
                .putInt(0)
                .put((byte) 1)
                .put((byte) 0)
                .put((byte) 1)
                .put((byte) 0x78)
                .put((byte) 16);
        frames.position(24).putInt(20).putInt(28).putLong(start).putLong(length);
        return frames.array();
    }

    /// A little-endian shared object with a section of code at 0x1000 and one of frame descriptions.
    private static byte[] file(int machine, boolean wide, byte[] code, byte[] frames) {
        byte[] names = "\0.text\0.eh_frame\0.names\0".getBytes(StandardCharsets.US_ASCII);
        int head = wide ? 64 : 52;
        int entry = wide ? 64 : 40;
        int table = head + code.length + frames.length + names.length;
        ByteBuffer file = ByteBuffer.allocate(table + SECTIONS * entry).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x464c_457f)
                .put((byte) (wide ? 2 : 1))
                .put((byte) 1)
                .put((byte) 1)
                .position(16);
        file.putShort((short) 3).putShort((short) machine).putInt(1);
        word(word(word(file, wide, 0x1000), wide, 0), wide, table).putInt(0);
        file.putShort((short) head).putShort((short) 0).putShort((short) 0);
        file.putShort((short) entry).putShort((short) 4).putShort((short) 3);
        file.put(code).put(frames).put(names).position(table + entry);
        section(file, wide, 1, 6, 0x1000, head, code.length);
        section(file, wide, 7, 2, 0, head + code.length, frames.length);
        section(file, wide, 17, 0, 0, head + code.length + frames.length, names.length);
        return file.array();
    }

    private static void section(ByteBuffer file, boolean wide, int name, int flags, long at, long offset, long size) {
        file.putInt(name).putInt(name == 17 ? 3 : 1);
        word(word(word(word(file, wide, flags), wide, at), wide, offset), wide, size);
        word(word(file.putInt(0).putInt(0), wide, 1), wide, 0);
    }

    private static ByteBuffer word(ByteBuffer file, boolean wide, long value) {
        return wide ? file.putLong(value) : file.putInt((int) value);
    }
}
