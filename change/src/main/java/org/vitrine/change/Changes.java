package org.vitrine.change;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;

/// Puts every path of two trees into exactly one class.
final class Changes {
    private final Side old;
    private final Side current;
    private final Alignment alignment;
    private final Similarity similarity;

    private Changes(Side old, Side current, Similarity similarity) {
        this.old = old;
        this.current = current;
        this.similarity = similarity;
        this.alignment = Alignment.of(old, current, similarity);
    }

    /// A row for every path: those of the newer release in its order, then what is gone in the older one's.
    static List<Change> of(Side old, Side current, Similarity similarity) {
        Changes changes = new Changes(old, current, similarity);
        List<Change> rows = new ArrayList<>();
        for (Artifact newer : current.artifacts()) {
            int twin = changes.alignment.oldOf(newer);
            rows.add(twin < 0 ? alone(ChangeKind.ADDED, newer) : changes.both(old.artifact(twin), newer));
        }
        for (Artifact older : old.artifacts()) {
            if (changes.alignment.newOf(older) < 0) {
                rows.add(alone(ChangeKind.REMOVED, older));
            }
        }
        return rows;
    }

    private static Change alone(ChangeKind kind, Artifact artifact) {
        boolean added = kind == ChangeKind.ADDED;
        return new Change(
                kind,
                added ? -1 : artifact.id(),
                added ? artifact.id() : -1,
                added ? "" : artifact.path(),
                added ? artifact.path() : "",
                artifact.type(),
                Change.Opened.NO,
                added ? 0 : artifact.size(),
                added ? artifact.size() : 0,
                added ? Digest.NONE : artifact.sha256(),
                added ? artifact.sha256() : Digest.NONE,
                "",
                -1);
    }

    private Change both(Artifact older, Artifact newer) {
        boolean opened =
                !old.children(older).isEmpty() && !current.children(newer).isEmpty();
        boolean same = older.type() == newer.type()
                && older.sha256().equals(newer.sha256())
                && older.target().equals(newer.target())
                && older.device().equals(newer.device());
        String metadata = Metadata.difference(old, older, current, newer);
        return new Change(
                kind(older, newer, same, opened, metadata),
                older.id(),
                newer.id(),
                older.path(),
                newer.path(),
                newer.type(),
                opened && newer.type() != ArtifactType.DIRECTORY ? Change.Opened.YES : Change.Opened.NO,
                older.size(),
                newer.size(),
                older.sha256(),
                newer.sha256(),
                metadata,
                same ? 1000 : opened ? -1 : similarity.of(older, newer));
    }

    private ChangeKind kind(Artifact older, Artifact newer, boolean same, boolean opened, String metadata) {
        if (!atItsPlace(older, newer)) {
            return ChangeKind.MOVED;
        }
        if (same) {
            return metadata.isEmpty() ? ChangeKind.IDENTICAL : ChangeKind.METADATA;
        }
        boolean unreadable = !opened && (old.troubled(older) || current.troubled(newer));
        return unreadable ? ChangeKind.UNREADABLE : ChangeKind.CHANGED;
    }

    private boolean atItsPlace(Artifact older, Artifact newer) {
        if (older.parent() < 0 || newer.parent() < 0) {
            return older.parent() == newer.parent();
        }
        return alignment.newOf(old.artifact(older.parent())) == newer.parent()
                && older.name().equals(newer.name());
    }
}
