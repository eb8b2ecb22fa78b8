package org.vitrine.change.equivalence;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// What files that are not identical say they were compiled with, where the two releases say something else.
@Table(
        name = "equivalence_toolchain",
        version = 1,
        about = "Compilers that the two releases name differently, in files that aren't identical.")
public record Toolchain(
        @Column("Its place among the pairs, in the order of the paths.")
        int ordinal,

        @Column("What the older files name in `.comment`, printable; ` | ` between several, empty where nothing.")
        String was,

        @Column("What the newer files name there, likewise.")
        String now,

        @Column("How many files name this pair.") long files,
        @Column("Path of the first of them.") String path)
        implements Fact {}
