package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Digest;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;

/// What a comparison's rules found, as results at places in the releases: SARIF 2.1.0 (OASIS).
///
/// A rule is a rule of the comparison, a result a row that it found: `error` for CRITICAL and HIGH, `warning` for
/// MEDIUM, `note` for the rest. Results keep their fingerprints from run to run: they are made of the rule, the subject
/// and the path, without the offsets that move from release to release. A rule that could not be asked is a
/// notification. Addresses are relative to the newer release, or to the older one where only that has the path.
public final class ChangeSarif {
    private static final String OLD = "OLD";
    private static final String NEW = "NEW";

    private final Differences differences;
    private final Provenance provenance;
    private final Map<String, Integer> rules = new LinkedHashMap<>();
    private final Map<String, Integer> twins = new HashMap<>();

    private ChangeSarif(Dossier comparison, Provenance provenance) {
        this.differences = Differences.of(new Ask(comparison));
        this.provenance = provenance;
    }

    /// The document of a comparison, deterministic.
    public static String of(Dossier comparison, Provenance provenance) {
        return new ChangeSarif(comparison, provenance).log().pretty();
    }

    private Json log() {
        Json driver = driver();
        List<Json> results = differences.findings().stream().map(this::result).toList();
        Json.Builder run = Json.object()
                .put("tool", Json.object().put("driver", driver).build())
                .put(
                        "automationDetails",
                        Json.object()
                                .put(
                                        "id",
                                        "vitrine/change/" + differences.text("old_release") + "/"
                                                + differences.text("new_release"))
                                .put("guid", NameUuid.of("change-sarif", provenance.dossier()))
                                .build())
                .put(
                        "invocations",
                        List.of(Json.object()
                                .put("executionSuccessful", Json.of(true))
                                .put("toolExecutionNotifications", unasked())
                                .build()))
                .put(
                        "originalUriBaseIds",
                        Json.object()
                                .put(OLD, base("older", differences.text("old_release")))
                                .put(NEW, base("newer", differences.text("new_release")))
                                .build())
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

    private static Json base(String which, String sha256) {
        return Json.object()
                .put("description", Sarif.text("The " + which + " release, SHA-256 " + sha256))
                .build();
    }

    private Json properties() {
        Json.Builder classes = Json.object();
        differences.classes().forEach((kind, count) -> classes.put(kind, Math.max(count.older(), count.newer())));
        return Json.object()
                .put("comparison", provenance.dossier())
                .put("oldRelease", differences.text("old_release"))
                .put("newRelease", differences.text("new_release"))
                .put("paths", classes.build())
                .put("answer", ChangeHead.answer(differences))
                .build();
    }

    private Json driver() {
        Json.Builder driver = Json.object().put("name", provenance.toolName());
        if (!provenance.toolVersion().isEmpty()) {
            driver.put("version", provenance.toolVersion());
        }
        List<Json> described = new ArrayList<>();
        for (Differences.Asked rule : differences.rules()) {
            rules.put(rule.rule(), rules.size());
            described.add(Json.object()
                    .put("id", rule.rule())
                    .put("guid", NameUuid.of("change-rule", rule.rule()))
                    .put("shortDescription", Sarif.text(rule.title()))
                    .put("fullDescription", Sarif.text(rule.why()))
                    .put(
                            "defaultConfiguration",
                            Json.object().put("level", level(rule.severity())).build())
                    .build());
        }
        return driver.put("rules", described).build();
    }

    private static String level(String severity) {
        return switch (severity) {
            case "CRITICAL", "HIGH" -> "error";
            case "MEDIUM" -> "warning";
            default -> "note";
        };
    }

    private List<Json> unasked() {
        return differences.unasked().stream()
                .<Json>map(rule -> {
                    Json.Builder associated = Json.object().put("id", rule.rule());
                    Integer index = rules.get(rule.rule());
                    if (index != null) {
                        associated.put("index", index);
                    }
                    return Json.object()
                            .put("level", "warning")
                            .put("message", Sarif.text("Could not be asked: " + rule.title() + ": " + rule.hindrance()))
                            .put("associatedRule", associated.build())
                            .build();
                })
                .toList();
    }

    private Json result(Finding finding) {
        String known = steady(finding.rule()) + "\n" + steady(finding.subject()) + "\n" + steady(finding.path());
        String fingerprint = Digest.of(Digest.sha256().digest(known.getBytes(StandardCharsets.UTF_8)))
                .toString();
        int twin = twins.merge(fingerprint, 1, Integer::sum);
        Json.Builder result = Json.object().put("ruleId", finding.rule());
        Integer index = rules.get(finding.rule());
        if (index != null) {
            result.put("ruleIndex", index);
        }
        String turn = finding.turn();
        return result.put("kind", "fail")
                .put("level", level(finding.severity()))
                .put(
                        "message",
                        Sarif.text(
                                finding.title() + ": " + finding.subject() + (turn.isEmpty() ? "" : " (" + turn + ")")))
                .put("locations", List.of(place(finding)))
                .put(
                        "partialFingerprints",
                        Json.object()
                                .put("vitrine/change/v1", fingerprint + ":" + twin)
                                .build())
                .put(
                        "properties",
                        Json.object()
                                .put("severity", finding.severity())
                                .put("subject", Html.visible(finding.subject()))
                                .put("was", Html.visible(finding.was()))
                                .put("now", Html.visible(finding.now()))
                                .put("declared", finding.declared())
                                .put("item", Html.visible(finding.item()))
                                .build())
                .build();
    }

    /// A text without the offsets by which spans are named.
    private static String steady(String text) {
        return text.replaceAll("@[0-9]+", "");
    }

    private static Json place(Finding finding) {
        Json.Builder physical = Json.object()
                .put(
                        "artifactLocation",
                        Json.object()
                                .put("uri", Sarif.address(finding.path()))
                                .put("uriBaseId", finding.newArtifact() < 0 && finding.oldArtifact() >= 0 ? OLD : NEW)
                                .build());
        if (finding.line() > 0) {
            physical.put(
                    "region", Json.object().put("startLine", finding.line()).build());
        }
        return Json.object().put("physicalLocation", physical.build()).build();
    }
}
