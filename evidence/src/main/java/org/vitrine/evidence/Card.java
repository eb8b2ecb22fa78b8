package org.vitrine.evidence;

import java.util.List;

/// The identity card of a format or an inspector: feeds the reference pages, the command line and the report.
///
/// @param name the short name, as it stands in tables and paths: `squashfs`
/// @param title the full name: `Squashfs 4.0, little-endian`
/// @param references the specifications followed, each a title with section or a public address
/// @param limitations what is not done, in sentences; empty only when nothing is left out
public record Card(String name, String title, List<String> references, List<String> limitations) {
    /// Copies the lists.
    public Card {
        references = List.copyOf(references);
        limitations = List.copyOf(limitations);
    }

    /// Whether nothing is left out; computed, never claimed.
    public boolean complete() {
        return limitations.isEmpty();
    }
}
