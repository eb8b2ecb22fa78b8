package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Tool;

/// The catalogues on the command line, and which of them a release is held against.
class StandardsTest {
    private static final String HEAD = """
            id: lab/rules/1
            title: A laboratory's own rules
            needs: {artifact: 1, rootfs: 1}
            order:
              - '1'
            """;
    private static final String CLAUSE = """
            clause: '1'
            title: No file called secret
            demand: No file is called secret.
            link: https://example.org/
            parts:
              - name: files
                title: The files
                method: static
                strength: decides
                population: file | files
                applies: SELECT id AS artifact, path, 'a file' AS seen FROM artifact
                absent: SELECT id AS artifact, path, 'x' AS seen FROM artifact WHERE false
                examined: SELECT id AS artifact, path, 'a file' AS seen FROM artifact
                violations: |
                  SELECT id AS artifact, path, 'it is called secret' AS seen, 'ACTIVE' AS state
                  FROM artifact WHERE path LIKE '%secret'
                examples:
                  pass:
                    artifact: [{id: 1, path: fs}, {id: 2, parent: 1, path: fs/public}]
                    rootfs: [{artifact: 1}]
                  fail:
                    artifact: [{id: 1, path: fs}, {id: 2, parent: 1, path: fs/secret}]
                    rootfs: [{artifact: 1}]
            """;

    @TempDir
    Path room = Path.of("");

    private String catalogue(String name, String clause) throws IOException {
        Path folder = Files.createDirectories(room.resolve(name));
        Files.writeString(folder.resolve("catalogue.yaml"), HEAD);
        Files.writeString(folder.resolve("1.yaml"), clause);
        return folder.toString();
    }

    @Test
    void listAndShow() {
        Called list = Called.with("standards", "list");
        assertThat(list.out())
                .contains("3gpp/ts-33.117/18.1.0", "etsi/en-303-645/2.1.1")
                .contains("  4.2.4.2.2 System account identification\n    accounts: static, decides\n");
        Called show = Called.with("standards", "show", "4.2.4.2.2");
        assertThat(show.code()).isZero();
        assertThat(show.out()).contains("Every account", "accounts: The numeric users", "SELECT", "violations:");
        assertThat(Called.with("standards", "show", "9.9.9").code()).isEqualTo(Vitrine.USAGE);
    }

    @Test
    void anExampleThatIsAnsweredOtherwiseIsSaid() throws IOException {
        Called good = Called.with("standards", "check", catalogue("good", CLAUSE));
        assertThat(good.code()).as(good.out() + good.err()).isZero();
        assertThat(good.out()).contains("1 clause, 1 part, 2 examples, 0 answered otherwise");
        Called bad = Called.with("standards", "check", catalogue("bad", CLAUSE.replace("'%secret'", "'%hidden'")));
        assertThat(bad.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(bad.out()).contains("1 files, example 2: says FAIL, answered PASS");
        Called none = Called.with("standards", "check", catalogue("none", CLAUSE + "    colour: red\n"));
        assertThat(none.code()).isEqualTo(Vitrine.USAGE);
        assertThat(none.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("1.yaml"));
        assertThat(Called.with("standards", "check", "no/such/folder").code()).isEqualTo(Vitrine.USAGE);
    }

    @Test
    void aWeakeningIsShownAsOne() throws IOException {
        String old = catalogue("old", CLAUSE);
        assertThat(Called.with("standards", "diff", old, old).out()).isEqualTo("0 changes, 0 weakenings\n");
        Called blind =
                Called.with("standards", "diff", old, catalogue("blind", CLAUSE.replace("'%secret'", "'%hidden'")));
        assertThat(blind.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(blind.out())
                .contains("        1 files: its queries are others\n")
                .contains("WEAKER  1 files: the older example 2 (FAIL) is now PASS\n");
        Called stricter =
                Called.with("standards", "diff", old, catalogue("more", CLAUSE.replace("'%secret'", "'%secret%'")));
        assertThat(stricter.code()).as(stricter.out()).isZero();
    }

    @Test
    void theClassOfTheProductChoosesTheCatalogues() throws IOException {
        Path release = Files.write(
                room.resolve("release.tar"),
                new Tar().file("etc/passwd", "root:!:0:0::/:/bin/sh\n").bytes());
        Path product = Files.writeString(room.resolve("product.yaml"), "class: router\n");
        Path dossier = room.resolve("release.dossier");
        String catalogues = "SELECT DISTINCT catalogue FROM clause ORDER BY catalogue";
        Called.with("examine", "--out", dossier.toString(), release.toString());
        assertThat(new Examined(dossier).column(catalogues)).containsExactly("3gpp/ts-33.117/18.1.0");
        assertThat(Called.with("explain", dossier.toString(), "5.1-1").code()).isEqualTo(Vitrine.USAGE);
        Called.with("examine", "--product", product.toString(), "--out", dossier.toString(), release.toString());
        assertThat(new Examined(dossier).column(catalogues))
                .containsExactly("3gpp/ts-33.117/18.1.0", "etsi/en-303-645/2.1.1");
        assertThat(Called.with("explain", dossier.toString(), "5.1-1").code()).isZero();
        Called recorded = Called.with(
                "record",
                dossier.toString(),
                "4.2.3.4.3.4",
                "--result",
                "pass",
                "--tool",
                "ssh 9.2p1",
                "--settings",
                "none",
                "--evidence",
                product.toString(),
                "--by",
                "Test Laboratory");
        assertThat(recorded.code()).as(recorded.err()).isZero();
        assertThat(new Examined(dossier).column(catalogues))
                .containsExactly("3gpp/ts-33.117/18.1.0", "etsi/en-303-645/2.1.1");
    }

    @Test
    void theCompletionIsAScriptThatBashReads() {
        String script = Called.with("completion", "bash").out();
        byte[] answer = Tool.bytes(
                (script + "\ncomplete -p vitrine\nCOMP_WORDS=(vitrine st); COMP_CWORD=1; _complete_vitrine;"
                                + " echo \"${COMPREPLY[@]}\"\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "bash",
                "--norc",
                "-s");
        assertThat(new String(answer, java.nio.charset.StandardCharsets.UTF_8))
                .contains("_complete_vitrine", "standards");
        assertThat(Called.with("completion", "zsh").out())
                .startsWith("autoload")
                .contains("bashcompinit");
        assertThat(Called.with("completion", "fish").code()).isEqualTo(Vitrine.USAGE);
    }
}
