package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitrine.change.Side;
import org.vitrine.change.deployed.Deployment;
import org.vitrine.change.deployed.ManifestFormat;
import org.vitrine.change.deployed.ManifestLine;
import org.vitrine.change.deployed.ManifestRefused;
import org.vitrine.change.deployed.Manifests;
import org.vitrine.change.deployed.RootTree;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Rows;
import org.vitrine.tables.RowsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `deployed`: what an element has installed, held against the release that was examined.
@Command(
        name = "deployed",
        mixinStandardHelpOptions = true,
        description = "Holds a manifest of an element's files against the release: altered, missing, extra.",
        footer = {
            "",
            "On the element, in its root: find . -xdev -type f -exec sha256sum {} + > element.sha256",
            "MANIFEST is what sha256sum, an IMA log, 'dpkg --verify', 'rpm --verify' or mtree wrote on the element;",
            "which of them is seen from its lines. The root file system is the one with the most files, or --root.",
            "Lists that leave out what is unchanged (IMA, dpkg, rpm) can't tell what is missing beside their own word.",
            "Exit codes: 0 compared; 1 something that --fail-on names; 2 wrong call; 3 unreadable.",
            "",
            "Examples:",
            "  vitrine deployed fw.dossier element.sha256",
            "  vitrine deployed --fail-on altered,extra --json result.json fw.dossier element.sha256"
        })
final class DeployedCommand implements Callable<Integer> {
    /// Manifests of the largest systems have some 100 MB.
    private static final long MOST = 1L << 30;

    @Parameters(index = "0", paramLabel = "DOSSIER", description = "A dossier that `examine` left.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "MANIFEST", description = "What the element says of its files.")
    private Path manifest = Path.of("");

    @Option(names = "--format", paramLabel = "FORM", description = "sha256sum, ima, dpkg, rpm or mtree.")
    private @Nullable String format;

    @Option(names = "--root", paramLabel = "PATH", description = "The root file system, as `tree` shows its path.")
    private @Nullable String root;

    @Option(
            names = "--fail-on",
            split = ",",
            paramLabel = "STATE",
            description = "End with 1 on any of altered, missing, extra, uncompared.")
    private List<Deployment.State> failOn = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all paths and their states there.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, DossierRefused {
        if (Files.size(manifest) > MOST) {
            return Vitrine.complain(Vitrine.UNREADABLE, manifest + ": larger than " + MOST + " bytes");
        }
        List<String> lines = Manifests.lines(Files.readAllBytes(manifest));
        Optional<ManifestFormat> form = format == null ? Manifests.recognised(lines) : Manifests.named(format);
        if (form.isEmpty()) {
            return format == null
                    ? Vitrine.complain(Vitrine.UNREADABLE, manifest + ": no manifest of a form that is known")
                    : Vitrine.complain(Vitrine.USAGE, format + ": no such form of a manifest");
        }
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            Side release = Side.of(dossier, "");
            Optional<RootTree> tree = root == null ? RootTree.largest(release) : RootTree.at(release, root);
            if (tree.isEmpty()) {
                return Vitrine.complain(
                        Vitrine.UNREADABLE,
                        root == null ? folder + ": no file system in it" : root + ": nothing with files in it");
            }
            List<ManifestLine> said = form.get().read(lines);
            List<Deployment.Row> rows = Deployment.compare(tree.get(), form.get(), said);
            print(tree.get(), form.get(), rows);
            if (json != null) {
                Files.writeString(json, RowsText.json(table(rows)));
            }
            return rows.stream().anyMatch(row -> failOn.contains(row.state())) ? Vitrine.MATTERED : Vitrine.OK;
        } catch (ManifestRefused e) {
            return Vitrine.complain(Vitrine.UNREADABLE, manifest + ": " + e.getMessage());
        }
    }

    private static void print(RootTree tree, ManifestFormat form, List<Deployment.Row> rows) {
        Map<Deployment.State, Integer> counts = new EnumMap<>(Deployment.State.class);
        rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        for (Deployment.State state : Deployment.State.values()) {
            words.add(Amounts.count(counts.getOrDefault(state, 0)) + " "
                    + state.name().toLowerCase(Locale.ROOT));
        }
        String root = tree.root().path();
        Terminal.OUT.println("root       " + (root.isEmpty() ? "." : root));
        Terminal.OUT.println("manifest   " + form.id());
        Terminal.OUT.println("paths      " + String.join(", ", words));
        List<Deployment.Row> shown = rows.stream()
                .filter(row -> row.state() != Deployment.State.SAME)
                .sorted(java.util.Comparator.comparing(Deployment.Row::state))
                .toList();
        if (!shown.isEmpty()) {
            Terminal.OUT.println();
            Terminal.OUT.print(RowsText.table(table(shown), Terminal.width()));
        }
    }

    private static Rows table(List<Deployment.Row> rows) {
        List<List<Object>> values = new ArrayList<>();
        for (Deployment.Row row : rows) {
            values.add(List.of(
                    row.state().name(), row.executable().name(), row.path(), row.reason(), row.artifact(), row.line()));
        }
        return new Rows(List.of("state", "executable", "path", "reason", "artifact", "line"), values);
    }
}
