package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Examination;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Comparison;
import org.vitrine.change.Delta;
import org.vitrine.change.RuleReader;
import org.vitrine.change.RuleRun;
import org.vitrine.change.Severity;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.testing.Corpus;

/// Pairs of real releases: the classes of their paths add up to what another tool reads in both, and what
/// changed for
/// security is found.
class RealPairsTest {
    @TempDir
    private Path room = Path.of("");

    RealPairsTest() {}

    private Path examined(String name, String release) throws IOException {
        Path folder = room.resolve(name + ".dossier");
        Examination.examine(Corpus.path(release), folder, Run.standard(), List.of(), Optional.empty(), _ -> {});
        return folder;
    }

    private List<Fact> compared(String old, String current) throws IOException, DossierRefused, CatalogueRefused {
        Path before = examined("old", old);
        Path after = examined("new", current);
        try (Dossier pair = Dossier.openPair(before, after, Run.standard().temporary())) {
            List<Fact> facts = Comparison.of(
                    pair, Dossier.manifest(before), Dossier.manifest(after), Optional.empty(), RuleReader.ours());
            assertThat(of(facts, RuleRun.class)).extracting(RuleRun::hindrance).containsOnly("");
            return facts;
        }
    }

    private static <F> List<F> of(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Holds the rows within the root file systems against the truth tables of both.
    private static void assertComplete(List<Fact> facts, String old, String current) throws IOException {
        List<Change> rows = of(facts, Change.class);
        assertComplete(
                rows,
                base(rows.stream().map(Change::oldPath).toList()),
                PairTruth.squashfs(old),
                base(rows.stream().map(Change::newPath).toList()),
                PairTruth.squashfs(current));
    }

    /// Holds the rows below a place of each release against what another tool reads there: every path of both is in
    /// exactly one row, and in the class that follows from what it holds.
    private static void assertComplete(
            List<Change> rows, String was, Map<String, String> before, String now, Map<String, String> after) {
        List<Row> inside = new ArrayList<>();
        for (Change row : rows) {
            String from = place(row.oldPath(), was);
            String to = place(row.newPath(), now);
            // What is in an archive of the file system is no path of it.
            Row one = new Row(row.kind(), before.containsKey(from) ? from : "", after.containsKey(to) ? to : "");
            if (!one.from.isEmpty() || !one.to.isEmpty()) {
                inside.add(one);
            }
        }
        Set<String> common = new TreeSet<>(before.keySet());
        common.retainAll(after.keySet());
        Set<String> same = common.stream()
                .filter(path -> before.getOrDefault(path, "").equals(after.get(path)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> different = new TreeSet<>(common);
        different.removeAll(same);
        Set<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(common);
        Set<String> come = new TreeSet<>(after.keySet());
        come.removeAll(common);

        assertThat(inside.stream().filter(row -> !row.from.isEmpty())).hasSize(before.size());
        assertThat(inside.stream().filter(row -> !row.to.isEmpty())).hasSize(after.size());
        assertThat(paths(
                        inside,
                        row -> row.from.equals(row.to)
                                && (row.kind == ChangeKind.IDENTICAL || row.kind == ChangeKind.METADATA)))
                .isEqualTo(same);
        assertThat(paths(
                        inside,
                        row -> row.from.equals(row.to)
                                && (row.kind == ChangeKind.CHANGED || row.kind == ChangeKind.UNREADABLE)))
                .isEqualTo(different);
        assertThat(paths(inside, row -> !row.from.equals(row.to) && !row.to.isEmpty()))
                .isEqualTo(come);
        assertThat(inside.stream()
                        .filter(row -> !row.from.equals(row.to) && !row.from.isEmpty())
                        .map(Row::from))
                .containsExactlyInAnyOrderElementsOf(gone);
    }

    private record Row(ChangeKind kind, String from, String to) {}

    private static Set<String> paths(List<Row> rows, Predicate<Row> chosen) {
        return rows.stream().filter(chosen).map(Row::to).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String base(List<String> paths) {
        String shell = "/bin/busybox";
        return paths.stream()
                .filter(path -> path.endsWith(shell))
                .map(path -> path.substring(0, path.length() - shell.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String place(String path, String base) {
        return path.startsWith(base) ? path.substring(base.length()) : "";
    }

    private static List<String> graver(List<Fact> facts, Severity least) {
        return of(facts, Delta.class).stream()
                .filter(delta -> delta.severity().compareTo(least) <= 0)
                .map(delta -> delta.severity() + " " + delta.rule() + " " + delta.subject())
                .sorted()
                .toList();
    }

    @Test
    void theStockImageAndTheAlteredOne() throws IOException, DossierRefused, CatalogueRefused {
        String folder = "firmware/tplink-wr841n-v14/";
        List<Fact> facts = compared(folder + "TL-WR841Nv14_EU.bin", folder + "firmware-backdoored.bin");

        assertComplete(facts, "TL-WR841Nv14_EU.bin@1049088.tsv.gz", "firmware-backdoored.bin@1049088.tsv.gz");
        assertThat(graver(facts, Severity.HIGH)).containsExactly("HIGH service-added backdoor");
        assertThat(of(facts, Delta.class))
                .filteredOn(delta -> delta.rule().equals("service-added"))
                .singleElement()
                .satisfies(delta -> {
                    assertThat(delta.path()).endsWith("/etc/init.d/rcS");
                    assertThat(delta.now()).startsWith("/bin/backdoor");
                    assertThat(delta.line()).isPositive();
                });
        assertThat(of(facts, Delta.class))
                .filteredOn(delta -> delta.rule().equals("program-added"))
                .extracting(Delta::subject)
                .containsExactlyInAnyOrder("/bin/backdoor", "/bin/hello");
        assertThat(of(facts, Change.class))
                .filteredOn(change ->
                        change.kind() == ChangeKind.CHANGED && change.path().contains("/etc/"))
                .extracting(Change::path)
                .singleElement()
                .asString()
                .endsWith("/etc/init.d/rcS");
    }

    @Test
    void aBugFixRelease() throws IOException, DossierRefused, CatalogueRefused {
        String image = "-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin";
        List<Fact> facts = compared(
                "firmware/openwrt-ramips/openwrt-18.06.4" + image, "firmware/openwrt-ramips/openwrt-18.06.9" + image);

        assertComplete(
                facts, "openwrt-18.06.4" + image + "@1442268.tsv.gz", "openwrt-18.06.9" + image + "@1445652.tsv.gz");
        assertThat(graver(facts, Severity.MEDIUM))
                .containsExactly(
                        "CRITICAL update-key /etc/opkg/keys/1035ac73cc4e59e3",
                        "HIGH update-source /etc/opkg/distfeeds.conf");
        assertThat(of(facts, Delta.class))
                .extracting(Delta::rule)
                .contains("component-upgraded")
                .doesNotContain("component-downgraded");
    }

    @Test
    void aReleaseWithANewKernel() throws IOException, DossierRefused, CatalogueRefused {
        String image = "openwrt-wrt350nv2-squashfs-sysupgrade-r";
        String folder = "firmware/openwrt-orion-wrt350nv2/";
        List<Fact> facts = compared(folder + image + "2533.img", folder + image + "4983.img");

        assertComplete(facts, image + "2533.img@1310720.tsv.gz", image + "4983.img@1310720.tsv.gz");
        assertThat(of(facts, Delta.class))
                .filteredOn(delta -> delta.rule().equals("kernel-module-added"))
                .extracting(Delta::subject)
                .containsExactly("/lib/modules/4.4.89/cmac.ko");
        assertThat(of(facts, Delta.class))
                .extracting(Delta::rule)
                .doesNotContain("component-downgraded", "login-added");
    }

    @Test
    void twoReleasesOfAGateway() throws IOException, DossierRefused, CatalogueRefused {
        String old = "technicolor-dga4131-18.3.0439";
        String current = "technicolor-dga4131-18.3.0462";
        List<Fact> facts = compared("rootfs/" + old + ".tar.xz", "rootfs/" + current + ".tar.xz");

        List<Change> rows = of(facts, Change.class);
        assertComplete(rows, "payload@0/", PairTruth.tar(old), "payload@0/", PairTruth.tar(current));
        // Nothing is beside them but the stream, the archive and what lies in files of it.
        assertThat(rows).allSatisfy(row -> assertThat(row.path()).matches("|payload@0(/.+)?"));
        assertThat(graver(facts, Severity.HIGH))
                .containsExactly("HIGH firewall-changed firewall rule Deny_HTTP_lan > target");
    }

    /// The packing changed between the two, so only what is unpacked tells which files did.
    @Test
    void twoBootEeproms() throws IOException, DossierRefused, CatalogueRefused {
        String folder = "firmware/rpi-eeprom/pieeprom-";
        String old = folder + "2024-09-10.bin";
        String current = folder + "2026-08-04.bin";
        List<Fact> facts = compared(old, current);

        List<Change> rows = of(facts, Change.class);
        assertComplete(rows, "", PairTruth.eeprom(old), "", PairTruth.eeprom(current));
        assertThat(graver(facts, Severity.LOW)).isEmpty();
    }
}
