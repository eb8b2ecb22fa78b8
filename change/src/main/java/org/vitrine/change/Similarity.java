package org.vitrine.change;

import org.vitrine.evidence.Artifact;

/// How alike two contents are that aren't the same.
@FunctionalInterface
interface Similarity {
    /// From how alike on a file is held to be another under a new name, in 1/1000.
    int ENOUGH = 500;

    /// In 1/1000; -1 where nobody can tell.
    int of(Artifact older, Artifact newer);
}
