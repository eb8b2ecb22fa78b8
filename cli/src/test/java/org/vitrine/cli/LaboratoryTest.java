package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Tool;

/// What a laboratory and a submitter add to a dossier: who says what, and what that changes.
class LaboratoryTest {
    /// Only a running element can show whether a password is hidden while it is typed.
    private static final String CLAUSE = "4.2.3.4.3.4";

    @TempDir
    Path room = Path.of("");

    private Path release = Path.of("");
    private Path dossier = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void release() throws IOException {
        release = room.resolve("release.tar");
        Files.write(
                release, new Tar().file("etc/passwd", "root:!:0:0::/:/bin/sh\n").bytes());
        dossier = room.resolve("release.dossier");
        output = room.resolve("session.log");
        Files.writeString(output, "Password: ********\n");
    }

    private Called examine(String... more) {
        List<String> words = new ArrayList<>(List.of("examine", "--out", dossier.toString(), release.toString()));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private Called record(String... more) {
        List<String> words = new ArrayList<>(List.of("record", dossier.toString()));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }

    private Called recordPass(String... more) {
        List<String> words = new ArrayList<>(List.of(
                CLAUSE,
                "--result",
                "pass",
                "--tool",
                "ssh 9.2p1",
                "--settings",
                "-o NumberOfPasswordPrompts=1",
                "--evidence",
                output.toString(),
                "--by",
                "Test Laboratory",
                "--day",
                "2026-11-22"));
        words.addAll(List.of(more));
        return record(words.toArray(String[]::new));
    }

    private List<List<String>> clause() throws IOException {
        return new Examined(dossier).rows("SELECT outcome, reason, detail FROM clause WHERE clause = '" + CLAUSE + "'");
    }

    @Test
    void aRecordedResultDecidesAClauseAndSaysWhoSaysSo() throws IOException {
        assertThat(examine().code()).isZero();
        assertThat(clause().getFirst().subList(0, 2)).containsExactly("INCONCLUSIVE", "NEEDS_LIVE");
        String before = Files.readString(dossier.resolve("dossier.json"));
        Called recorded = recordPass();
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.code()).isZero();
        assertThat(recorded.out()).contains(CLAUSE, "PASS", "Test Laboratory", "ssh 9.2p1");
        assertThat(clause().getFirst().getFirst()).isEqualTo("PASS");
        assertThat(clause().getFirst().getLast())
                .contains("recorded by Test Laboratory on 2026-11-22 with ssh 9.2p1 (-o NumberOfPasswordPrompts=1)");
        String sha256 = Tool.text("sha256sum", output.toString()).substring(0, 64);
        assertThat(dossier.resolve("laboratory").resolve(sha256)).hasSameBinaryContentAs(output);
        assertThat(new Examined(dossier).rows("SELECT sha256, tester FROM laboratory"))
                .containsExactly(List.of(sha256, "Test Laboratory"));
        assertThat(Files.readString(dossier.resolve("dossier.json"))).isNotEqualTo(before);
        assertThat(Files.readString(dossier.resolve("report.html"))).contains("Test Laboratory");
    }

    @Test
    void theLastOfSeveralResultsCounts() throws IOException {
        examine();
        recordPass();
        record(
                CLAUSE,
                "--result",
                "fail",
                "--tool",
                "telnet 0.17",
                "--settings",
                "none",
                "--evidence",
                output.toString(),
                "--by",
                "Other Laboratory",
                "--day",
                "2026-11-23");
        assertThat(clause().getFirst().getFirst()).isEqualTo("FAIL");
        assertThat(new Examined(dossier).rows("SELECT number, tester FROM laboratory ORDER BY number"))
                .containsExactly(List.of("1", "Test Laboratory"), List.of("2", "Other Laboratory"));
    }

    @Test
    void theSameResultGivesTheSameDossier() throws IOException {
        examine();
        recordPass();
        String once = Files.readString(dossier.resolve("dossier.json"));
        examine();
        recordPass();
        assertThat(Files.readString(dossier.resolve("dossier.json"))).isEqualTo(once);
    }

