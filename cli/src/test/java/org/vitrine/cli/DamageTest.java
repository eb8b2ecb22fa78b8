package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.RegionKind;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;
import org.vitrine.unpack.Walk;

/// Images cut anywhere and with bits flipped anywhere: every one is walked to the end.
@Timeout(600)
class DamageTest {
    private static final int CUTS = 200;
    private static final int FLIPS = 10_000;

    @TempDir
    private Path room = Path.of("");

    @Test
    void aFileSystemCutAnywhere() throws Exception {
        assertCuts(Squashed.small(room));
    }

    @Test
    void anArchiveCutAnywhere() throws Exception {
        Tar tar = new Tar();
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            tar.file("etc/f" + i, noise);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options(1))) {
            xz.write(tar.bytes());
        }
        assertCuts(packed.toByteArray());
    }

    @Test
    void aBootImageCutAnywhere() throws Exception {
        assertCuts(Files.readAllBytes(Corpus.path("firmware/format-samples/uboot__uboot.image_with_header")));
    }

    private void assertCuts(byte[] image) throws IOException {
        Random random = new Random(200);
        int noticed = 0;
        try (Spill spill = Spill.open(room)) {
            int whole = walk(image, spill).artifacts().size();
            for (int i = 0; i < CUTS; i++) {
                int length = random.nextInt(image.length);
                Tree tree = walk(Arrays.copyOf(image, length), spill);
                assertThat(tree.artifacts().size()).isLessThanOrEqualTo(whole + 1);
                noticed += isNoticed(tree) ? 1 : 0;
            }
        }
        // A head that is too short to be known by is no archive.
        assertThat(noticed).isGreaterThan(CUTS / 2);
    }

    @Test
    void bitsFlippedAnywhere() throws Exception {
        byte[] image = Squashed.small(room);
        Random random = new Random(10_000);
        int noticed = 0;
        try (Spill spill = Spill.open(room)) {
            for (int i = 0; i < FLIPS; i++) {
                byte[] flipped = image.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                noticed += isNoticed(walk(flipped, spill)) ? 1 : 0;
            }
        }
        assertThat(noticed).isGreaterThan(FLIPS / 4);
    }

    private Tree walk(byte[] image, Spill spill) throws IOException {
        Run standard = Run.standard();
        Run run = new Run(standard.budget(), standard.progress(), 1, room);
        Tree tree = Walk.open(Files.write(room.resolve("damaged"), image), run, spill);
        assertThat(tree.facts())
                .noneMatch(fact -> fact instanceof ProblemFact problem
                        && problem.reason().contains("failed with")
                        && problem.field().equals("reader"));
        return tree;
    }

    /// Whether anything says that not all was read.
    private static boolean isNoticed(Tree tree) {
        return tree.facts().stream()
                .anyMatch(fact -> fact instanceof ProblemFact
                        || fact instanceof Region region && region.kind() == RegionKind.OPAQUE);
    }
}
