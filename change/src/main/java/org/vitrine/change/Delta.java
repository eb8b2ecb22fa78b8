package org.vitrine.change;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A change that means something: a row that a rule found.
@Table(name = "delta", version = 1, about = "A change that means something for security, as a rule found it.")
public record Delta(
        @Column("The rule's name: its file's, without the ending.")
        String rule,

        @Column("Its place among the rows that the rule found, from 0.")
        int ordinal,

        @Column("CRITICAL, HIGH, MEDIUM, LOW or INFO.") Severity severity,

        @Column("What the rule is about, in a few words.") String title,

        @Column("What changed: a login, a port, a component, a file's path.")
        String subject,

        @Column("What was, in a few words; empty where there was nothing.")
        String was,

        @Column("What is, in a few words; empty where there is nothing any more.")
        String now,

        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Path of that artifact, in the newer release where there is one.")
        String path,

        @Column("Line in it, from 1; 0 where there is none.")
        int line,

        @Column("DECLARED, UNDECLARED, or NOT_ASKED where nothing was declared to hold it against.")
        Declared declared,

        @Column("Which item of the declaration speaks of it; empty where none does.")
        String item)
        implements Fact {

    /// Whether the vendor spoke of a change.
    public enum Declared {
        DECLARED,
        UNDECLARED,
        NOT_ASKED
    }

    /// The same with what the declaration says of it.
    public Delta with(Declared word, String by) {
        return new Delta(
                rule, ordinal, severity, title, subject, was, now, oldArtifact, newArtifact, path, line, word, by);
    }
}
