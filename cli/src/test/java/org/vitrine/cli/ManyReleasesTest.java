package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several releases at once, and one held against another.
class ManyReleasesTest {
    private static final String FINE = "root:!:0:0::/:/bin/sh\none:!:1:1::/:/bin/sh\n";
    private static final String SHARED = FINE + "two:!:1:1::/:/bin/sh\n";

    @TempDir
    Path room = Path.of("");

    private Path release(String name, String passwd) throws IOException {
        Tar tar = new Tar()
                .file("bin/sh", "x")
                .file("sbin/init", "x")
                .file("lib/libc.so", "x")
                .file("etc/passwd", passwd);
        Path file = room.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, tar.bytes());
    }

    @Test
    void eachGetsADossierAndOneThatFailsStopsNone() throws IOException {
        release("in/a.tar", SHARED);
        release("in/.hidden.tar", FINE);
        Files.createSymbolicLink(room.resolve("in/broken"), Path.of("nowhere"));
        release("in/folder/etc.tar", FINE);
        Path out = room.resolve("out");
        Called called = Called.with(
                "examine", "--each", "--out", out.toString(), room.resolve("in").toString());
        assertThat(called.code()).as(called.err()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(called.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("broken"));
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("a.dossier", "folder.dossier");
        List<String> lines = called.out().lines().toList();
        assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines.getFirst()).startsWith("name");
        assertThat(lines.get(1)).startsWith("a ").contains(" tar ", " %  ");
        assertThat(lines.get(2)).startsWith("broken").contains("unreadable");
        assertThat(lines.get(3)).startsWith("folder");
        Called two = Called.with(
                "examine",
                "--fail-on",
                "fail",
                "--out",
                out.toString(),
                room.resolve("in/a.tar").toString(),
                release("a.bin", FINE).toString());
        assertThat(two.code()).as(two.out()).isEqualTo(Vitrine.MATTERED);
        assertThat(two.out().lines()).hasSize(3);
    }

    @Test
    void namesOfDossiersAreTheirOwn() {
        List<Path> releases = List.of(Path.of("x/a.bin"), Path.of("y/a.bin"), Path.of("b.zip"), Path.of("z/a.zip"));
        assertThat(ManyReleases.names(releases).values()).containsExactly("a.bin", "a.bin-2", "b", "a.zip");
    }

    private Called since(Path baseline, Path dossier, Path release) {
        return Called.with(
                "examine",
                "--baseline",
                baseline.toString(),
                "--fail-on",
                "new",
                "--out",
                dossier.toString(),
                release.toString());
    }

    @Test
    void onlyWhatIsNewMatters() throws IOException {
        Path old = room.resolve("old.dossier");
        Path now = room.resolve("now.dossier");
        Path shared = release("shared.tar", SHARED);
        Called.with(
                "examine", "--out", old.toString(), release("fine.tar", FINE).toString());
        Called fails = since(old, now, shared);
        assertThat(fails.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(fails.out()).contains("  4.2.4.2.2 System account identification: fails, and did not\n");
        // A dossier may be the baseline of the one that takes its place.
        Called worse =
                since(now, now, release("worse.tar", SHARED + "three:!:2:2::/:/bin/sh\nfour:!:2:2::/:/bin/sh\n"));
        assertThat(worse.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(worse.out().lines().dropWhile(line -> !line.startsWith("new since")))
                .anyMatch(line -> line.contains("4.2.4.2.2 accounts: uid 2 is shared by three"))
                .noneMatch(line -> line.contains("uid 1 is shared") || line.contains("fails, and did not"));
        Called better = since(now, now, shared);
        assertThat(better.code()).as(better.out()).isZero();
        assertThat(better.out()).contains("nothing new fails since");
    }

    @Test
    void callsThatMakeNoSenseAreRefused() throws IOException {
        String release = release("a.tar", FINE).toString();
        List<Called> calls = List.of(
                Called.with("examine", "--fail-on", "new", release),
                Called.with("examine", "--baseline", release, release, release),
                Called.with("examine", "--each", release, release),
                Called.with(
                        "examine",
                        "--each",
                        Files.createDirectory(room.resolve("empty")).toString()));
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.code()).isEqualTo(Vitrine.USAGE);
            assertThat(call.err().lines()).hasSize(1);
        });
        Called none = Called.with("examine", "--baseline", room.resolve("none").toString(), release);
        assertThat(none.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(room.toFile().list()).containsExactlyInAnyOrder("a.tar", "empty");
    }
}
