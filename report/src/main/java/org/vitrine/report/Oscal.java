package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;

/// The verdicts for programs of governance and risk: OSCAL 1.1.3 assessment results in JSON (NIST).
///
/// A control is a clause, and so is an objective. Every part of a clause is an observation with its
/// evidence. A clause that was decided is a finding, `satisfied` or `not-satisfied`, and one that failed a
/// risk too; what is inconclusive is an observation and nothing else, and what doesn't apply isn't among
/// the reviewed controls. The assessment plan that the model asks for is made here and lies in the back
/// matter. No time stands in a dossier; see [Provenance#time].
public final class Oscal {
    static final String VERSION = "1.1.3";

    private final Subject subject;
    private final Provenance provenance;
    private final List<Clause> clauses;
    private final Map<List<String>, List<Laboratory>> laboratory;
    private final String release;
    private final String tool;

    private Oscal(Dossier dossier, Provenance provenance) {
        this.subject = Subject.of(dossier);
        this.provenance = provenance;
        this.clauses = Clause.all(new Ask(dossier));
        this.laboratory = Laboratory.byPart(dossier);
        this.release = NameUuid.of("release", subject.sha256());
        this.tool = NameUuid.of("tool", provenance.tool());
    }

    /// The document for a dossier, deterministic.
    public static String of(Dossier dossier, Provenance provenance) {
        return new Oscal(dossier, provenance).results().pretty();
    }

    /// The assessment plan that the results refer to.
    static String plan(Dossier dossier, Provenance provenance) {
        return new Oscal(dossier, provenance).plan().pretty();
    }

    private String uuid(String... names) {
        List<String> all = new ArrayList<>(List.of("oscal", provenance.dossier()));
        all.addAll(List.of(names));
        return NameUuid.of(all.toArray(String[]::new));
    }

    private Json results() {
        String plan = uuid("plan resource");
        Json.Builder results = Json.object()
                .put("uuid", uuid("assessment results"))
                .put("metadata", metadata("Assessment results of " + subject.title()))
                .put("import-ap", Json.object().put("href", "#" + plan).build());
        List<Json> objectives = objectives();
        if (!objectives.isEmpty()) {
            results.put(
                    "local-definitions",
                    Json.object().put("objectives-and-methods", objectives).build());
        }
        results.put("results", List.of(result()));
        Json resource = Json.object()
                .put("uuid", plan)
                .put("title", "The assessment plan, made with the results")
                .put(
                        "base64",
                        Json.object()
                                .put("filename", "assessment-plan.json")
                                .put("media-type", "application/json")
                                .put(
                                        "value",
                                        Base64.getEncoder()
                                                .encodeToString(plan().pretty().getBytes(StandardCharsets.UTF_8)))
                                .build())
                .build();
        results.put(
                "back-matter", Json.object().put("resources", List.of(resource)).build());
        return Json.object().put("assessment-results", results.build()).build();
    }

    private Json plan() {
        String nothing = uuid("system security plan");
        return Json.object()
                .put(
                        "assessment-plan",
                        Json.object()
                                .put("uuid", uuid("assessment plan"))
                                .put("metadata", metadata("Assessment plan for " + subject.title()))
                                .put(
                                        "import-ssp",
                                        Json.object().put("href", "#" + nothing).build())
                                .put("reviewed-controls", reviewed())
                                .put(
                                        "back-matter",
                                        Json.object()
                                                .put(
                                                        "resources",
                                                        List.of(Json.object()
                                                                .put("uuid", nothing)
                                                                .put(
                                                                        "description",
                                                                        "A release has no system security plan."
                                                                                + " What was assessed is the release"
                                                                                + " with SHA-256 "
                                                                                + subject.sha256() + ".")
                                                                .build()))
                                                .build())
                                .build())
                .build();
    }

    private Json metadata(String title) {
        Json.Builder metadata = Json.object()
                .put("title", OscalText.line(title))
                .put("last-modified", provenance.time())
                .put("version", provenance.dossier())
                .put("oscal-version", VERSION);
        Set<String> testers = new LinkedHashSet<>();
        laboratory.values().forEach(all -> all.forEach(result -> testers.add(result.tester())));
        List<Json> parties = new ArrayList<>();
        for (String tester : testers) {
            Json.Builder party =
                    Json.object().put("uuid", NameUuid.of("tester", tester)).put("type", "organization");
            OscalText.plain(tester).ifPresent(name -> party.put("name", name));
            parties.add(party.build());
        }
        if (!parties.isEmpty()) {
            metadata.put("parties", parties);
        }
        if (!provenance.isTimed()) {
            metadata.put(
                    "remarks",
                    "Points in time that say 1970-01-01 are not known: the same facts give the same document.");
        }
        return metadata.build();
    }

