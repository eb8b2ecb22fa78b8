package org.vitrine.unpack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.ProblemKind;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// Streams and archives that ask for more than they are worth, and samples that a second tool opens
/// too.
class StreamBombsTest {
    @TempDir
    Path temporary = Path.of("");

    private interface Look {
        void at(Tree tree) throws IOException;
    }

    private void open(byte[] image, Look look) throws IOException {
        Path file = temporary.resolve("image");
        Files.write(file, image);
        open(file, look);
    }

    private void open(Path file, Look look) throws IOException {
        try (Spill spill = Spill.open(temporary)) {
            look.at(Walk.open(file, Run.standard(), spill));
        }
    }

    private static List<ProblemFact> problems(Tree tree) {
        return tree.facts().stream()
                .filter(ProblemFact.class::isInstance)
                .map(ProblemFact.class::cast)
                .toList();
    }

    private static byte[] repeated(byte[] head, byte[] piece, int times, byte[] tail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head);
        for (int i = 0; i < times; i++) {
            bytes.writeBytes(piece);
        }
        bytes.writeBytes(tail);
        return bytes.toByteArray();
    }

    /// Blocks of four bytes that stand for 128 KiB each: 32,768 times as much.
    @Test
    void zstdOfRunsMeetsTheRatio() throws IOException {
        byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x50};
        byte[] run = {2, 0, 0x10, 0};
        byte[] last = {3, 0, 0x10, 0};
        open(
                repeated(head, run, 200_000, last),
                tree -> assertThat(problems(tree))
                        .anySatisfy(problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.LIMIT_REACHED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd -19", "lzip -9", "brotli -c", "compress -c"})
    void bombsOfZerosEnd(String command) throws IOException {
        byte[] zeros = new byte[24 << 20];
        byte[] sample = Tool.bytes(zeros, command.split(" "));
        assertThat(sample.length).isLessThan(200_000);
        open(sample, tree -> assertThat(tree.artifacts()).hasSizeLessThan(4));
    }

    /// A member that lies about its size can't take memory, nor bytes of others.
    @ParameterizedTest
    @CsvSource({"9999999999,ar_size", "'4294967296',ar_size"})
    void anArThatLies(String size, String field) throws IOException {
        String header = String.format("%-16s%-12s%-6s%-6s%-8s%-10s`\n", "f/", "0", "0", "0", "644", size);
        open(("!<arch>\n" + header + "abc").getBytes(US_ASCII), tree -> {
            assertThat(problems(tree)).extracting(ProblemFact::field).containsExactly(field);
            assertThat(tree.artifacts()).extracting(Artifact::size).contains(3L);
        });
    }

    @Test
    void anRpmWhoseIndexLies() throws IOException {
        ByteBuffer rpm = ByteBuffer.allocate(96 + 16 + 32).order(ByteOrder.BIG_ENDIAN);
        rpm.putInt(0xedabeedb).put((byte) 3).put((byte) 0).putShort((short) 0);
        rpm.putShort(78, (short) 5);
        rpm.position(96);
        rpm.putInt(0x8eade801).putInt(0).putInt(0xffff).putInt(0x0fff_ffff);
        open(
                rpm.array(),
                tree -> assertThat(problems(tree))
                        .extracting(ProblemFact::field)
                        .containsExactly("store"));
    }

    /// A thousand tiny frames in each other's way: as many as lie there, and no more time than that.
    @Test
    void framesWithoutEnd() throws IOException {
        byte[] frame = Tool.bytes("x".getBytes(US_ASCII), "lz4", "-1");
        open(repeated(frame, frame, 100_000, new byte[0]), tree -> {
            assertThat(problems(tree)).isEmpty();
            assertThat(tree.artifacts()).hasSize(2);
            assertThat(tree.artifacts().get(1).size()).isEqualTo(100_001);
        });
    }

    /// What 7z finds in a sample is what is found here, file by file.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "patool__test.deb",
                "patool__test.jar",
                "patool__test.tar",
                "zip.bin",
                "gzip.bin",
                "generic_fs__btrfs.img.xz",
                "generic_fs__f2fs.img.xz",
                "generic_fs__jfs.img.xz",
                "generic_fs__mbr.img.xz",
                "generic_fs__minix.img.xz",
                "generic_fs__reiserfs.img.xz",
                "generic_fs__udf.img.xz",
                "generic_fs__xfs.img.xz",
                "sevenz__ext2.img.xz",
                "sevenz__ext3.img.xz",
                "sevenz__ext4.img.xz",
                "sevenz__fat.img.xz",
                "sevenz__hfs.img.xz",
                "sevenz__ntfs.img.xz"
            })
    void samplesOpenAsTheyDoElsewhere(String name) throws IOException {
        Path sample = Corpus.path("firmware/format-samples/" + name);
        Path out = temporary.resolve("out");
        Tool.of("7z", "x", "-y", "-o" + out, sample.toString()).succeed();
        String sums = Tool.of("sh", "-c", "find . -type f -size +0 -exec sha256sum {} +")
                .in(out)
                .succeed()
                .text();
        List<String> expected =
                sums.lines().map(line -> line.substring(0, 64)).distinct().toList();
        assertThat(expected).isNotEmpty();
        open(
                sample,
                tree -> assertThat(tree.artifacts())
                        .extracting(artifact -> artifact.sha256().toString())
                        .containsAll(expected));
    }

    @Test
    void brokenAndEncryptedSamplesAreNamed() throws IOException {
        open(
                Corpus.path("firmware/format-samples/sevenz__test_password.zip"),
                tree -> assertThat(problems(tree)).hasSize(3).allSatisfy(problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.UNSUPPORTED);
                    assertThat(problem.reason()).startsWith("encrypted");
                }));
        open(Corpus.path("firmware/format-samples/zip_truncated.bin"), tree -> {
            assertThat(problems(tree)).extracting(ProblemFact::field).contains("end of central directory");
            assertThat(tree.artifacts()).hasSizeGreaterThan(20);
        });
        byte[] bzip2 = Files.readAllBytes(Corpus.path("firmware/format-samples/bzip2.bin"));
        byte[] content = Tool.bytes(Arrays.copyOf(bzip2, 8125), "bzip2", "-dc");
        open(
                bzip2,
                tree -> assertThat(tree.artifacts())
                        .filteredOn(artifact -> artifact.path().equals("bzip2@0/payload@0"))
                        .extracting(Artifact::size)
                        .containsExactly((long) content.length));
    }

    /// Kernels packed in each way hold the same program.
    @ParameterizedTest
    @ValueSource(strings = {"lz4", "lzma", "lzo"})
    void kernelsHoldTheSameProgram(String packing) throws IOException {
        open(Corpus.path("firmware/format-samples/linuxkernel__bzImage_" + packing), tree -> {
            assertThat(problems(tree)).isEmpty();
            assertThat(tree.artifacts())
                    .filteredOn(artifact -> artifact.format().equals("linux-kernel"))
                    .extracting(artifact -> artifact.sha256().toString().substring(0, 8))
                    .containsExactly("f1a444f3");
        });
    }
}
