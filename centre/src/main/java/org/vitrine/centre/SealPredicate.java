package org.vitrine.centre;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.Listing;
import org.vitrine.ledger.verify.SealSecret;
import org.vitrine.ledger.verify.SealSecret.Use;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;
import org.vitrine.tables.QueryRefused;

/// What a seal states of a dossier: the verdicts as words, everything else as digests, of which those
/// that could be guessed are salted. No path, no text, no count of the content is in it.
///
/// @param dossier the dossier, open and so checked
/// @param manifest its manifest
/// @param secret makes the salts
/// @param listing the folder's files
/// @param sealed when, as the sealer claims; nobody can check it
/// @param embargo the day before which the sealer asks that nothing of the content be published
record SealPredicate(
        Dossier dossier,
        Manifest manifest,
        SealSecret secret,
        Listing listing,
        Instant sealed,
        Optional<LocalDate> embargo) {
    private static final String CATALOGUE = "catalogue ";

    /// Of which kind the statement is.
    StatementKind kind() {
        return manifest.table("comparison").isPresent() ? StatementKind.COMPARISON : StatementKind.EXAMINATION;
    }

    /// The SHA-256 of the releases that it is about: one, or of a comparison the older and the newer.
    Map<String, String> subjects() throws DossierRefused {
        Map<String, String> subjects = new LinkedHashMap<>();
        if (kind() == StatementKind.COMPARISON) {
            List<Object> row = row("SELECT old_release, new_release FROM comparison");
            subjects.put("old", String.valueOf(row.get(0)));
            subjects.put("new", String.valueOf(row.get(1)));
        } else {
            subjects.put(
                    "release", String.valueOf(row("SELECT sha256 FROM release").getFirst()));
        }
        return subjects;
    }

    /// The predicate.
    Json json() throws IOException, DossierRefused {
        List<Json> tables = new ArrayList<>();
        for (SealedTables.Sealed table : SealedTables.of(dossier, manifest, secret)) {
            tables.add(Json.object()
                    .put("name", table.name())
                    .put("root", table.root().toString())
                    .put("version", table.version())
                    .build());
        }
        Hash identity = secret.hide(Use.DOSSIER, manifest.digest().bytes());
        Json.Builder json = Json.object()
                .put("dossier", identity.toString())
                .put("listing", secret.hide(Use.LISTING, listing.text()).toString())
                .put("sealed", sealed.toString())
                .put("tables", tables)
                .put("tool", manifest.identity().getOrDefault("tool", ""));
        embargo.ifPresent(day -> json.put("embargo", day.toString()));
        if (kind() == StatementKind.COMPARISON) {
            json.put("verdicts", equivalence());
        } else {
            json.put("catalogues", catalogues()).put("verdicts", verdicts());
        }
        return json.sorted();
    }

    private List<Json> catalogues() {
        List<Json> catalogues = new ArrayList<>();
        manifest.identity().forEach((name, digest) -> {
            if (name.startsWith(CATALOGUE)) {
                catalogues.add(Json.object()
                        .put("id", name.substring(CATALOGUE.length()))
                        .put("sha256", digest)
                        .build());
            }
        });
        return catalogues;
    }

    /// The clauses in their order, each with its parts. The sentences stay out: they hold numbers and
    /// names.
    private List<Json> verdicts() throws DossierRefused {
        Map<List<Object>, List<Json>> parts = new LinkedHashMap<>();
        for (List<Object> row :
                rows("SELECT catalogue, clause, part, outcome, reason FROM verdict ORDER BY catalogue, clause, part")) {
            parts.computeIfAbsent(row.subList(0, 2), any -> new ArrayList<>())
                    .add(answer(Json.object().put("part", String.valueOf(row.get(2))), row.get(3), row.get(4)));
        }
        List<Json> clauses = new ArrayList<>();
        for (List<Object> row :
                rows("SELECT catalogue, clause, outcome, reason FROM clause ORDER BY catalogue, ordinal")) {
            Json.Builder clause = Json.object()
                    .put("catalogue", String.valueOf(row.get(0)))
                    .put("clause", String.valueOf(row.get(1)))
                    .put("parts", parts.getOrDefault(row.subList(0, 2), List.of()));
            clauses.add(answer(clause, row.get(2), row.get(3)));
        }
        return clauses;
    }

    /// How far two releases are the same, where that was asked.
    private List<Json> equivalence() throws DossierRefused {
        if (manifest.table("equivalence").isEmpty()) {
            return List.of();
        }
        return rows("SELECT trial, verdict FROM equivalence").stream()
                .<Json>map(row -> Json.object()
                        .put("equivalence", String.valueOf(row.get(1)))
                        .put("trial", String.valueOf(row.get(0)))
                        .build())
                .toList();
    }

    private static Json answer(Json.Builder json, Object outcome, Object reason) {
        json.put("outcome", String.valueOf(outcome));
        if (!reason.equals("NONE")) {
            json.put("reason", String.valueOf(reason));
        }
        return json.sorted();
    }

    private List<Object> row(String sql) throws DossierRefused {
        List<List<Object>> rows = rows(sql);
        if (rows.size() != 1) {
            throw new DossierRefused("can't be sealed: it does not say of which release it is");
        }
        return rows.getFirst();
    }

    private List<List<Object>> rows(String sql) throws DossierRefused {
        try {
            return dossier.query(sql).values();
        } catch (QueryRefused e) {
            throw new DossierRefused("can't be sealed, was it judged? " + e.getMessage());
        }
    }
}
