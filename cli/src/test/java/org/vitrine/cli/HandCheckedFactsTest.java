package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.centre.Kinds;
import org.vitrine.tables.Schema;
import org.vitrine.tables.SchemaColumn;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Facts of real releases that somebody checked by hand are in their dossiers as often as they must be,
/// tempting wrong
/// ones are not, and the tool they were checked with still says what it said.
class HandCheckedFactsTest {
    private static final long SQUASHFS = 1_049_088;

    @TempDir
    private Path room = Path.of("");

    /// A release, by the short name it has in the table.
    enum Release {
        H298N("h298n", "rootfs/zte-zxhn-h298n-jazz.tar.xz"),
        DPH153("dph153", "rootfs/cisco-dph153-femtocell-fs1.tar.xz"),
        DGA4131_0439("dga4131-0439", "rootfs/technicolor-dga4131-18.3.0439.tar.xz"),
        DGA4131_0462("dga4131-0462", "rootfs/technicolor-dga4131-18.3.0462.tar.xz"),
        WR841N("wr841n", "firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"),
        WR841N_ALTERED("wr841n-altered", "firmware/tplink-wr841n-v14/firmware-backdoored.bin");

        private final String shortName;
        private final String corpus;

        Release(String shortName, String corpus) {
            this.shortName = shortName;
            this.corpus = corpus;
        }

        private boolean isArchive() {
            return corpus.endsWith(".tar.xz");
        }

        private Path extracted() {
            String name = corpus.substring(corpus.lastIndexOf('/') + 1);
            return isArchive()
                    ? Extracted.rootfs(name.substring(0, name.length() - ".tar.xz".length()))
                    : Extracted.squashfs(Corpus.path(corpus), SQUASHFS);
        }

        private String listing() {
            String file = Corpus.path(corpus).toString();
            return isArchive()
                    ? Tool.text("tar", "--numeric-owner", "--full-time", "-tvf", file)
                    : Tool.text("unsquashfs", "-lln", "-o", Long.toString(SQUASHFS), file);
        }

        private List<CheckedFact> facts() throws IOException {
            return CheckedFact.all().stream()
                    .filter(fact -> fact.release().equals(shortName))
                    .toList();
        }
    }

    @Test
    void enoughWasCheckedOfEachRelease() throws IOException {
        Map<String, Long> present = new TreeMap<>(CheckedFact.all().stream()
                .filter(fact -> fact.rows() > 0)
                .collect(Collectors.groupingBy(CheckedFact::release, Collectors.counting())));
        assertThat(present).hasSize(Release.values().length);
        assertThat(present.values()).allMatch(count -> count >= 25);
        assertThat(CheckedFact.all()).filteredOn(fact -> fact.rows() == 0).hasSizeGreaterThan(100);
        assertThat(CheckedFact.all().stream().map(CheckedFact::table).distinct())
                .hasSizeGreaterThan(17);
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theDossierShowsWhatWasChecked(Release release) throws IOException {
        List<CheckedFact> facts = release.facts();
        String query = facts.stream()
                .map(fact -> fact.query(columns(fact.table())))
                .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY line"));
        List<List<String>> found = Examined.once(release.corpus).rows(query);
        assertThat(found).hasSameSizeAs(facts);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            long rows = Long.parseLong(found.get(i).getLast());
            if (rows != facts.get(i).rows()) {
                wrong.add("%s: %d rows instead of %d"
                        .formatted(facts.get(i), rows, facts.get(i).rows()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> columns(String table) {
        return Kinds.FACTS.stream()
                .map(Schema::of)
                .filter(schema -> schema.name().equals(table))
                .flatMap(schema -> schema.columns().stream())
                .map(SchemaColumn::name)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theSecondToolSaysWhatItSaid(Release release) throws IOException {
        Tool.needs("readelf", "strings", "file", "openssl", "ssh-keygen", "dropbearkey", "xz", "cpio", "unsquashfs");
        List<CheckedFact> facts = release.facts();
        Path folder = release.extracted();
        Path listing = Files.writeString(room.resolve("listing"), release.listing());
        StringBuilder script = new StringBuilder("export LIST='%s' RELEASE='%s'%n"
                .formatted(listing, Corpus.path(release.corpus).toAbsolutePath()));
        facts.forEach(fact -> script.append("( ").append(fact.command()).append("\n) 2>/dev/null; printf '\\0'\n"));
        Path file = Files.writeString(room.resolve("commands"), script);
        String[] answers =
                Tool.of("bash", file.toString()).in(folder).succeed().text().split("\0", -1);
        assertThat(answers).hasSize(facts.size() + 1);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            String answer = CheckedFact.answer(answers[i]);
            if (!answer.equals(facts.get(i).answer())) {
                wrong.add("%s: %s says: %s".formatted(facts.get(i), facts.get(i).command(), answer));
            }
        }
        assertThat(wrong).isEmpty();
    }
}
