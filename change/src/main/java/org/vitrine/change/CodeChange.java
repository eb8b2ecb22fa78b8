package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// How the code of a changed ELF file differs. Triage: which function is called and which text is loaded is no part of
/// a function's shape, so equal shapes prove nothing; only equal bytes do.
@Table(
        name = "code_change",
        version = 1,
        about = "A pair of ELF contents that one path had before and has now, and how their sections and functions "
                + "differ. It says where to look first, and proves nothing.")
public record CodeChange(
        @Column("SHA-256 of the older content.") Digest oldContent,
        @Column("SHA-256 of the newer content.") Digest newContent,

        @Column("A path that had the one and has the other; the first of them.")
        String path,

        @Column("How many functions the older content has.") int oldFunctions,
        @Column("How many functions the newer content has.") int newFunctions,

        @Column("How many functions have another shape.") int changed,
        @Column("How many functions came.") int added,
        @Column("How many functions went.") int removed,

        @Column("Sections that differ, by name, separated by blanks; `(rest)` for headers and tables outside of them.")
        String sections,

        @Column(
                "YES: only sections differ that name the build or its debug information (.note.gnu.build-id, .gnu_debuglink, .gnu_debugaltlink).")
        Naming namingOnly)
        implements Fact {

    /// Whether two contents differ in what names them, and in nothing else.
    public enum Naming {
        YES,
        NO
    }
}
