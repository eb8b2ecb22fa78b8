package org.vitrine.centre;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrine.structure.json.Json;

/// A statement's payload: an in-toto Statement v1 in one line of JSON, members sorted, ASCII.
final class InToto {
    /// Its media type.
    static final String MEDIA_TYPE = "application/vnd.in-toto+json";

    private InToto() {}

    /// The payload.
    ///
    /// @param subjects the SHA-256 of what it is about, by a word for each
    static byte[] payload(StatementKind kind, Map<String, String> subjects, Json predicate) {
        List<Json> about = new ArrayList<>();
        subjects.forEach((name, sha256) -> about.add(Json.object()
                .put("digest", Json.object().put("sha256", sha256).build())
                .put("name", name)
                .build()));
        return Json.object()
                .put("_type", "https://in-toto.io/Statement/v1")
                .put("predicate", predicate)
                .put("predicateType", kind.type())
                .put("subject", about)
                .sorted()
                .compact()
                .getBytes(StandardCharsets.UTF_8);
    }
}
