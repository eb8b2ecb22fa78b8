package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.report.ChangeJson;
import org.vitrine.report.ChangeReport;
import org.vitrine.report.HtmlReport;
import org.vitrine.report.VerdictsJson;
import org.vitrine.standards.Catalogue;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.Manifest;
import org.vitrine.tables.QueryRefused;

/// The documents of a dossier: the manifest, the report, the verdicts.
final class Documents {
    static final String TOOL = "Vitrine 0.1.0";

    private Documents() {}

    static void write(Dossier dossier, List<Catalogue> catalogues) throws IOException {
        Path folder = dossier.folder();
        Manifest manifest = seal(dossier, catalogues);
        Map<String, String> identity = manifest.identity();
        Files.writeString(folder.resolve("verdicts.json"), VerdictsJson.of(dossier, identity));
        Map<String, String> head = new TreeMap<>();
        catalogues.forEach(catalogue -> head.merge(
                "Catalogue", catalogue.id() + " sha256 " + catalogue.digest(), (one, other) -> one + "; " + other));
        head.put("Dossier", manifest.digest().toString());
        head.put("Tool", TOOL);
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(dossier, head));
    }

    /// The manifest alone.
    static Manifest seal(Dossier dossier, List<Catalogue> catalogues) throws IOException {
        return dossier.seal(identity(dossier, catalogues));
    }

    /// The documents of a comparison.
    static void writeChange(Dossier comparison, Manifest manifest) throws IOException {
        Map<String, String> head = Map.of("Comparison", manifest.digest().toString(), "Tool", TOOL);
        Files.writeString(comparison.folder().resolve("change.html"), ChangeReport.of(comparison, head));
        Files.writeString(comparison.folder().resolve("change.json"), ChangeJson.of(comparison, head));
    }

    private static Map<String, String> identity(Dossier dossier, List<Catalogue> catalogues) {
        Map<String, String> identity = new TreeMap<>();
        identity.put("tool", TOOL);
        identity.put("release", release(dossier));
        catalogues.forEach(catalogue ->
                identity.put("catalogue " + catalogue.id(), catalogue.digest().toString()));
        return identity;
    }

    private static String release(Dossier dossier) {
        try {
            return String.valueOf(dossier.query("SELECT sha256 FROM release")
                    .values()
                    .getFirst()
                    .getFirst());
        } catch (QueryRefused e) {
            throw new IllegalStateException(e);
        }
    }
}
