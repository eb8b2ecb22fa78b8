package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names that would do something where they are shown: they stand escaped on the terminal, in the page and in every
/// format.
class HostileNamesTest {
    private static final String LONG = "n".repeat(65_536);
    private static final List<String> NAMES = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "</title><script>alert(2)<!--",
            "esc\u001b[2Jape",
            "csi\u009b31m",
            "bidi\u202etxt.exe",
            "isolate\u2066x\u2069",
            "line\nbreak",
            "carriage\rreturn",
            "tab\tstop",
            "=cmd|' /C calc'!A0",
            "@SUM(1+1)",
            "+1",
            "-1",
            "nul\u0001",
            "zero\u200bwidth",
            "line\u2028separator",
            "back\\slash",
            "a@b",
            LONG);

    @TempDir
    private static Path room = Path.of("");

    private static Path dossier = Path.of("");
    private static Called examined = new Called(-1, "", "");

    @BeforeAll
    static void examine() throws IOException {
        Tar tar = new Tar().file("etc/passwd", "<script>alert(3)</script>:\u001b[1m:0:0:\u202e:/:=cmd|x\n");
        for (String name : NAMES) {
            tar.file("usr/" + name, "content of " + name.length());
        }
        tar.link("usr/link", '2', "<script>alert(4)</script>\u001b[2J\u202e");
        tar.file("bin/\u001b]0;title\u0007", new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
        Path input = Files.write(room.resolve("<script>alert(5)\u001b[2J\u202e.tar"), tar.bytes());
        dossier = room.resolve("names.dossier");
        examined = Called.with("examine", "--out", dossier.toString(), input.toString());
    }

    @Test
    void theSummary() {
        assertThat(examined.code()).isZero();
        assertHarmless(examined.out());
        assertThat(examined.err()).isEmpty();
    }

    @Test
    void theTree() {
        Called tree = Called.with("tree", dossier.toString());
        assertThat(tree.code()).isZero();
        assertHarmless(tree.out());
        assertThat(tree.out())
                .contains("usr/esc\\x1b[2Jape")
                .contains("usr/bidi\\xe2\\x80\\xaetxt.exe")
                .contains("usr/line\\x0abreak")
                .contains(LONG);
    }

    @Test
    void thePage() throws IOException {
        String page = Files.readString(dossier.resolve("report.html"));
        assertHarmless(page);
        assertThat(page).contains("alert(1)").doesNotContain("<script>alert").doesNotContain("<img src=x");
        // Nobody's name is longer than the page can bear.
        assertThat(page.length()).isLessThan(2_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatOfAQuery(QueryCommand.Format format) {
        Called called = Called.with(
                "query",
                "--format",
                format.name(),
                dossier.toString(),
                "SELECT name, target, path FROM artifact ORDER BY id");
        assertThat(called.code()).isZero();
        assertHarmless(called.out());
    }

    @Test
    void noFieldOfACsvIsAFormula() {
        Called called = Called.with(
                "query",
                "--format",
                "csv",
                dossier.toString(),
                "SELECT substr(path, length('usr/') + 1) AS last FROM artifact WHERE starts_with(path, 'usr/') ORDER BY id");
        assertThat(called.out()).contains("=cmd|").contains("SUM(1+1)");
        assertThat(called.out().lines()).allSatisfy(line -> assertThat(line).doesNotMatch("\"?[=+@-].*"));
    }

    @Test
    void aNameThatIsTooLongIsAProblem() throws IOException {
        Path input = Files.write(
                room.resolve("long.tar"),
                new Tar().file("a", "x").file(LONG + "n", "x").bytes());
        Examined longer = Examined.of(input, room.resolve("long.dossier"));
        assertThat(longer.number("SELECT count(*) FROM problem WHERE kind = 'LIMIT_REACHED'"))
                .isPositive();
    }

    private static void assertHarmless(String shown) {
        assertThat(shown.replace("\r\n", "\n")
                        .codePoints()
                        .filter(HostileNamesTest::isHarmful)
                        .mapToObj(Integer::toHexString))
                .isEmpty();
    }

    private static boolean isHarmful(int point) {
        int type = Character.getType(point);
        boolean control = type == Character.CONTROL && point != '\n';
        return control
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
