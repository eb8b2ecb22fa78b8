package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.structure.json.Json;

/// What an observation rests on, in the words of OSCAL 1.1.
final class OscalEvidence {
    private static final String NAMESPACE = "urn:vitrine:oscal";

    private OscalEvidence() {}

    /// A row of the dossier, with its place.
    static Json of(Clause.Line line) {
        List<Json> properties = new ArrayList<>();
        property(properties, "path", line.path());
        if (line.line() > 0) {
            property(properties, "line", Long.toString(line.line()));
        }
        if (line.offset() >= 0) {
            property(properties, "offset", Long.toString(line.offset()));
            property(properties, "length", Long.toString(line.length()));
        }
        property(properties, "sha256", line.content());
        property(properties, "state", line.state());
        Json.Builder evidence = Json.object().put("description", OscalText.line(line.seen()));
        optional(evidence, "props", properties);
        return evidence.build();
    }

    /// What a laboratory recorded, with the file of its raw output in the dossier.
    static Json of(Laboratory result) {
        List<Json> properties = new ArrayList<>();
        property(properties, "result", result.result());
        property(properties, "tool", result.tool());
        property(properties, "settings", result.settings());
        property(properties, "output", result.evidence());
        property(properties, "sha256", result.sha256());
        property(properties, "day", result.day());
        return Json.object()
                .put("href", "laboratory/" + result.sha256())
                .put(
                        "description",
                        OscalText.line("A laboratory's result: " + result.result() + ". " + result.remark()))
                .put("props", properties)
                .build();
    }

    /// Adds a property of ours, unless it is empty.
    static void property(List<Json> properties, String name, String value) {
        OscalText.plain(value)
                .ifPresent(text -> properties.add(Json.object()
                        .put("name", name)
                        .put("ns", NAMESPACE)
                        .put("value", text)
                        .build()));
    }

    /// OSCAL knows no empty lists.
    static void optional(Json.Builder json, String name, List<Json> items) {
        if (!items.isEmpty()) {
            json.put(name, items);
        }
    }
}
