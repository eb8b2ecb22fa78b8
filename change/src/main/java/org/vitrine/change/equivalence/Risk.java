package org.vitrine.change.equivalence;

import java.util.Collection;

/// How much a normaliser takes on trust.
public enum Risk {
    /// How a container is ordered, aligned and compressed; what it gives out was compared.
    N0,
    /// A time.
    N1,
    /// An identity that the build gave, a link to debug information, a path of the build.
    N2,
    /// A signature.
    N3,
    /// Whatever somebody's own pattern matches.
    N4;

    /// The rung of what is the same once spans of these classes are set aside.
    static Rung rung(Collection<Risk> used) {
        if (used.isEmpty()) {
            return Rung.IDENTICAL;
        }
        return used.stream().allMatch(risk -> risk == N3) ? Rung.IDENTICAL_EXCEPT_SIGNATURE : Rung.MATCH_EXPLAINED;
    }
}