    @Test
    void whatIsMissingOrWrongIsOneLineAndChangesNothing() throws IOException {
        examine();
        String before = Files.readString(dossier.resolve("dossier.json"));
        assertThat(record(CLAUSE, "--result", "pass").code()).isEqualTo(Vitrine.USAGE);
        List<Called> calls = List.of(
                recordPass("--day", "yesterday"),
                recordPass("--part", "nothing"),
                recordPass("--remark", "x".repeat(5000)));
        for (Called call : calls) {
            assertThat(call.code()).isIn(Vitrine.USAGE, Vitrine.UNREADABLE);
            assertThat(call.err().lines()).hasSize(1);
        }
        Files.delete(output);
        assertThat(recordPass().code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(Files.readString(dossier.resolve("dossier.json"))).isEqualTo(before);
        assertThat(room.toFile().list()).containsExactlyInAnyOrder("release.tar", "release.dossier");
    }

    @Test
    void whatTheReleaseDecidesNobodyRecords() {
        examine();
        Called call = record(
                "4.2.4.2.2",
                "--result",
                "pass",
                "--tool",
                "eye",
                "--settings",
                "none",
                "--evidence",
                output.toString(),
                "--by",
                "Test Laboratory");
        assertThat(call.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(call.err()).contains("4.2.4.2.2", "decided by the release alone");
    }

    @Test
    void aProductFileIsRecordedAndItsDigestCompared() throws IOException {
        Path file = room.resolve("product.yaml");
        assertThat(Called.with("product", "new", file.toString()).code()).isZero();
        assertThat(Called.with("product", "new", file.toString()).code()).isEqualTo(Vitrine.USAGE);
        String sha256 = Tool.text("sha256sum", release.toString()).substring(0, 64);
        String filled = Files.readString(file)
                .replace("vendor: \"\"", "vendor: Example")
                .replace("class: \"\"", "class: CPE")
                .replace("sha256: \"\"", "sha256: " + sha256);
        Files.writeString(file, filled);
        assertThat(examine("--product", file.toString()).err()).isEmpty();
        assertThat(new Examined(dossier).rows("SELECT vendor, kind, agreement FROM product"))
                .containsExactly(List.of("Example", "cpe", "SAME"));
        Files.writeString(file, filled.replace(sha256, "0".repeat(63) + "1"));
        examine("--product", file.toString());
        assertThat(new Examined(dossier).rows("SELECT agreement FROM product")).containsExactly(List.of("DIFFERS"));
    }

    @Test
    void theClassOfAProductDecidesWhichClausesConcernIt() throws IOException {
        Path file = room.resolve("product.yaml");
        String select = "SELECT outcome, reason FROM clause WHERE clause = '4.2.6.2.3'";
        examine();
        assertThat(new Examined(dossier).rows(select)).containsExactly(List.of("INCONCLUSIVE", "NEEDS_PRODUCT"));
        Files.writeString(file, "class: cpe\n");
        examine("--product", file.toString());
        assertThat(new Examined(dossier).rows(select)).containsExactly(List.of("NOT APPLICABLE", "NONE"));
        assertThat(new Examined(dossier).rows("SELECT DISTINCT catalogue FROM clause ORDER BY catalogue"))
                .containsExactly(List.of("3gpp/ts-33.117/18.1.0"), List.of("etsi/en-303-645/2.1.1"));
        Files.writeString(file, "class: mme\n");
        examine("--product", file.toString());
        assertThat(new Examined(dossier).rows(select)).containsExactly(List.of("INCONCLUSIVE", "NEEDS_DECLARATION"));
    }

    @Test
    void aProductFileWithAMistakeIsRefusedWithItsLine() throws IOException {
        Path file = room.resolve("product.yaml");
        Files.writeString(file, "vendor: Example\nklass: cpe\n");
        Called call = examine("--product", file.toString());
        assertThat(call.code()).isEqualTo(Vitrine.USAGE);
        assertThat(call.err()).contains("product.yaml:2", "klass");
        assertThat(dossier).doesNotExist();
    }
}
