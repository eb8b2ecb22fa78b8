package org.vitrine.inspect.key;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A place in a root file system where a [PrivateKey] lies, and what the system does with it there.
@Table(name = "key_use", version = 1, about = "A private key in a file of a root file system, and its use.")
public record KeyUse(
        @Column("The root file system it is in.") long root,
        @Column("The file it lies in.") long artifact,

        @Column("The key's fingerprint, as in private_key; empty where it can't be told.")
        String fingerprint,

        @Column("`ssh host key`, `ssh login key`, `certificate authority key`, `certificate key` or `unknown`.")
        String purpose,

        @Column("In force or not.") State state,
        @Column("Why it is, with file and line.") String reason,

        @Column("The key's bytes, as in private_key: the join where the fingerprint is empty.")
        Location location)
        implements Fact {}
