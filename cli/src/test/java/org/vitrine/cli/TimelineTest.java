package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three releases in a row: a login comes, a component goes up.
class TimelineTest {
    @TempDir
    private static Path room = Path.of("");

    @BeforeAll
    static void examine() throws IOException {
        release("three", "root:x:0:0::/:/bin/sh\nsupport:x:0:0::/:/bin/sh\n", "1.31.0");
        release("one", "root:x:0:0::/:/bin/sh\n", "1.19.2");
        release("two", "root:x:0:0::/:/bin/sh\n", "1.31.0");
    }

    private static void release(String name, String passwd, String version) throws IOException {
        Path release = room.resolve(name + ".tar");
        Files.write(
                release,
                new Tar()
                        .file("bin/busybox", "\0BusyBox v" + version + " (2023-11-19 18:34:13 PST)\0")
                        .file("bin/sh", "x")
                        .file("dev/null", "")
                        .file("sbin/init", "x")
                        .file("lib/libc.so", "x")
                        .file("etc/passwd", passwd)
                        .bytes());
        Examined.of(release, room.resolve(name + ".dossier"));
    }

    private static Called called(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("timeline"));
        arguments.addAll(List.of(more));
        List.of("one", "two", "three")
                .forEach(name -> arguments.add(room.resolve(name + ".dossier").toString()));
        return Called.with(arguments.toArray(new String[0]));
    }

    @Test
    void releasesStandInTheOrderTheyAreGiven() {
        Called called = called();
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isZero();
        assertThat(called.out())
                .contains("3 releases in a row", "| Component | one | two | three |")
                .contains("| busybox | 1.19.2 | 1.31.0 | 1.31.0 |")
                .containsPattern("\\| support \\| – \\| – \\| uid 0, [^|]* \\|")
                .doesNotContain(room.toString());
        assertThat(called()).isEqualTo(called);
    }

    @Test
    void thePageSaysTheSame() {
        Called called = called("--format", "html");
        assertThat(called.code()).isZero();
        assertThat(called.out()).startsWith("<!DOCTYPE html>").contains("1.19.2", "support");
    }

    @Test
    void whatIsNoDossierIsOneLine() {
        Called called = Called.with("timeline", room.toString());
        assertThat(called.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(called.err().lines()).hasSize(1);
    }
}
