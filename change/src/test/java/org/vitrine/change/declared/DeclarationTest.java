package org.vitrine.change.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Delta;
import org.vitrine.change.Severity;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.yaml.CatalogueRefused;

/// What a vendor declares, joined with what was seen: neither a finding nor an item is waved through by a common word.
class DeclarationTest {
    private static final String ROOT = "squashfs@1048576/";

    private static final Delta LOGIN =
            delta("login-added", Severity.CRITICAL, "support", "", "uid 0, shell /bin/sh", "etc/passwd");
    private static final Delta PROGRAM =
            delta("program-listens", Severity.MEDIUM, "usr/sbin/telnetd", "", "imports listen", "usr/sbin/telnetd");
    private static final Delta COMPONENT =
            delta("component-upgraded", Severity.INFO, "dropbear", "2019.78", "2024.85", "usr/sbin/dropbear");

    @TempDir
    private Path room = Path.of("");

    private static Delta delta(String rule, Severity severity, String subject, String was, String now, String path) {
        return new Delta(
                rule, 0, severity, "a title", subject, was, now, -1, 1, ROOT + path, 0, Delta.Declared.NOT_ASKED, "");
    }

    private static Change change(String path) {
        return new Change(
                ChangeKind.CHANGED,
                1,
                1,
                ROOT + path,
                ROOT + path,
                ArtifactType.FILE,
                Change.Opened.NO,
                1,
                1,
                Digest.NONE,
                Digest.NONE,
                "",
                -1);
    }

    private Declaration declaration(String name, String text) throws IOException {
        try {
            return DeclarationReader.read(Files.writeString(room.resolve(name), text));
        } catch (CatalogueRefused e) {
            throw new AssertionError(e);
        }
    }

    /// Each finding with who speaks of it, then each item with what was seen of it.
    private static List<String> joined(Declaration declaration, Fact... facts) {
        List<String> said = new ArrayList<>();
        for (Fact fact : declaration.joined(List.of(facts))) {
            switch (fact) {
                case Delta delta -> said.add(delta.subject() + " " + delta.declared() + " " + delta.item());
                case DeclaredItem item -> said.add(item.item() + " " + item.seen());
                default -> {}
            }
        }
        return said;
    }

    @Test
    void longLinesAreReadToTheirEnd() throws IOException {
        String entry = "a (1.0)" + " stable".repeat(60_000) + "; urgency=low";
        String path = "usr" + "/a".repeat(60_000);
        Declaration declaration = declaration("changelog", entry + "\n\n  * added " + path + "\n\n -- A\n");
        assertThat(joined(declaration, change(path.substring("usr/".length())))).containsExactly("1.0 line 3 NOT_SEEN");
    }

    @Test
    void whatIsDeclaredItemByItem() throws IOException {
        Declaration declaration = declaration("change.yaml", """
                release: "2"
                items:
                  - id: CR-1
                    text: dropbear is new
                    component: dropbear
                    version: "2024.85"
                  - id: CR-2
                    text: a service for our support
                    rule: program-listens
                    path: usr/sbin/telnet*
                  - id: CR-3
                    text: the clock
                    path: etc/init.d/clock
                  - id: CR-4
                    text: the banner
                    path: /etc/banner
                """);
        assertThat(joined(declaration, LOGIN, PROGRAM, COMPONENT, change("etc/banner")))
                .containsExactly(
                        "support UNDECLARED ",
                        "usr/sbin/telnetd DECLARED CR-2 (by its rule, path)",
                        "dropbear DECLARED CR-1 (by its component, version)",
                        "CR-1 SEEN",
                        "CR-2 SEEN",
                        "CR-3 NOT_SEEN",
                        "CR-4 SEEN");
    }

