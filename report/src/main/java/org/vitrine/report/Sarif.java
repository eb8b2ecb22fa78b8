package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.evidence.Digest;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;

/// The verdicts as results at places in the release: SARIF 2.1.0 (OASIS).
///
/// A rule is a clause. A violation in force of a part that failed is a result of kind `fail`; one that is to be
/// explained is of kind `review`. A clause that failed by nothing but a laboratory's word is one result of kind `fail`,
/// any other clause one of kind `pass`, `open` or `notApplicable`. Addresses are relative to the release: each segment
/// of a path is percent-encoded, the `@` that marks a container's offset is not.
public final class Sarif {
    /// How many rows of one part become results of their own.
    static final int MOST = 5_000;

    private static final String BASE = "RELEASE";

    private final Ask ask;
    private final Subject subject;
    private final Provenance provenance;
    private final Scope scope;
    private final List<Clause> clauses;
    private final Map<String, Integer> files = new LinkedHashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Map<String, Integer> twins = new HashMap<>();

    /// Which results are written.
    public enum Scope {
        /// All, of every kind.
        ALL,
        /// Those of kind `fail`: for services that take every result for a failure.
        FAILURES
    }

    private Sarif(Dossier dossier, Provenance provenance, Scope scope) {
        this.ask = new Ask(dossier);
        this.subject = Subject.of(dossier);
        this.provenance = provenance;
        this.scope = scope;
        this.clauses = Clause.all(ask, MOST);
    }

    /// The document for a dossier, deterministic.
    public static String of(Dossier dossier, Provenance provenance, Scope scope) {
        return new Sarif(dossier, provenance, scope).log().pretty();
    }

