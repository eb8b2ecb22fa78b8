package org.vitrine.change.equivalence;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A normaliser that was available, used or not.
@Table(name = "normaliser", version = 2, about = "A normaliser that was available, and how often it was used.")
public record NormaliserUse(
        @Column("Its place in the order they are tried in.") int ordinal,
        @Column("Its name.") String normaliser,
        @Column("Its version.") int version,

        @Column("N0 container, N1 time, N2 build identity, N3 signature, N4 somebody's own pattern.")
        Risk risk,

        @Column("Why two builds of one source differ there.")
        String reason,

        @Column("The specification that says where; empty for somebody's own pattern.")
        String reference,

        @Column("How many spans it accounts for; 0 where it was available and not used.")
        long spans,

        @Column("Bytes of these spans, on both sides together.")
        long bytes)
        implements Fact {}
