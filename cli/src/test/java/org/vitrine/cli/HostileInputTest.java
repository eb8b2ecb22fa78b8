package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Corpus;

/// Archives that were made to do harm: each is examined to the end, in a process as small as the real one, and
/// says what was wrong with it.
@Timeout(600)
class HostileInputTest {
    private static final long ALLOWED = 512 << 10;

    @TempDir
    private Path room = Path.of("");

    @Test
    void aMillionToOne() throws Exception {
        byte[] bomb = Zip.millionToOne();
        assertThat((1L << 30) / bomb.length).isGreaterThan(1_000_000);
        assertProblem(child("bomb.zip", bomb), "LIMIT_REACHED", "ratio");
    }

    @Test
    void aSizeThatIsOnlyDeclared() throws Exception {
        assertProblem(child("declared.zip", Zip.of("a", Zip.zeros(1), 0xffff_fff0L, 0)), "%", "%");
    }

    @Test
    void entriesThatOverlap() throws Exception {
        assertProblem(child("overlap.zip", Zip.overlapping(200)), "%", "%");
    }

    @Test
    void aFileThatHoldsItself() throws Exception {
        Path quine = Files.write(room.resolve("quine.gz"), GzipQuine.bytes());
        try (java.util.zip.GZIPInputStream opened = new java.util.zip.GZIPInputStream(Files.newInputStream(quine))) {
            assertThat(opened.readAllBytes()).isEqualTo(GzipQuine.bytes());
        }
        Examined examined = child("quine.gz", GzipQuine.bytes());
        assertProblem(examined, "LIMIT_REACHED", "depth");
    }

    @Test
    void fortyBoxesInBoxes() throws Exception {
        byte[] box = "inside".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 40; i++) {
            box = Gzip.of(box);
        }
        assertProblem(examined("boxes.gz", box), "LIMIT_REACHED", "depth");
    }

    @Test
    void aFolderThatHoldsTheRoot() throws Exception {
        assertProblem(examined("loop.squashfs", Squashed.loop(room)), "UNSAFE", "%");
    }

    @Test
    void namesThatClimbOut() throws Exception {
        Tar tar = new Tar()
                .file("../../climbed", "x")
                .file("/absolute", "x")
                .file("a/../../climbed", "x")
                .link("up", '2', "../../../../etc/passwd")
                .link("hard", '1', "../../etc/passwd")
                .link("root", '2', "/etc/passwd")
                .file("root/through", "x");
        Examined examined = examined("climb.tar", tar.bytes());
        assertProblem(examined, "UNSAFE", "%");
        assertThat(examined.column("SELECT target FROM artifact WHERE name = 'root'::BLOB AND type = 'SYMLINK'"))
                .containsExactly("/etc/passwd");
        assertThat(examined.number("SELECT count(*) FROM artifact WHERE sha256 = '"
                        + org.vitrine.evidence.Digest.ofContent(org.vitrine.evidence.Bytes.map(Path.of("/etc/passwd")))
                        + "'"))
                .isZero();
        assertThat(room.resolve("../../climbed").normalize()).doesNotExist();
        assertThat(Path.of("/absolute")).doesNotExist();
    }

    @Test
    void aVendorsImageCutTenTimes() throws Exception {
        byte[] image = Files.readAllBytes(Corpus.path("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"));
        Random random = new Random(10);
        for (int i = 0; i < 10; i++) {
            int length = 1_049_088 + random.nextInt(2_600_000);
            Examined examined = examined("cut" + i, Arrays.copyOf(image, length));
            assertProblem(examined, "%", "%");
            assertThat(examined.column("SELECT clause FROM verdict WHERE outcome = 'PASS'"))
                    .as("cut at " + length)
                    .isEmpty();
        }
    }

    private static void assertProblem(Examined examined, String kind, String field) throws IOException {
        List<List<String>> problems = examined.rows("SELECT kind, field, reason FROM problem WHERE kind LIKE '" + kind
                + "' AND field LIKE '" + field + "' AND kind <> 'UNAVAILABLE'");
        assertThat(problems).isNotEmpty();
        assertThat(examined.column("SELECT reason FROM problem WHERE reason LIKE '%failed with%'"))
                .isEmpty();
    }

    private Examined examined(String name, byte[] bytes) throws IOException {
        return Examined.of(Files.write(room.resolve(name), bytes), room.resolve(name + ".dossier"));
    }

    private Examined child(String name, byte[] bytes) throws IOException, InterruptedException {
        Path input = Files.write(room.resolve(name), bytes);
        Path dossier = room.resolve(name + ".dossier");
        Child child = Child.with(room, "examine", "--out", dossier.toString(), input.toString());
        assertThat(child.code()).as(child.output()).isZero();
        assertThat(child.output()).contains("problems");
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertThat(child.anonymous()).isBetween(1L, ALLOWED);
        } else {
            Assumptions.abort("skipped: the system does not tell RssAnon");
        }
        return new Examined(dossier);
    }
}
