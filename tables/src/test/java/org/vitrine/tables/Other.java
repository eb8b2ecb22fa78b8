package org.vitrine.tables;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A small fact without confidential columns.
@Table(name = "other", version = 2, about = "Another thing.")
public record Other(
        @Column("Its number.") long id, @Column("In words.") String text) implements Fact {}
