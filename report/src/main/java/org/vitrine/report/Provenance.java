package org.vitrine.report;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.tables.Manifest;

/// What an export is made from, and names: the dossier's manifest, and what stands in no table.
///
/// @param manifest the dossier's
/// @param tests the documents' own names of their test cases, by catalogue, a blank and the clause
/// @param time what is written where a format wants a point in time, as 2026-11-22T00:00:00Z; [#NO_TIME] where none is
///     to be told, so that the same dossier gives the same bytes
public record Provenance(Manifest manifest, Map<String, String> tests, String time) {
    /// The time that is no time: the beginning of 1970.
    public static final String NO_TIME = "1970-01-01T00:00:00Z";

    private static final String CATALOGUE = "catalogue ";

    /// Copies the map.
    public Provenance {
        tests = Map.copyOf(tests);
    }

    /// The dossier's identity, 64 hex digits.
    String dossier() {
        return manifest.digest().toString();
    }

    /// The digests of the catalogues, by `body/document/version`.
    SortedMap<String, String> catalogues() {
        SortedMap<String, String> catalogues = new TreeMap<>();
        manifest.identity().forEach((name, digest) -> {
            if (name.startsWith(CATALOGUE)) {
                catalogues.put(name.substring(CATALOGUE.length()), digest);
            }
        });
        return catalogues;
    }

    /// The tool that made the dossier: `Vitrine 0.1.0`.
    String tool() {
        return manifest.identity().getOrDefault("tool", "Vitrine");
    }

    /// The tool's name alone.
    String toolName() {
        String tool = tool();
        int blank = tool.lastIndexOf(' ');
        return blank < 1 ? tool : tool.substring(0, blank);
    }

    /// The tool's version; empty where the manifest names none.
    String toolVersion() {
        String tool = tool();
        int blank = tool.lastIndexOf(' ');
        return blank < 1 ? "" : tool.substring(blank + 1);
    }

    /// The document's name of a clause's test case; empty where it has none.
    String test(String catalogue, String clause) {
        return tests.getOrDefault(catalogue + " " + clause, "");
    }

    /// Whether a time was given.
    boolean isTimed() {
        return !time.equals(NO_TIME);
    }
}
