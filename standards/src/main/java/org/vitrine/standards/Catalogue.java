package org.vitrine.standards;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Digest;

/// A document's requirements as data: one version of one document of one body.
///
/// @param id `body/document/version`: `3gpp/ts-33.117/18.1.0`
/// @param title the document's title
/// @param needs the tables its queries read, each with the version it needs at least
/// @param views named SELECTs that its queries may read as if they were tables; a view may read those before it
/// @param requirements in the order of the document
/// @param digest SHA-256 over the names and bytes of its files
public record Catalogue(
        String id,
        String title,
        Map<String, Integer> needs,
        Map<String, String> views,
        List<Requirement> requirements,
        Digest digest) {
    /// Keeps the maps in their order.
    public Catalogue {
        needs = Collections.unmodifiableMap(needs);
        views = Collections.unmodifiableMap(views);
        requirements = List.copyOf(requirements);
    }
}