    @Test
    void anItemThatWouldSpeakOfAnythingIsRefused() {
        for (String item : List.of("rule: login-added", "subject: \"*\"", "path: \"*/*\"", "version: \"2\"")) {
            String text = "items:\n  - id: a\n    text: b\n    " + item + "\n";
            assertThatThrownBy(() -> DeclarationReader.read(Files.writeString(room.resolve("open.yaml"), text)))
                    .as(item)
                    .isInstanceOf(CatalogueRefused.class)
                    .hasMessageContaining("it would speak of anything");
        }
    }

    @Test
    void releaseNotesDeclareWhatTheyNameAndNothingElse() throws IOException {
        Declaration declaration = declaration("notes.txt", """
                # Release 2

                - Improved support for login and telnet, better security
                - dropbear updated to 2024.85.
                - General improvements of /etc/passwd handling and
                  of the web pages
                - Removed usr/sbin/telnetd
                - Fixed CVE-2016-1000 in /etc/init.d/clock
                """);
        assertThat(joined(declaration, LOGIN, PROGRAM, COMPONENT))
                .containsExactly(
                        // "support" stands there as a word; the path in another item: neither is enough.
                        "support UNDECLARED ",
                        // It came, and the notes say that it went.
                        "usr/sbin/telnetd UNDECLARED ",
                        "dropbear DECLARED notes.txt line 4 (names dropbear and 2024.85)",
                        "notes.txt line 3 NOT_CHECKED",
                        "notes.txt line 4 SEEN",
                        "notes.txt line 5 NOT_SEEN",
                        "notes.txt line 7 NOT_SEEN",
                        "notes.txt line 8 NOT_SEEN");
        assertThat(joined(declaration("more.txt", "The service /usr/sbin/telnetd is new.\n"), PROGRAM))
                .containsExactly(
                        "usr/sbin/telnetd DECLARED more.txt line 1 (names usr/sbin/telnetd)", "more.txt line 1 SEEN");
    }

    @Test
    void aGraveFindingIsNotDeclaredInPassing() throws IOException {
        assertThat(joined(declaration("passing.txt", "Better support for /etc/passwd with new logins"), LOGIN))
                .containsExactly("support UNDECLARED ", "passing.txt line 1 NOT_SEEN");
    }

    @Test
    void anotherVersionIsNotTheOneThatIsNamed() throws IOException {
        for (String text : List.of(
                "dropbear updated to 2024.851",
                "dropbear updated to 12024.85",
                "dropbear-ng updated to 2024.85",
                "mydropbear updated to 2024.85",
                "updated to 2024.85")) {
            assertThat(joined(declaration("one.txt", text), COMPONENT).getFirst())
                    .as(text)
                    .isEqualTo("dropbear UNDECLARED ");
        }
    }

    @Test
    void ofAChangelogTheNewestEntryCounts() throws IOException {
        String changelog = """
                dropbear (2024.85-1) stable-security; urgency=high

                  * New version: dropbear 2024.85
                  * Mend CVE-2023-48795 (the first
                    packets of a session)

                 -- A Maintainer <a@example.org>  Mon, 01 Jan 2024 00:00:00 +0000

                dropbear (2019.78-1) stable; urgency=low

                  * Add /usr/sbin/telnetd

                 -- A Maintainer <a@example.org>  Tue, 01 Jan 2019 00:00:00 +0000
                """;
        List<String> said = List.of(
                "usr/sbin/telnetd UNDECLARED ",
                "dropbear DECLARED 2024.85-1 line 3 (names dropbear and 2024.85)",
                "2024.85-1 line 3 SEEN",
                "2024.85-1 line 4 NOT_SEEN");
        assertThat(joined(declaration("changelog", changelog), PROGRAM, COMPONENT))
                .isEqualTo(said);

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(changelog.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(room.resolve("changelog.gz"), packed.toByteArray());
        try {
            assertThat(joined(DeclarationReader.read(room.resolve("changelog.gz")), PROGRAM, COMPONENT))
                    .isEqualTo(said);
        } catch (CatalogueRefused e) {
            throw new AssertionError(e);
        }
    }
}
