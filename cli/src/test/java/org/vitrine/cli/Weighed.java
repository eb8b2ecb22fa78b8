package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.centre.Comparing;
import org.vitrine.centre.Examination;
import org.vitrine.centre.Known;
import org.vitrine.change.equivalence.Equivalences;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// What `compare --equivalence` says of two releases: the rung, how much was set aside and how much was not, by
/// path the rung and its reason, and who set something aside.
record Weighed(String verdict, long spans, long residual, Map<String, String> files, List<String> normalisers) {
    /// Weighs two releases. No standard and no rule is asked, for speed.
    ///
    /// @param room a folder for the dossiers; those of a release that was here before are taken again
    static Weighed of(Path room, byte[] old, byte[] current) throws IOException {
        Weighed[] answer = new Weighed[1];
        try {
            Comparing.compare(
                    examined(room, old),
                    examined(room, current),
                    room.resolve("result"),
                    Run.standard(),
                    List.of(),
                    List.of(new Equivalences()),
                    true,
                    new Known(),
                    result -> answer[0] = answer(result));
        } catch (DossierRefused e) {
            throw new AssertionError(e);
        }
        return answer[0];
    }

    /// The dossier of a release.
    static Path examined(Path room, byte[] release) throws IOException {
        String name = Digest.ofContent(Bytes.of(release)).toString();
        Path dossier = room.resolve(name + ".dossier");
        if (!Files.exists(dossier)) {
            Path file = Files.write(room.resolve(name), release);
            Examination.examine(file, dossier, Run.standard(), List.of(), Optional.empty(), _ -> {});
        }
        return dossier;
    }

    private static Weighed answer(Dossier result) {
        List<Object> row =
                rows(result, "SELECT verdict, spans, residual FROM equivalence").getFirst();
        Map<String, String> files = new LinkedHashMap<>();
        rows(result, "SELECT path, verdict, reason FROM equivalence_file ORDER BY path")
                .forEach(file -> files.put(String.valueOf(file.get(0)), file.get(1) + " " + file.get(2)));
        List<String> normalisers = rows(result, "SELECT DISTINCT normaliser FROM span ORDER BY ALL").stream()
                .map(each -> String.valueOf(each.getFirst()))
                .toList();
        return new Weighed(String.valueOf(row.get(0)), (long) row.get(1), (long) row.get(2), files, normalisers);
    }

    /// The answer to a query of a comparison.
    static List<List<Object>> rows(Dossier result, String sql) {
        try {
            return result.query(sql).values();
        } catch (QueryRefused e) {
            throw new AssertionError(sql, e);
        }
    }
}
