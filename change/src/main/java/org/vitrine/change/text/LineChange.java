package org.vitrine.change.text;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A line of a text that reads otherwise, or one beside such a line.
@Table(name = "line_change", version = 1, about = "A line that was removed or added, or that stands beside one.")
public record LineChange(
        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Path of that artifact, in the newer release where there is one.")
        String path,

        @Column("Its place among the lines told of this text, from 0.")
        int ordinal,

        @Column("REMOVED, ADDED, or CONTEXT for one that stayed and stands beside such a line.")
        Kind kind,

        @Column("Its number in the older text, from 1; of an added one: of the line it comes after.")
        int oldLine,

        @Column("Its number in the newer text, from 1; of a removed one: of the line it came after.")
        int newLine,

        @Column("The line without its end, printable; secrets stand as `<redacted>`, and a long one is cut.")
        String text,

        @Column("LF, or NONE for a last line without an end.")
        Ending ending)
        implements Fact {

    /// What became of a line.
    public enum Kind {
        REMOVED,
        ADDED,
        CONTEXT
    }

    /// What a line ends with.
    public enum Ending {
        LF,
        NONE
    }
}
