package org.vitrine.standards;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// Stands in for the record of the same name.
@Table(name = "key_use", version = 1, about = "A private key in a file of a root file system, and its use.")
public record KeyUse(
        @Column("The root file system it is in.") long root,
        @Column("The file it lies in.") long artifact,
        @Column("The key's fingerprint.") String fingerprint,
        @Column("What for.") String purpose,
        @Column("In force or not.") State state,
        @Column("Why it is.") String reason,
        @Column("The key's bytes.") Location location)
        implements Fact {}
