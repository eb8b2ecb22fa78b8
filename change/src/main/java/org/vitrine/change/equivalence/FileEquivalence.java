package org.vitrine.change.equivalence;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A path that is not identical, and how far it is the same.
@Table(name = "equivalence_file", version = 1, about = "A path that isn't identical, and how far it is the same.")
public record FileEquivalence(
        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Its path, in the newer release where there is one.")
        String path,

        @Column("Its rung; of a container the worst of what is in it, PARTIAL where only some of that is the same.")
        Rung verdict,

        @Column("Why, in words.") String reason,

        @Column("Bytes that differ and that no normaliser accounts for; of a container its own.")
        long residual)
        implements Fact {}
