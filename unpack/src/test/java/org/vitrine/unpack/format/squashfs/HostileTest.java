package org.vitrine.unpack.format.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.spi.Claim;

/// Images that were damaged, cut, or made to do harm.
class HostileTest {
    private static byte[] small(Path folder, String compression) throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("text"), "words and words and words\n".repeat(400));
        Files.writeString(tree.resolve("short"), "a tail");
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("tree/noise"), noise);
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("a/b/text"));
        Path image = folder.resolve(compression + ".squashfs");
        Tool.bytesIn(folder, "mksquashfs", "tree", image.toString(), "-comp", compression, "-b", "4096", "-noappend");
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lzma", "lzo", "xz", "lz4", "zstd"})
    @Timeout(120)
    void flippedBits(String compression, @TempDir Path folder) throws Exception {
        byte[] image = small(folder, compression);
        Random random = new Random(7);
        int noticed = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] flipped = image.clone();
            // Half of them in the superblock and in the tables, where each bit means something.
            int at = switch (i % 4) {
                case 0 -> random.nextInt(Superblock.SIZE);
                case 1 -> used(image) - 1 - random.nextInt(600);
                default -> random.nextInt(used(image));
            };
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            ProbeSink sink = ProbeSink.unpack(Bytes.of(flipped));
            noticed += sink.problems.isEmpty() && sink.refused == 0 ? 0 : 1;
        }
        assertThat(noticed).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz"})
    void cutAnywhere(String compression, @TempDir Path folder) throws Exception {
        byte[] image = small(folder, compression);
        int used = used(image);
        int whole = ProbeSink.unpack(Bytes.of(image)).paths.size();
        assertThat(whole).isEqualTo(7);
        int partial = 0;
        for (int length = Superblock.SIZE; length < used; length += 3) {
            Bytes cut = Bytes.of(Arrays.copyOf(image, length));
            assertThat(new Squashfs().claim(cut, 0)).contains(Claim.strong(0, length));
            ProbeSink sink = ProbeSink.unpack(cut);
            assertThat(sink.problems).hasSizeGreaterThan(1);
            assertThat(sink.problems.getFirst().field()).isEqualTo("bytes_used");
            assertThat(sink.paths.size()).isLessThanOrEqualTo(whole);
            partial += sink.paths.isEmpty() ? 0 : 1;
        }
        assertThat(partial).isPositive();
        assertThat(new Squashfs().claim(Bytes.of(Arrays.copyOf(image, 95)), 0)).isEmpty();
    }

    private static int used(byte[] image) {
        return (int) (long) MetadataReader.LONG.get(image, 40);
    }

    @Test
    void lengthIsThatOfTheImageAndItsPadding(@TempDir Path folder) throws Exception {
        byte[] image = small(folder, "gzip");
        int used = used(image);
        byte[] longer = Arrays.copyOf(image, image.length + 5000);
        assertThat(new Squashfs().claim(Bytes.of(longer), 0)).contains(Claim.strong(0, image.length));
        assertThat(new Squashfs().claim(Bytes.of(Arrays.copyOf(image, used + 3)), 0))
                .contains(Claim.strong(0, used + 3));
        longer[used + 5] = 1;
        assertThat(new Squashfs().claim(Bytes.of(longer), 0)).contains(Claim.strong(0, used));
        byte[] shifted = new byte[image.length + 77];
        System.arraycopy(image, 0, shifted, 77, image.length);
        assertThat(new Squashfs().claim(Bytes.of(shifted), 77)).contains(Claim.strong(77, image.length));
    }

    @Test
    void aSuperblockThatContradictsItself(@TempDir Path folder) throws Exception {
        byte[] image = small(folder, "gzip");
        image[22] = 13;
        assertThatThrownBy(() -> new Squashfs().claim(Bytes.of(image), 0))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("block_size");
    }

    @Test
    void aFolderThatHoldsItself() {
        Image image = new Image();
        int folder = image.folder(0, 0);
        image.list("loop", folder, 1).list("name", folder, 1);
        image.sizeOfFolder(folder, image.listed() + 3);
        ProbeSink sink = ProbeSink.unpack(image.bytes(folder));
        assertThat(sink.paths).containsExactly("", "loop", "name");
        assertThat(sink.problems).hasSize(2).allMatch(each -> each instanceof Problem.Unsafe);
    }

    @Test
    void namesThatClimbOut() {
        Image image = new Image();
        int file = image.emptyFile();
        int folder = image.folder(0, 0);
        image.list("..", file, 2).list("a/b", file, 2).list(".", file, 2).list("...", file, 2);
        image.sizeOfFolder(folder, image.listed() + 3);
        ProbeSink sink = ProbeSink.unpack(image.bytes(folder));
        assertThat(sink.paths).hasSize(5);
        assertThat(sink.problems).hasSize(3).allMatch(each -> each instanceof Problem.Unsafe);
    }

    @Test
    void foldersWithinFoldersWithoutEnd() {
        Image image = new Image();
        int depth = 3000;
        int[] folders = new int[depth];
        for (int i = 0; i < depth; i++) {
            folders[i] = image.folder(0, 0);
        }
        for (int i = 0; i + 1 < depth; i++) {
            image.place(folders[i]);
            int before = image.listed();
            image.list("d", folders[i + 1], 1);
            image.sizeOfFolder(folders[i], image.listed() - before + 3);
        }
        ProbeSink sink = ProbeSink.unpack(image.bytes(folders[0]));
        assertThat(sink.paths).hasSize(2049);
        assertThat(sink.problems).singleElement().isInstanceOf(Problem.LimitReached.class);
    }

    @Test
    void aSizeThatNoListOfBlocksHas() {
        Image image = new Image();
        int file = image.file(1L << 60);
        int folder = image.folder(0, 0);
        image.list("huge", file, 2);
        image.sizeOfFolder(folder, image.listed() + 3);
        ProbeSink sink = ProbeSink.unpack(image.bytes(folder));
        assertThat(sink.paths).containsExactly("", "huge");
        assertThat(sink.refused).isEqualTo(1);
    }

    @Test
    void anInodeThatIsNone() {
        Image image = new Image();
        int folder = image.folder(0, 0);
        image.list("gone", 8000, 2).list("gone too", 8000, 3);
        image.sizeOfFolder(folder, image.listed() + 3);
        ProbeSink sink = ProbeSink.unpack(image.bytes(folder));
        assertThat(sink.paths).containsExactly("", "gone", "gone too");
        assertThat(sink.refused).isEqualTo(1);
        assertThat(sink.problems).hasSize(2);
    }

    @Test
    void aMetadataBlockThatDecodesToMore() {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[2 * Volume.METADATA_SIZE]);
        deflater.finish();
        byte[] packed = new byte[200];
        int length = deflater.deflate(packed);
        deflater.end();
        Image made = new Image();
        byte[] image = Arrays.copyOf(made.array(made.folder(0, 0)), Superblock.SIZE + 2 + length + 100);
        image[Superblock.SIZE] = (byte) length;
        image[Superblock.SIZE + 1] = 0;
        System.arraycopy(packed, 0, image, Superblock.SIZE + 2, length);
        MetadataReader.LONG.set(image, 40, (long) image.length);
        MetadataReader.LONG.set(image, 72, Superblock.SIZE + 2L + length);
        ProbeSink sink = ProbeSink.unpack(Bytes.of(image));
        assertThat(sink.problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("decodes to more than 8192"));
    }

    @Test
    void tablesThatOverlap() {
        Image image = new Image();
        int folder = image.folder(0, 0);
        image.list("x", folder, 1);
        image.sizeOfFolder(folder, image.listed() + 3);
        byte[] bytes = image.array(folder);
        // The listing is read where the inodes stand, and the other way round.
        long inodes = (long) MetadataReader.LONG.get(bytes, 64);
        MetadataReader.LONG.set(bytes, 72, inodes);
        assertThat(ProbeSink.unpack(Bytes.of(bytes)).problems).isNotEmpty();
        MetadataReader.LONG.set(bytes, 72, inodes + 3);
        assertThat(ProbeSink.unpack(Bytes.of(bytes)).problems).isNotEmpty();
        MetadataReader.LONG.set(bytes, 72, Long.MIN_VALUE);
        assertThat(ProbeSink.unpack(Bytes.of(bytes)).problems).isNotEmpty();
        MetadataReader.LONG.set(bytes, 64, Long.MAX_VALUE);
        assertThat(ProbeSink.unpack(Bytes.of(bytes)).problems).isNotEmpty();
    }

    @Test
    void namesMayBeAnything() {
        Image image = new Image();
        int file = image.emptyFile();
        int folder = image.folder(0, 0);
        String long255 = "n".repeat(256);
        image.list("<script>", file, 2).list("\u001b[31m", file, 2).list(long255, file, 2);
        image.sizeOfFolder(folder, image.listed() + 3);
        ProbeSink sink = ProbeSink.unpack(image.bytes(folder));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.paths).containsExactly("", "<script>", "\\x1b[31m", long255);
    }
}
