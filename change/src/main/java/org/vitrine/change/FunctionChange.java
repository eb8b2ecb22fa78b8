package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A function that isn't as it was.
@Table(name = "function_change", version = 1, about = "A function of a changed ELF file that isn't as it was.")
public record FunctionChange(
        @Column("SHA-256 of the older content.") Digest oldContent,
        @Column("SHA-256 of the newer content.") Digest newContent,

        @Column("CHANGED, ADDED or REMOVED.") Kind kind,

        @Column("The symbol's name; empty where none names it.")
        String name,

        @Column("Where it starts in the older content; -1 where it isn't there.")
        long oldOffset,

        @Column("Its bytes in the older content.") long oldLength,

        @Column("Where it starts in the newer content; -1 where it isn't there.")
        long newOffset,

        @Column("Its bytes in the newer content.") long newLength)
        implements Fact {

    /// What became of a function.
    public enum Kind {
        CHANGED,
        ADDED,
        REMOVED
    }
}
