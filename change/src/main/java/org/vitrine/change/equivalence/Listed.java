package org.vitrine.change.equivalence;

import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Malformed;

/// Makes the rows of spans.
final class Listed {
    private Listed() {}

    /// The row of a span that was set aside.
    static NormalisedSpan of(Artifact artifact, Bytes content, Aside aside) {
        try {
            return new NormalisedSpan(
                    artifact.id(),
                    artifact.path(),
                    aside.side(),
                    aside.offset(),
                    aside.length(),
                    Digest.ofContent(content.slice(aside.offset(), aside.length(), "span")),
                    Digest.ofContent(aside.kept() ? Hole.of(aside.length()) : Bytes.EMPTY),
                    aside.by().card().name(),
                    aside.by().card().version(),
                    aside.by().card().risk(),
                    Display.text(aside.value()));
        } catch (Malformed e) {
            throw new IllegalStateException("a span was read before it is listed", e);
        }
    }
}
