package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls with something that is no release, or that can't be carried out: an honest short report, or one line
/// and the right exit code; and nothing half-written is left.
@Timeout(120)
class NoReleaseTest {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    private Path room = Path.of("");

    @Test
    void aText() throws IOException {
        assertShortReport("note.txt", "Only a note.\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothing() throws IOException {
        assertShortReport("empty", new byte[0]);
    }

    @Test
    void aPicture() throws IOException {
        assertShortReport("pixel.png", Base64.getDecoder().decode(PIXEL));
    }

    private void assertShortReport(String name, byte[] bytes) throws IOException {
        Path input = Files.write(room.resolve(name), bytes);
        Path dossier = room.resolve(name + ".dossier");
        Called called = Called.with("examine", "--fail-on", "fail", "--out", dossier.toString(), input.toString());
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isEqualTo(Vitrine.OK);
        assertThat(called.out())
                .contains("nothing inside")
                .doesNotContain("PASS")
                .containsPattern("FAIL +0");
        assertThat(called.out().lines().count()).isLessThan(15);
        assertThat(dossier.resolve("report.html")).isNotEmptyFile();
        assertLeft(name, name + ".dossier");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/zero"})
    void aDevice(String device) throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of(device)), "skipped: no " + device + " here");
        assertRefused(Vitrine.UNREADABLE, "neither a file nor a folder", "examine", device);
    }

    @Test
    void aPipe() throws IOException, InterruptedException {
        Path pipe = room.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertRefused(Vitrine.UNREADABLE, "neither a file nor a folder", "examine", pipe.toString());
        Files.delete(pipe);
    }

    @Test
    void aFileThatIsNotThere() throws IOException {
        assertRefused(
                Vitrine.UNREADABLE,
                "no such file",
                "examine",
                room.resolve("missing").toString());
    }

    @Test
    void aFolderThatMayNotBeRead() throws IOException {
        Path folder = Files.createDirectory(
                room.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        Assumptions.assumeFalse(Files.isReadable(folder), "skipped: this user may read everything");
        assertRefused(Vitrine.UNREADABLE, "not allowed", "examine", folder.toString());
        Files.delete(folder);
    }

    @Test
    void aCallThatIsWrong() throws IOException {
        assertRefused(Vitrine.USAGE, "--sideways", "examine", "--sideways", "x");
        assertRefused(Vitrine.USAGE, "Missing", "examine");
        assertRefused(Vitrine.USAGE, "", "admire", "x");
        assertRefused(Vitrine.USAGE, "--threads", "examine", "--threads", "0", "x");
        assertRefused(Vitrine.USAGE, "--max-bytes", "examine", "--max-bytes", "many", "x");
        assertRefused(Vitrine.USAGE, "--fail-on", "examine", "--fail-on", "sometimes", "x");
    }

    @Test
    void anAnswerThatCanNotBePut() throws IOException {
        Path input = Files.writeString(room.resolve("input"), "x");
        Path file = Files.writeString(room.resolve("file"), "mine");
        Path folder = Files.createDirectory(room.resolve("folder"));
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        for (String out : List.of(
                file.toString(),
                folder.toString(),
                file.resolve("below").toString(),
                room.resolve("missing/below").toString(),
                "/proc/release.dossier")) {
            String[] call = {"examine", "--out", out, input.toString()};
            Called called = Called.with(call);
            assertThat(called.code()).as(out).isEqualTo(Vitrine.UNREADABLE);
            assertThat(called.out()).isEmpty();
            assertThat(called.err().lines())
                    .as(out)
                    .singleElement()
                    .asString()
                    .startsWith("vitrine: ")
                    .doesNotEndWith("null");
        }
        assertThat(file).hasContent("mine");
        assertThat(mine).hasContent("mine");
        assertLeft("file", "folder", "input");
    }

    @Test
    void aDossierThatIsNone() throws IOException {
        assertRefused(Vitrine.UNREADABLE, "", "query", room.toString(), "SELECT 1");
        assertRefused(Vitrine.UNREADABLE, "", "tree", room.resolve("missing").toString());
        assertRefused(Vitrine.USAGE, "", "query", "SELECT 1");
    }

    private void assertRefused(int code, String said, String... call) throws IOException {
        String[] arguments = Stream.of(call).toArray(String[]::new);
        if (call[0].equals("examine")) {
            arguments = Stream.concat(
                            Stream.of(
                                    "examine",
                                    "--out",
                                    room.resolve("out.dossier").toString()),
                            Stream.of(call).skip(1))
                    .toArray(String[]::new);
        }
        Called called = Called.with(arguments);
        assertThat(called.code()).as(called.err()).isEqualTo(code);
        assertThat(called.out()).isEmpty();
        assertThat(called.err().lines())
                .singleElement()
                .asString()
                .startsWith("vitrine: ")
                .contains(said)
                .doesNotEndWith("null");
        try (Stream<Path> left = Files.list(room)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("out.dossier"));
        }
    }

    /// Nothing but these is in the folder.
    private void assertLeft(String... names) throws IOException {
        try (Stream<Path> left = Files.list(room)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }
}