    /// The clauses as objectives, in our words, so that the document can be read alone.
    private List<Json> objectives() {
        List<Json> objectives = new ArrayList<>();
        for (Clause clause : clauses) {
            String control = control(clause);
            objectives.add(Json.object()
                    .put("control-id", control)
                    .put(
                            "parts",
                            List.of(Json.object()
                                    .put("id", control + "_obj")
                                    .put("name", "assessment-objective")
                                    .put("title", OscalText.line(clause.number() + " " + clause.title()))
                                    .put("prose", OscalText.line(clause.demand()))
                                    .build()))
                    .build());
        }
        return objectives;
    }

    private Json result() {
        List<Json> properties = new ArrayList<>();
        OscalEvidence.property(properties, "release-sha256", subject.sha256());
        OscalEvidence.property(properties, "dossier-sha256", provenance.dossier());
        provenance
                .catalogues()
                .forEach((name, digest) -> OscalEvidence.property(properties, "catalogue", name + " sha256 " + digest));
        OscalEvidence.property(properties, "bytes", Long.toString(subject.size()));
        OscalEvidence.property(properties, "bytes-understood", Long.toString(subject.understood()));
        Json.Builder result = Json.object()
                .put("uuid", uuid("result"))
                .put("title", OscalText.line("What was found in " + subject.title()))
                .put(
                        "description",
                        OscalText.line("The release as it was supplied was opened and held against the"
                                + " catalogues named here; " + subject.coverage()
                                + ". This is evidence for whoever assesses the product, and no such assessment."))
                .put("start", provenance.time())
                .put("props", properties)
                .put("local-definitions", definitions())
                .put("reviewed-controls", reviewed());
        List<Json> observations = new ArrayList<>();
        List<Json> risks = new ArrayList<>();
        List<Json> findings = new ArrayList<>();
        for (Clause clause : clauses) {
            clause.parts().forEach(part -> observations.add(observation(clause, part)));
            boolean failed = clause.outcome().equals("FAIL");
            if (failed) {
                risks.add(risk(clause));
            }
            if (failed || clause.outcome().equals("PASS")) {
                findings.add(finding(clause, failed));
            }
        }
        OscalEvidence.optional(result, "observations", observations);
        OscalEvidence.optional(result, "risks", risks);
        OscalEvidence.optional(result, "findings", findings);
        return result.build();
    }

    private Json definitions() {
        Json state = Json.object().put("state", "operational").build();
        Json product = Json.object()
                .put("uuid", release)
                .put("type", "software")
                .put("title", OscalText.line(subject.title()))
                .put("description", "The release, SHA-256 " + subject.sha256())
                .put("status", state)
                .build();
        Json examiner = Json.object()
                .put("uuid", tool)
                .put("type", "software")
                .put("title", OscalText.line(provenance.tool()))
                .put("description", "What opened the release and asked the clauses' queries")
                .put("status", state)
                .build();
        return Json.object()
                .put("components", List.of(product))
                .put(
                        "assessment-assets",
                        Json.object()
                                .put("components", List.of(examiner))
                                .put(
                                        "assessment-platforms",
                                        List.of(Json.object()
                                                .put("uuid", uuid("platform"))
                                                .put(
                                                        "uses-components",
                                                        List.of(Json.object()
                                                                .put("component-uuid", tool)
                                                                .build()))
                                                .build()))
                                .build())
                .build();
    }

    private Json reviewed() {
        Map<String, List<Json>> selections = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        for (Clause clause : clauses) {
            if (clause.outcome().equals("NOT APPLICABLE")) {
                left.add(clause.number() + " (" + clause.detail() + ")");
            } else {
                selections
                        .computeIfAbsent(clause.catalogue(), any -> new ArrayList<>())
                        .add(Json.object().put("control-id", control(clause)).build());
            }
        }
        List<Json> all = new ArrayList<>();
        selections.forEach((catalogue, controls) -> all.add(Json.object()
                .put("description", OscalText.line("Clauses of " + catalogue))
                .put("include-controls", controls)
                .build()));
        if (all.isEmpty()) {
            all.add(Json.object()
                    .put("include-all", Json.object().build())
                    .put("remarks", "No clause was asked.")
                    .build());
        }
        Json.Builder reviewed = Json.object().put("control-selections", all);
        if (!left.isEmpty()) {
            reviewed.put("remarks", OscalText.line("Not applicable to this release: " + String.join("; ", left)));
        }
        return reviewed.build();
    }

