package org.vitrine.inspect.spi;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A root file system: what most requirements are asked of.
@Table(name = "rootfs", version = 1, about = "A node that a system boots from: its children are bin, etc ….")
public record RootFsFact(
        @Column("The node.") long artifact,
        @Column("What it was recognised by.") String reason,
        @Column("How many artifacts are in it.") long entries)
        implements Fact {}
