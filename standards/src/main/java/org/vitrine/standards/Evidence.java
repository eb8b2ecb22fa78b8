package org.vitrine.standards;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A row that a query of a part gave: what the verdict rests on.
@Table(name = "evidence", version = 1, about = "A row that a verdict rests on.")
public record Evidence(
        @Column("`body/document/version`.") String catalogue,
        @Column("Clause number.") String clause,
        @Column("The part's name within the clause.") String part,
        @Column("APPLIES, ABSENT, EXAMINED or VIOLATIONS.") Role role,

        @Column("Its place among the rows of this query, from 0.")
        int ordinal,

        @Column("The artifact it is about; -1 where it is about none.")
        long artifact,

        @Column("Path of that artifact.") String path,

        @Column("Line in it, from 1; 0 where there is none.")
        int line,

        @Column("What was seen, in a few words.") String seen,

        @Column("ACTIVE, COPY … for a violation; empty otherwise.")
        String state,

        @Column("SHA-256 of the content it was seen in; may be empty.")
        Digest content,

        @Column("Byte offset in that content; -1 where it is about the whole.")
        long offset,

        @Column("Bytes; 0 where it is about the whole.") long length)
        implements Fact {

    /// Which query gave the row.
    public enum Role {
        APPLIES,
        ABSENT,
        EXAMINED,
        VIOLATIONS
    }
}