    private Json log() {
        List<Json> results = new ArrayList<>();
        for (int i = 0; i < clauses.size(); i++) {
            results(clauses.get(i), i, results);
        }
        List<Json> problems = problems();
        Json.Builder run = Json.object()
                .put("tool", Json.object().put("driver", driver()).build())
                .put(
                        "automationDetails",
                        Json.object()
                                .put("id", "vitrine/" + subject.sha256())
                                .put("guid", NameUuid.of("sarif", provenance.dossier(), scope.name()))
                                .build())
                .put(
                        "invocations",
                        List.of(Json.object()
                                .put("executionSuccessful", Json.of(true))
                                .put("toolExecutionNotifications", problems)
                                .build()))
                .put(
                        "originalUriBaseIds",
                        Json.object()
                                .put(
                                        BASE,
                                        Json.object()
                                                .put(
                                                        "description",
                                                        text("The release itself, " + subject.title() + ", SHA-256 "
                                                                + subject.sha256()))
                                                .build())
                                .build())
                .put("artifacts", artifacts())
                .put("taxonomies", taxonomies())
                .put("results", results)
                .put("properties", properties());
        return Json.object()
                .put(
                        "$schema",
                        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
                .put("version", "2.1.0")
                .put("runs", List.of(run.build()))
                .build();
    }

    private Json properties() {
        Json.Builder catalogues = Json.object();
        provenance.catalogues().forEach(catalogues::put);
        return Json.object()
                .put("release", subject.sha256())
                .put("dossier", provenance.dossier())
                .put("catalogues", catalogues.build())
                .put("bytes", subject.size())
                .put("bytesUnderstood", subject.understood())
                .build();
    }

    private Json driver() {
        Json.Builder driver = Json.object().put("name", provenance.toolName());
        if (!provenance.toolVersion().isEmpty()) {
            driver.put("version", provenance.toolVersion());
        }
        List<Json> taxonomies = new ArrayList<>();
        List<String> catalogues = catalogues();
        catalogues.forEach(catalogue -> taxonomies.add(component(catalogue, catalogues)));
        Map<String, Integer> taxa = new HashMap<>();
        List<Json> rules = new ArrayList<>();
        for (Clause clause : clauses) {
            int taxon = taxa.merge(clause.catalogue(), 1, Integer::sum) - 1;
            String test = provenance.test(clause.catalogue(), clause.number());
            Json.Builder rule = Json.object().put("id", rule(clause)).put("guid", NameUuid.of("rule", rule(clause)));
            if (!test.isEmpty()) {
                rule.put("name", test);
            }
            rule.put("shortDescription", text(clause.title())).put("fullDescription", text(clause.demand()));
            rule.put("help", text(clause.demand() + (clause.link().isEmpty() ? "" : " See " + clause.link())));
            address(rule, clause);
            rules.add(rule.put(
                            "relationships",
                            List.of(Json.object()
                                    .put(
                                            "target",
                                            Json.object()
                                                    .put("id", clause.number())
                                                    .put("index", taxon)
                                                    .put("toolComponent", component(clause.catalogue(), catalogues))
                                                    .build())
                                    .put("kinds", List.of(Json.of("equal")))
                                    .build()))
                    .build());
        }
        return driver.put("supportedTaxonomies", taxonomies).put("rules", rules).build();
    }

    /// The clauses as each document numbers them.
    private List<Json> taxonomies() {
        List<Json> taxonomies = new ArrayList<>();
        for (String catalogue : catalogues()) {
            String[] words = catalogue.split("/", 3);
            List<Json> taxa = new ArrayList<>();
            for (Clause clause : clauses) {
                if (clause.catalogue().equals(catalogue)) {
                    Json.Builder taxon = Json.object().put("id", clause.number());
                    address(taxon.put("shortDescription", text(clause.title())), clause);
                    taxa.add(taxon.build());
                }
            }
            Json.Builder taxonomy =
                    Json.object().put("name", catalogue).put("guid", NameUuid.of("taxonomy", catalogue));
            if (words.length == 3) {
                taxonomy.put("organization", words[0]).put("version", words[2]);
            }
            taxonomies.add(taxonomy.put("isComprehensive", Json.of(false))
                    .put("taxa", taxa)
                    .build());
        }
        return taxonomies;
    }

    private List<String> catalogues() {
        return clauses.stream().map(Clause::catalogue).distinct().toList();
    }

    private static Json component(String catalogue, List<String> catalogues) {
        return Json.object()
                .put("name", catalogue)
                .put("index", catalogues.indexOf(catalogue))
                .put("guid", NameUuid.of("taxonomy", catalogue))
                .build();
    }

    private static void address(Json.Builder json, Clause clause) {
        if (clause.link().matches("https?://[!#-;=?-Z_a-z~]+")) {
            json.put("helpUri", clause.link());
        }
    }

    private static String rule(Clause clause) {
        return clause.catalogue() + "/" + clause.number();
    }

    private void results(Clause clause, int index, List<Json> results) {
        boolean failed = clause.outcome().equals("FAIL");
        if (!failed && scope == Scope.ALL) {
            String kind = switch (clause.outcome()) {
                case "PASS" -> "pass";
                case "NOT APPLICABLE" -> "notApplicable";
                default -> "open";
            };
            Json.Builder more = Json.object().put("outcome", clause.outcome()).put("reason", clause.reason());
            results.add(result(clause, index, kind, Gist.of(clause).sentence(), "", List.of(), more));
        }
        for (Clause.Part part : clause.parts()) {
            boolean decided = failed && part.outcome().equals("FAIL");
            List<Clause.Line> lines = part.evidence("VIOLATIONS").lines();
            boolean placed = false;
            for (Clause.Line line : lines) {
                boolean fails = decided && line.state().equals("ACTIVE");
                placed |= fails;
                if (fails || scope == Scope.ALL) {
                    results.add(result(clause, index, part, line, fails ? "fail" : "review"));
                }
            }
            long left = part.evidence("VIOLATIONS").total() - lines.size();
            if (decided && (!placed || left > 0)) {
                String said = part.title() + ": " + part.detail()
                        + (left > 0 ? "; " + left + " more rows stand in the dossier" : "");
                results.add(
                        result(clause, index, "fail", said, part.name(), List.of(place("", "", null)), about(part)));
            }
        }
    }

    private Json result(Clause clause, int index, Clause.Part part, Clause.Line line, String kind) {
        Json.Builder region = Json.object();
        if (line.line() > 0) {
            region.put("startLine", line.line());
        }
        if (line.offset() >= 0) {
            region.put("byteOffset", line.offset()).put("byteLength", Math.max(0, line.length()));
        }
        Json.Members where = region.build();
        Json place = place(line.path(), line.content(), where.members().isEmpty() ? null : where);
        String said = part.title() + ": " + line.seen() + (line.path().isEmpty() ? "" : " (" + line.place() + ")");
        return result(
                clause,
                index,
                kind,
                said,
                part.name() + "\n" + line.path().replaceAll("@[0-9]+", "") + "\n" + line.seen(),
                List.of(place),
                about(part).put("state", line.state()));
    }

    private static Json.Builder about(Clause.Part part) {
        return Json.object()
                .put("part", part.name())
                .put("method", part.method())
                .put("strength", part.strength())
                .put("outcome", part.outcome());
    }

    /// A result; what it is known by over releases is its rule and `known`, in which no offset stands.
    private Json result(
            Clause clause,
            int index,
            String kind,
            String said,
            String known,
            List<Json> places,
            Json.Builder properties) {
        String fingerprint = Digest.of(
                        Digest.sha256().digest((rule(clause) + "\n" + known).getBytes(StandardCharsets.UTF_8)))
                .toString();
        int twin = twins.merge(fingerprint, 1, Integer::sum);
        return Json.object()
                .put("ruleId", rule(clause))
                .put("ruleIndex", index)
                .put("kind", kind)
                .put("level", kind.equals("fail") ? "error" : "none")
                .put("message", text(said))
                .put("locations", places)
                .put(
                        "partialFingerprints",
                        Json.object()
                                .put("vitrine/v1", fingerprint + ":" + twin)
                                .build())
                .put("properties", properties.build())
                .build();
    }

    private Json place(String path, String content, Json.@org.jspecify.annotations.Nullable Members region) {
        String address = address(path);
        int index = files.computeIfAbsent(address, any -> files.size());
        digests.putIfAbsent(address, path.isEmpty() ? subject.sha256() : content);
        Json.Builder physical = Json.object()
                .put(
                        "artifactLocation",
                        Json.object()
                                .put("uri", address)
                                .put("uriBaseId", BASE)
                                .put("index", index)
                                .build());
        if (region != null) {
            physical.put("region", region);
        }
        return Json.object().put("physicalLocation", physical.build()).build();
    }

    private List<Json> artifacts() {
        List<Json> artifacts = new ArrayList<>();
        for (String address : files.keySet()) {
            Json.Builder artifact = Json.object()
                    .put(
                            "location",
                            Json.object()
                                    .put("uri", address)
                                    .put("uriBaseId", BASE)
                                    .build());
            String sha256 = digests.getOrDefault(address, "");
            if (!sha256.isEmpty()) {
                artifact.put("hashes", new Json.Members(new TreeMap<>(Map.of("sha-256", Json.of(sha256)))));
            }
            artifacts.add(artifact.build());
        }
        return artifacts;
    }

    /// What could not be read, so that nobody takes silence for an answer.
    private List<Json> problems() {
        List<Json> notifications = new ArrayList<>();
        for (List<Object> row : ask.values("""
                SELECT p.reader || ': ' || p.field || ': ' || p.reason, coalesce(a.path, ''), coalesce(a.sha256, '')
                FROM problem p LEFT JOIN artifact a ON a.id = p.artifact
                ORDER BY p.artifact, p."offset", p.reader, p.field, p.reason LIMIT 1000""")) {
            notifications.add(Json.object()
                    .put("level", "warning")
                    .put("message", text("Could not be read: " + row.get(0)))
                    .put("locations", List.of(place(String.valueOf(row.get(1)), String.valueOf(row.get(2)), null)))
                    .build());
        }
        return notifications;
    }

    /// A message; what would be a link in it is none.
    static Json text(String text) {
        return Json.object()
                .put("text", text.isBlank() ? "-" : Html.visible(text).replace("](", "] ("))
                .build();
    }

    /// A path as a relative reference (RFC 3986): the bytes that its display form stands for, percent-encoded.
    static String address(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        StringBuilder address = new StringBuilder();
        byte[] shown = path.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < shown.length; at++) {
            int unit = shown[at] & 0xff;
            if (unit == '\\' && at + 3 < shown.length && shown[at + 1] == 'x') {
                address.append('%').append((char) shown[at + 2]).append((char) shown[at + 3]);
                at += 3;
            } else if (unit == '/' || unit == '@' || isUnreserved(unit)) {
                address.append((char) unit);
            } else {
                address.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) unit));
                if (unit == '\\' && at + 1 < shown.length && shown[at + 1] == '\\') {
                    at++;
                }
            }
        }
        return address.toString();
    }

    private static boolean isUnreserved(int unit) {
        return unit >= '0' && unit <= '9'
                || unit >= 'A' && unit <= 'Z'
                || unit >= 'a' && unit <= 'z'
                || "-._~".indexOf(unit) >= 0;
    }
}
