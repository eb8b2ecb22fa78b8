package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Opening;
import org.vitrine.centre.Recipe;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Run;
import org.vitrine.tables.DossierRefused;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// What `explain` says to do with others' tools gives the bytes that the facts were taken from.
class ExplainTest {
    @TempDir
    Path room = Path.of("");

    /// Runs the recipes of every `step`-th file, and says how many there were.
    private int verified(Path release, int step) throws IOException, DossierRefused {
        int verified = 0;
        try (Opening opening = Opening.of(release, Run.standard())) {
            List<Artifact> files = opening.tree().artifacts().stream()
                    .filter(artifact -> artifact.type() == ArtifactType.FILE || artifact.type() == ArtifactType.PART)
                    .filter(artifact -> !artifact.sha256().equals(Digest.NONE))
                    .toList();
            for (int i = 0; i < files.size(); i += step) {
                Optional<List<String>> recipe = Recipe.of(opening.tree(), files.get(i), release.toString());
                if (recipe.isPresent()) {
                    String script = String.join("\n", recipe.get()) + " | sha256sum";
                    String answer =
                            Tool.of("bash", "-c", script).in(room).succeed().text();
                    assertThat(answer)
                            .as(script)
                            .startsWith(files.get(i).sha256().toString());
                    verified++;
                }
            }
        }
        return verified;
    }

    @Test
    void theToolsOfOthersGiveTheSameBytes() throws IOException, DossierRefused {
        Tool.needs("unsquashfs", "tail", "head", "sha256sum", "xz", "unzip", "tar", "gzip");
        assertThat(verified(Corpus.path("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"), 20))
                .isGreaterThan(10);
        assertThat(verified(Corpus.path("firmware/tplink-wr841n-v11/TL-WR841N_EU_V11_160325.zip"), 60))
                .isGreaterThan(5);
    }

    @Test
    void namesThatMeanSomethingToAShellAreQuoted() throws IOException, DossierRefused {
        Path release = room.resolve("a release;$(touch x).tar");
        Files.write(
                release,
                new Tar().file("etc/$(touch y) 'z'\n", "one").file("-rf", "two").bytes());
        assertThat(verified(release, 1)).isEqualTo(3);
        assertThat(room.toFile().list()).containsExactly("a release;$(touch x).tar");
    }

    @Test
    void aVerdictIsShownDownToItsBytes() throws IOException {
        Path release = room.resolve("release.tar");
        Files.write(
                release,
                new Tar()
                        .file("bin/sh", "x")
                        .file("dev/null", "")
                        .file("sbin/init", "x")
                        .file("lib/libc.so", "x")
                        .file("etc/passwd", "root::0:0::/:/bin/sh\nroot2::0:0::/:/bin/sh\n")
                        .bytes());
        Path dossier = room.resolve("release.dossier");
        Called.with("examine", "--out", dossier.toString(), release.toString());
        Called clause = Called.with("explain", dossier.toString(), "4.2.4.2.2", "--queries");
        assertThat(clause.code()).isZero();
        assertThat(clause.out()).contains("FAIL", "SELECT", "etc/passwd", "72 6f 6f 74", "$ tar -xOf ");
        Called fact = Called.with("explain", dossier.toString(), "account:2");
        assertThat(fact.out()).contains("account, row 2", "root2", "[72 6f 6f 74 32");
        assertThat(Called.with("explain", dossier.toString(), "account:99").code())
                .isEqualTo(Vitrine.USAGE);
        assertThat(Called.with("explain", dossier.toString(), "9.9.9").code()).isEqualTo(Vitrine.USAGE);
        Files.delete(release);
        Called without = Called.with("explain", dossier.toString(), "account:2");
        assertThat(without.code()).isZero();
        assertThat(without.err().lines()).hasSize(1);
        assertThat(without.out()).contains("root2").doesNotContain("$ tar");
    }
}
