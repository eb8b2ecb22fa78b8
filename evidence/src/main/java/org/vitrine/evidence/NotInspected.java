package org.vitrine.evidence;

/// A content that an inspector was not asked of, because a bound of the whole release was met before. It could be read,
/// so that it is no [ProblemFact] and stands in no verdict's way: what that inspector finds decides none.
@Table(name = "not_inspected", version = 1, about = "A content that an inspector left out, since a bound was met.")
public record NotInspected(
        @Column("The first artifact that has this content.") long artifact,
        @Column("The inspector.") String reader,
        @Column("The bound, in words.") String bound,
        @Column("What is allowed.") long allowed,
        @Column("What would have been needed, up to here.") long asked)
        implements Fact {}
