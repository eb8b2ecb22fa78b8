package org.vitrine.change.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// Contents that were made to break who compares them: any damage gives an answer, and never that damaged bytes are
/// accounted for beyond the spans that are listed.
class HostileContentTest {
    private static final List<ContentNormaliser> ALL = List.of(
            new BuildId(),
            new DebugLink(),
            new DebugAltLink(),
            new BuildPath(),
            new ModuleSignature(),
            new PeSignature(),
            new FitSignature());

    /// An ELF file with a build-id, a link, and strings that name a folder.
    private static byte[] elf() {
        String[] names = {"", ".text", ".note.gnu.build-id", ".gnu_debuglink", ".debug_str", ".shstrtab"};
        byte[] note = ByteBuffer.allocate(36)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4)
                .putInt(20)
                .putInt(3)
                .put("GNU\0".getBytes(StandardCharsets.US_ASCII))
                .array();
        byte[] link = Arrays.copyOf("0123456789abcdef.debug".getBytes(StandardCharsets.US_ASCII), 28);
        byte[][] contents = {
            {},
            "code".repeat(20).getBytes(StandardCharsets.US_ASCII),
            note,
            link,
            "/build/one/tool.c\0int\0/build/one/lib.c\0".getBytes(StandardCharsets.US_ASCII),
            (String.join("\0", names) + "\0").getBytes(StandardCharsets.US_ASCII)
        };
        int[] types = {0, 1, 7, 1, 1, 3};
        ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).position(16);
        file.putShort((short) 1).putShort((short) 62).putInt(1).putLong(0).putLong(0);
        file.putLong(1024).putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 0);
        file.putShort((short) 64).putShort((short) names.length).putShort((short) (names.length - 1));
        int at = 64;
        int name = 0;
        for (int i = 0; i < names.length; i++) {
            file.position(1024 + 64 * i);
            file.putInt(name).putInt(types[i]).putLong(0).putLong(0).putLong(at).putLong(contents[i].length);
            file.putInt(0).putInt(0).putLong(1).putLong(0);
            file.position(at);
            file.put(contents[i]);
            at += contents[i].length + 8;
            name += names[i].length() + 1;
        }
        return Arrays.copyOf(file.array(), 1024 + 64 * names.length);
    }

    @Test
    void theSampleIsOne() {
        byte[] other = elf();
        int id = 64 + 88 + 8 + 16 + 8;
        other[id] = 1;
        Contentwise compared = Contentwise.of(Bytes.of(elf()), Bytes.of(other), ALL);
        assertThat(compared.residual()).isZero();
        assertThat(compared.spans())
                .singleElement()
                .satisfies(applied -> assertThat(applied.by().card().name()).isEqualTo("build-id"));
        byte[] path = new String(elf(), StandardCharsets.ISO_8859_1)
                .replace("/build/one/", "/build/two/")
                .getBytes(StandardCharsets.ISO_8859_1);
        compared = Contentwise.of(Bytes.of(elf()), Bytes.of(path), ALL);
        assertThat(compared.residual()).isZero();
        assertThat(compared.spans()).hasSize(2);
        byte[] file = new String(elf(), StandardCharsets.ISO_8859_1)
                .replace("/build/one/tool.c", "/build/one/evil.c")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Contentwise.of(Bytes.of(elf()), Bytes.of(file), ALL).residual())
                .isPositive();
    }

    @Test
    void whateverIsFlippedOrCut() {
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            byte[] old = elf();
            byte[] current = elf();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                current[random.nextInt(current.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                current = Arrays.copyOf(current, random.nextInt(current.length));
            }
            if (random.nextBoolean()) {
                byte[] swapped = old;
                old = current;
                current = swapped;
            }
            Contentwise compared = Contentwise.of(Bytes.of(old), Bytes.of(current), ALL);
            CodeSame.parts(Bytes.of(old), Bytes.of(current));
            if (compared.residual() == 0) {
                assertThat(current.length).isEqualTo(old.length);
                for (int i = 0; i < old.length; i++) {
                    int place = i;
                    assertThat(old[i] == current[i]
                                    || compared.spans().stream()
                                            .anyMatch(applied -> place
                                                            >= applied.cut().oldOffset()
                                                    && place
                                                            < applied.cut().oldOffset()
                                                                    + applied.cut()
                                                                            .oldLength()))
                            .as("byte %d in round %d", i, round)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void archivesThatAreNone() throws Unreadable {
        Random random = new Random(5);
        List<byte[]> starts = List.of(
                "070701".getBytes(StandardCharsets.US_ASCII),
                "!<arch>\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {'P', 'K', 5, 6},
                new byte[0]);
        for (int round = 0; round < 2000; round++) {
            byte[] archive = new byte[random.nextInt(2048)];
            random.nextBytes(archive);
            if (random.nextBoolean()) {
                for (int i = 0; i < archive.length; i++) {
                    archive[i] = (byte) "01234567 \0/`\n".charAt(Math.floorMod(archive[i], 13));
                }
            }
            byte[] start = starts.get(random.nextInt(starts.size()));
            System.arraycopy(start, 0, archive, 0, Math.min(start.length, archive.length));
            for (EntryRecord.Reader reader :
                    List.of(new TarRecords(), new CpioRecords(), new ArRecords(), new ZipRecords())) {
                try {
                    reader.read(Bytes.of(archive))
                            .forEach(record -> assertThat(record.offset() + record.length())
                                    .isLessThanOrEqualTo(archive.length));
                } catch (Unreadable e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }
}
