package org.vitrine.structure.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfMachine;
import org.vitrine.testing.Tool;

/// Where instructions of x86-64 start: whole programs and libraries of this machine, held against GNU
/// objdump's word.
final class InstructionLengthTest {
    @Test
    void everyInstructionStartsWhereObjdumpSays() throws Exception {
        Tool.needs("objdump");
        List<Path> files = Stream.of(
                        "/bin/bash", "/usr/bin/openssl", "/usr/lib/x86_64-linux-gnu/libssl.so.3", "/usr/bin/objdump")
                .map(Path::of)
                .filter(InstructionLengthTest::isX86)
                .toList();
        Assumptions.assumeFalse(files.isEmpty(), "no programs for x86-64 here");
        long instructions = 0;
        List<String> differences = new ArrayList<>();
        for (Path file : files) {
            instructions += compare(file.toRealPath(), differences);
        }
        assertThat(differences).isEmpty();
        assertThat(instructions).isGreaterThan(100_000);
    }

    /// Encodings that compilers seldom write, each with the length that the manuals give.
    @Test
    void rareEncodings() {
        assertThat(length("90")).isEqualTo(1);
        assertThat(length("48b8efcdab8967452301")).as("mov imm64").isEqualTo(10);
        assertThat(length("66b83412")).as("mov imm16").isEqualTo(4);
        assertThat(length("a1efcdab8967452301")).as("mov moffs64").isEqualTo(9);
        assertThat(length("67a1efcdab89")).as("mov moffs32").isEqualTo(6);
        assertThat(length("f6c001")).as("test imm8").isEqualTo(3);
        assertThat(length("f6d0")).as("not").isEqualTo(2);
        assertThat(length("66f7c03412")).as("test imm16").isEqualTo(5);
        assertThat(length("c8100000")).as("enter").isEqualTo(4);
        assertThat(length("0f0fc1bf")).as("3DNow pavgusb").isEqualTo(4);
        assertThat(length("0f3800c1")).as("pshufb").isEqualTo(4);
        assertThat(length("660f3a0fc108")).as("palignr").isEqualTo(6);
        assertThat(length("c5f877")).as("vzeroupper").isEqualTo(3);
        assertThat(length("c4e37d39c101")).as("vextracti128").isEqualTo(6);
        assertThat(length("62f17c48284001")).as("vmovaps zmm, disp8*64").isEqualTo(7);
        assertThat(length("62f3fd4825c0ff")).as("vpternlogq").isEqualTo(7);
        assertThat(length("8fe978c1c0")).as("XOP vphaddbw").isEqualTo(5);
        assertThat(length("8fea78100444332211")).as("XOP bextr imm32").isEqualTo(-1);
        assertThat(length("8f00")).as("pop").isEqualTo(2);
        assertThat(length("66666666662e0f1f840000000000")).as("long nop").isEqualTo(14);
        assertThat(length("488d0d78563412")).as("lea rip").isEqualTo(7);
        assertThat(length("8b0c2578563412")).as("absolute disp32").isEqualTo(7);
        assertThat(length("06")).as("no instruction in 64-bit code").isEqualTo(-1);
        assertThat(length("0f0b")).as("ud2").isEqualTo(2);
        assertThat(length("e8000000")).as("cut").isEqualTo(-1);
        assertThat(length("66666666666666666666666666666690"))
                .as("longer than 15")
                .isEqualTo(-1);
    }

    private static boolean isX86(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Elf.open(Bytes.map(file)).header().machine() == ElfMachine.X86_64;
        } catch (IOException | Unreadable e) {
            return false;
        }
    }

    private static int length(String hex) {
        byte[] code = HexFormat.of().parseHex(hex);
        return decoder(new Span(-1, 0, 0, code)).length(0, code.length);
    }

    private static X86 decoder(Span span) {
        return new X86(new Image(62, 0, true, ByteOrder.LITTLE_ENDIAN, false, 0, 0, 0), span);
    }

    private static long compare(Path file, List<String> differences) throws Exception {
        List<Span> spans = Spans.of(Elf.open(Bytes.map(file)));
        List<X86> decoders = spans.stream().map(InstructionLengthTest::decoder).toList();
        List<String> lines = Tool.text("objdump", "-d", "-w", "--no-show-raw-insn", "" + file)
                .lines()
                .toList();
        BitSet met = new BitSet();
        long previous = -1;
        String text = "";
        long instructions = 0;
        for (String line : lines) {
            int colon = line.indexOf(":\t");
            if (colon < 0 || line.charAt(0) != ' ') {
                previous = -1;
                continue;
            }
            long at = Long.parseLong(line.substring(0, colon).strip(), 16);
            if (previous >= 0) {
                for (int i = 0; i < spans.size(); i++) {
                    Span span = spans.get(i);
                    if (span.holds(previous)) {
                        int length = decoders.get(i).length((int) (previous - span.address()), span.code().length);
                        instructions++;
                        met.set(i);
                        if (length != at - previous) {
                            differences.add(file + " " + Long.toHexString(previous) + " " + text + ": " + length);
                        }
                    }
                }
            }
            previous = at;
            text = line.substring(colon + 2);
        }
        assertThat(met.isEmpty()).isFalse();
        return instructions;
    }
}
