package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Region;

/// Something on one side, a container that was opened as a rule.
///
/// @param half its release
/// @param artifact the container or file
/// @param content its bytes
record Opened(Half half, Artifact artifact, Bytes content) {
    /// Its parts that lie in it as they are.
    Spans parts() {
        Spans spans = new Spans();
        for (Artifact child : half.side().children(artifact)) {
            if (child.type() == ArtifactType.PART && child.offset() >= 0) {
                spans.add(child.offset(), child.size());
            }
        }
        return spans;
    }

    private Spans extents(Extent.Kind kind) {
        Spans spans = new Spans();
        for (Extent extent : half.extents(artifact)) {
            if (extent.kind() == kind) {
                spans.add(extent.offset(), extent.length());
            }
        }
        return spans;
    }

    /// What it explains as of this kind, without what belongs to its parts.
    List<Spans.Span> own(Extent.Kind kind) {
        return Spans.cut(extents(kind).merged(), parts().merged());
    }

    /// What it explains at all, without what belongs to its parts.
    List<Spans.Span> own() {
        Spans both = extents(Extent.Kind.STRUCTURE);
        both.addAll(extents(Extent.Kind.DATA));
        return Spans.cut(both.merged(), parts().merged());
    }

    /// What is neither explained nor given out: the regions, and whatever else is left.
    List<Spans.Span> rest() {
        Spans known = extents(Extent.Kind.STRUCTURE);
        known.addAll(extents(Extent.Kind.DATA));
        known.addAll(parts());
        List<Spans.Span> rest = new ArrayList<>();
        Spans regions = new Spans();
        for (Region region : half.regions(artifact)) {
            regions.add(region.offset(), region.length());
            rest.add(new Spans.Span(region.offset(), region.offset() + region.length()));
        }
        known.addAll(regions);
        rest.addAll(known.gaps(content.size()));
        rest.sort(java.util.Comparator.comparingLong(Spans.Span::from));
        return rest;
    }

    /// The bytes of a span.
    Bytes slice(Spans.Span span) throws Malformed {
        return content.slice(span.from(), span.size(), "span");
    }
}
