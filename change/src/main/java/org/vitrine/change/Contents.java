package org.vitrine.change;

import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;

/// The contents of two releases, where they are at hand.
public interface Contents {
    /// The content of a node of the older release.
    Bytes old(Artifact artifact);

    /// The content of a node of the newer release.
    Bytes current(Artifact artifact);
}