    private Json observation(Clause clause, Clause.Part part) {
        List<Laboratory> said =
                laboratory.getOrDefault(List.of(clause.catalogue(), clause.number(), part.name()), List.of());
        List<Json> properties = new ArrayList<>();
        OscalEvidence.property(properties, "control", control(clause));
        OscalEvidence.property(properties, "part", part.name());
        OscalEvidence.property(properties, "method", part.method());
        OscalEvidence.property(properties, "strength", part.strength());
        OscalEvidence.property(properties, "outcome", part.outcome());
        OscalEvidence.property(properties, "reason", part.reason());
        OscalEvidence.property(properties, "examined", Long.toString(part.examined()));
        OscalEvidence.property(properties, "violations", Long.toString(part.violations()));
        OscalEvidence.property(properties, "to-be-explained", Long.toString(part.unexplained()));
        List<Json> evidence = new ArrayList<>();
        part.evidence("VIOLATIONS").lines().forEach(line -> evidence.add(OscalEvidence.of(line)));
        said.forEach(result -> evidence.add(OscalEvidence.of(result)));
        Json.Builder observation = Json.object()
                .put("uuid", observed(clause, part))
                .put("title", OscalText.line(clause.number() + " " + part.title()))
                .put("description", OscalText.line(part.outcome() + ": " + part.detail()))
                .put("props", properties)
                .put(
                        "methods",
                        List.of(Json.of(
                                switch (part.method()) {
                                    case "STATIC", "DECLARED" -> "EXAMINE";
                                    case "LIVE" -> "TEST";
                                    default -> "UNKNOWN";
                                })))
                .put("types", List.of(Json.of(part.violations() > 0 ? "finding" : "control-objective")))
                .put(
                        "origins",
                        List.of(Json.object().put("actors", actors(said)).build()))
                .put(
                        "subjects",
                        List.of(Json.object()
                                .put("subject-uuid", release)
                                .put("type", "component")
                                .build()));
        OscalEvidence.optional(observation, "relevant-evidence", evidence);
        observation.put(
                "collected", said.isEmpty() ? provenance.time() : said.getLast().time());
        long left = part.evidence("VIOLATIONS").total()
                - part.evidence("VIOLATIONS").lines().size();
        if (left > 0) {
            observation.put("remarks", left + " more rows of evidence stand in the dossier.");
        }
        return observation.build();
    }

    private List<Json> actors(List<Laboratory> said) {
        List<Json> actors = new ArrayList<>();
        actors.add(Json.object().put("type", "tool").put("actor-uuid", tool).build());
        said.stream()
                .map(Laboratory::tester)
                .distinct()
                .forEach(tester -> actors.add(Json.object()
                        .put("type", "party")
                        .put("actor-uuid", NameUuid.of("tester", tester))
                        .build()));
        return actors;
    }

    private Json risk(Clause clause) {
        List<Json> related = new ArrayList<>();
        clause.parts().stream()
                .filter(part -> part.outcome().equals("FAIL"))
                .forEach(part -> related.add(Json.object()
                        .put("observation-uuid", observed(clause, part))
                        .build()));
        Json.Builder risk = Json.object()
                .put("uuid", uuid("risk", clause.catalogue(), clause.number()))
                .put("title", OscalText.line(clause.number() + " " + clause.title()))
                .put("description", OscalText.line(Gist.of(clause).sentence()))
                .put("statement", OscalText.line("This demand is not met: " + clause.demand()))
                .put("status", "open");
        OscalEvidence.optional(risk, "related-observations", related);
        return risk.build();
    }

    private Json finding(Clause clause, boolean failed) {
        List<Json> related = clause.parts().stream()
                .<Json>map(part -> Json.object()
                        .put("observation-uuid", observed(clause, part))
                        .build())
                .toList();
        Json.Builder finding = Json.object()
                .put("uuid", uuid("finding", clause.catalogue(), clause.number()))
                .put("title", OscalText.line(clause.number() + " " + clause.title()))
                .put("description", OscalText.line(clause.detail()))
                .put(
                        "target",
                        Json.object()
                                .put("type", "objective-id")
                                .put("target-id", control(clause) + "_obj")
                                .put(
                                        "status",
                                        Json.object()
                                                .put("state", failed ? "not-satisfied" : "satisfied")
                                                .put("reason", failed ? "fail" : "pass")
                                                .build())
                                .build());
        OscalEvidence.optional(finding, "related-observations", related);
        if (failed) {
            finding.put(
                    "related-risks",
                    List.of(Json.object()
                            .put("risk-uuid", uuid("risk", clause.catalogue(), clause.number()))
                            .build()));
        }
        return finding.build();
    }

    private String observed(Clause clause, Clause.Part part) {
        return uuid("observation", clause.catalogue(), clause.number(), part.name());
    }

    /// `ts-33.117_4.2.4.2.2`: the document and the clause, as a token.
    private static String control(Clause clause) {
        String[] words = clause.catalogue().split("/", 3);
        return OscalText.token((words.length == 3 ? words[1] : clause.catalogue()) + "_" + clause.number());
    }
}
