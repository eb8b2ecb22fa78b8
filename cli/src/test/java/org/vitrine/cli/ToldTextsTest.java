package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Comparing;
import org.vitrine.centre.Known;
import org.vitrine.change.Delta;
import org.vitrine.change.RuleReader;
import org.vitrine.change.text.LineChange;
import org.vitrine.change.text.TextChange;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Run;
import org.vitrine.tables.DossierRefused;

/// What is told of a file that updates are asked by, and of the small texts that came or went.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToldTextsTest {
    private Path result = Path.of("");
    private final List<Delta> deltas = new ArrayList<>();
    private final List<TextChange> texts = new ArrayList<>();
    private final List<LineChange> lines = new ArrayList<>();

    ToldTextsTest() {}

    private static RootTree tree() {
        return new RootTree()
                .file("bin/sh", 0755, SmallRoot.text("x"))
                .file("etc/opkg.conf", "# where from\ndest root /\nsrc/gz base https://u:SECRET1@one.example.net/b\n")
                .file("etc/init.d/old", 0755, SmallRoot.text("#!/bin/sh\nold -d\n"))
                .file("usr/share/doc/gone.txt", "a text that nothing reads\n");
    }

    @BeforeAll
    void compare(@TempDir Path room) throws IOException, DossierRefused {
        RootTree current = tree().replace("etc/opkg.conf", "one.example.net", "two.example.org")
                .replace("etc/opkg.conf", "# where from", "# from where")
                .remove("etc/init.d/old")
                .remove("usr/share/doc/gone.txt")
                .file("etc/systemd/system/new.service", "[Service]\nExecStart=/bin/new\nEnvironment=PASSWORD=SECRET2\n")
                .file("opt/run", 0755, SmallRoot.text("#!/bin/sh\nexec /bin/new\n"))
                .file("usr/share/doc/come.txt", "another text that nothing reads\n")
                .file("etc/large.conf", "key = value\n".repeat(6000))
                .file("etc/noise.conf", 0644, SmallRoot.noise(400, 1));
        result = room.resolve("result");
        Comparing.compare(
                Files.write(room.resolve("old.tar"), tree().tar()),
                Files.write(room.resolve("new.tar"), current.tar()),
                result,
                Run.standard(),
                Ahead.done(RuleReader::ours),
                List.of(),
                true,
                new Known(),
                dossier -> {
                    try {
                        deltas.addAll(dossier.facts("delta", Delta.class));
                        texts.addAll(dossier.facts("text_change", TextChange.class));
                        lines.addAll(dossier.facts("line_change", LineChange.class));
                    } catch (DossierRefused e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private String told(String path) {
        return lines.stream()
                .filter(line -> line.path().equals(path))
                .map(line -> line.kind() + " " + line.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theLineThatNamesTheServerIsTold() {
        assertThat(deltas)
                .filteredOn(delta -> delta.rule().equals("update-source"))
                .singleElement()
                .satisfies(delta -> {
                    assertThat(delta.was()).isEqualTo("src/gz base https://u:<redacted>@one.example.net/b");
                    assertThat(delta.now()).isEqualTo("src/gz base https://u:<redacted>@two.example.org/b");
                    assertThat(delta.line()).isEqualTo(3);
                });
    }

    @Test
    void smallTextsThatCameOrWentAreToldWhole() {
        assertThat(told("etc/init.d/old")).isEqualTo("REMOVED #!/bin/sh\nREMOVED old -d");
        assertThat(told("opt/run")).isEqualTo("ADDED #!/bin/sh\nADDED exec /bin/new");
        assertThat(told("etc/systemd/system/new.service"))
                .isEqualTo("ADDED [Service]\nADDED ExecStart=/bin/new\nADDED Environment=PASSWORD=<redacted>");
    }

    @Test
    void othersAreNot() {
        assertThat(texts)
                .extracting(TextChange::path)
                .containsExactlyInAnyOrder(
                        "etc/opkg.conf", "etc/init.d/old", "opt/run", "etc/systemd/system/new.service");
    }

    @Test
    void thePageShowsThemWithoutSecrets() throws IOException {
        String page = Files.readString(result.resolve("change.html"));
        assertThat(page).contains("added, 2 lines", "removed, 2 lines", "exec /bin/new");
        try (var files = Files.walk(result)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("SECRET");
            }
        }
    }
}
