package org.vitrine.change.declared;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// Something that the vendor says was changed, and whether it was seen.
@Table(
        name = "declared_item",
        version = 1,
        about = "Something that the vendor says was changed, and what was seen of it.")
public record DeclaredItem(
        @Column("Its place among all items, from 0.") int ordinal,

        @Column("The declaration it stands in: its file's name.")
        String source,

        @Column("DECLARATION, CHANGELOG or NOTES: in what form it was declared.")
        Form form,

        @Column("Its own name: that of the declaration, or the line it starts in.")
        String item,

        @Column("What it says.") String text,

        @Column("SEEN, NOT_SEEN, or NOT_CHECKED where it names nothing that could be looked for.")
        Seen seen,

        @Column("How many changes with a meaning it speaks of.")
        int deltas,

        @Column("How many changed paths it names.") int paths,

        @Column("What was looked for, or why nothing was.") String detail)
        implements Fact {

    /// In what form something is declared.
    public enum Form {
        /// A change declaration, made to be held against a release.
        DECLARATION,
        /// A Debian changelog.
        CHANGELOG,
        /// Release notes in free text.
        NOTES
    }

    /// Whether what was declared was seen.
    public enum Seen {
        SEEN,
        NOT_SEEN,
        NOT_CHECKED
    }
}
