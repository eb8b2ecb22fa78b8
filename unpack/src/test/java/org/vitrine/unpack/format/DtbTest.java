package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.DtbNode;
import org.vitrine.structure.DtbProperty;
import org.vitrine.structure.DtbReservation;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

class DtbTest {
    private static final Dtb FORMAT = new Dtb();

    private static final String BOARD = """
            /dts-v1/;
            /memreserve/ 0x10000000 0x4000;
            / {
                model = "Vitrine sample";
                compatible = "vitrine,board", "vitrine,soc";
                #address-cells = <1>;
                chosen { bootargs = "console=ttyS0,115200 root=/dev/mtdblock2"; stdout-path = "serial0:115200n8"; };
                memory@80000000 { reg = <0x80000000 0x8000000>; };
                soc { empty; uart0: serial@1000 { reg = <0x1000>; odd = [01 02 03]; status = "okay"; }; };
            };
            """;

    @TempDir
    Path folder;

    static byte[] compiled(String source) {
        return Tool.bytes(source.getBytes(StandardCharsets.UTF_8), "dtc", "-q", "-I", "dts", "-O", "dtb");
    }

    /// The tree written as source, all values in bytes.
    private static void write(DtbNode node, String indent, StringBuilder out) throws Malformed {
        out.append(indent)
                .append(node.name().size() == 0 ? "/" : new String(node.name().bytes(), StandardCharsets.US_ASCII))
                .append(" {\n");
        for (DtbProperty property : node.properties()) {
            out.append(indent).append("  ").append(property.label());
            if (property.value().size() > 0) {
                byte[] value = property.value().array(0, property.value().size(), "value");
                out.append(" = [").append(HexFormat.of().formatHex(value)).append("]");
            }
            out.append(";\n");
        }
        for (DtbNode child : node.children()) {
            write(child, indent + "  ", out);
        }
        out.append(indent).append("};\n");
    }

    /// What we read, written as source and compiled by dtc, is the same to dtc as the original.
    private static void assertRoundTrip(byte[] blob) throws Unreadable {
        org.vitrine.structure.Dtb tree = org.vitrine.structure.Dtb.open(Bytes.of(blob));
        StringBuilder source = new StringBuilder("/dts-v1/;\n");
        for (DtbReservation range : tree.reservations()) {
            source.append("/memreserve/ 0x")
                    .append(Long.toHexString(range.address()))
                    .append(" 0x")
                    .append(Long.toHexString(range.size()))
                    .append(";\n");
        }
        write(tree.root(), "", source);
        assertThat(decompiled(compiled(source.toString()))).isEqualTo(decompiled(blob));
    }

    private static String decompiled(byte[] blob) {
        return new String(Tool.bytes(blob, "dtc", "-q", "-I", "dtb", "-O", "dts"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aTreeOfTheCompilerIsReadToTheLastByte() throws Unreadable {
        byte[] blob = compiled(BOARD);
        assertRoundTrip(blob);
        RecordingSink sink = RecordingSink.unpack(FORMAT, blob);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(blob.length);
        assertThat(sink.headers)
                .containsEntry("version", "17")
                .containsEntry("model", "Vitrine sample")
                .containsEntry("compatible", "vitrine,board, vitrine,soc")
                .containsEntry("chosen/bootargs", "console=ttyS0,115200 root=/dev/mtdblock2")
                .containsEntry("chosen/stdout-path", "serial0:115200n8");
    }

    @Test
    void theTreeOfARealKernelIsReadAsTheCompilerReadsIt() throws Unreadable {
        byte[] image = Corpus.bytes("firmware/zte-h3600/06_kernel1.bin");
        byte[] blob = Arrays.copyOfRange(image, 3513576, 3513576 + 6534);
        assertRoundTrip(blob);
        RecordingSink sink = RecordingSink.unpack(FORMAT, blob);
        assertThat(sink.headers).containsEntry("model", "ZTE ZX279128S");
        assertThat(sink.end).isEqualTo(6534);
    }

    @Test
    void otherVersionsAreReadToo() throws IOException, Unreadable {
        Path source = Files.writeString(folder.resolve("board.dts"), BOARD);
        for (String version : new String[] {"16", "17"}) {
            byte[] blob = Tool.bytes(
                    new byte[0], "dtc", "-q", "-I", "dts", "-O", "dtb", "-V", version, "-p", "300", source.toString());
            assertRoundTrip(blob);
            assertThat(RecordingSink.unpack(FORMAT, blob).headers).containsEntry("version", version);
        }
    }

    @Test
    void aMagicAloneIsNoTree() {
        byte[] blob = compiled(BOARD);
        blob[23] = 3;
        assertThat(FORMAT.claim(Bytes.of(blob), 0))
                .as("a version from before 16")
                .isEmpty();
        byte[] rootless = compiled(BOARD);
        rootless[ByteBuffer.wrap(rootless).getInt(8) + 3] = 9;
        assertThat(FORMAT.claim(Bytes.of(rootless), 0)).as("no root node").isEmpty();
    }

    @Test
    void aCutTreeSaysSo() {
        byte[] blob = compiled(BOARD);
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(blob, blob.length - 40));
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.Malformed.class);
    }

    @Test
    void aMillionNestedNodesAreRefused() {
        int depth = 1_000_000;
        ByteBuffer blob = ByteBuffer.allocate(56 + depth * 8 + 16);
        int end = blob.capacity();
        blob.putInt(0xd00dfeed)
                .putInt(end)
                .putInt(56)
                .putInt(end)
                .putInt(40)
                .putInt(17)
                .putInt(16)
                .putInt(0);
        blob.putInt(0).putInt(end - 56).putLong(0).putLong(0);
        for (int i = 0; i < depth; i++) {
            blob.putInt(1).putInt(0);
        }
        assertThatThrownBy(() -> org.vitrine.structure.Dtb.open(Bytes.of(blob.array())))
                .isInstanceOf(LimitReached.class);
    }

    @Test
    void manyPropertiesAreRefused() {
        int count = 1_000_000;
        ByteBuffer blob = ByteBuffer.allocate(56 + 8 + count * 12 + 8 + 4);
        int strings = blob.capacity() - 4;
        blob.putInt(0xd00dfeed)
                .putInt(blob.capacity())
                .putInt(56)
                .putInt(strings)
                .putInt(40)
                .putInt(17)
                .putInt(16);
        blob.putInt(0)
                .putInt(2)
                .putInt(strings - 56)
                .putLong(0)
                .putLong(0)
                .putInt(1)
                .putInt(0);
        for (int i = 0; i < count; i++) {
            blob.putInt(3).putInt(0).putInt(0);
        }
        blob.putInt(2).putInt(9).put((byte) 'p');
        assertThatThrownBy(() -> org.vitrine.structure.Dtb.open(Bytes.of(blob.array())))
                .isInstanceOf(LimitReached.class);
    }

    @Test
    void noDamageEscapes() {
        Random random = new Random(31);
        byte[] blob = compiled(BOARD);
        int opened = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged =
                    random.nextBoolean() ? blob.clone() : Arrays.copyOf(blob, 44 + random.nextInt(blob.length - 44));
            for (int flips = random.nextInt(5); flips > 0; flips--) {
                damaged[4 + random.nextInt(damaged.length - 4)] =
                        (byte) random.nextInt(random.nextBoolean() ? 256 : 10);
            }
            if (FORMAT.claim(Bytes.of(damaged), 0).isPresent()) {
                opened++;
                assertThat(RecordingSink.unpack(FORMAT, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
        }
        assertThat(opened).isGreaterThan(1000);
    }
}
