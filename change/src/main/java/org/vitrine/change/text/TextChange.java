package org.vitrine.change.text;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A text that reads otherwise, or that came or went: how much of it, and how much of that is told line by line.
@Table(
        name = "text_change",
        version = 1,
        about = "A text that reads otherwise, came or went, and how much of that is told.")
public record TextChange(
        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Path of that artifact, in the newer release where there is one.")
        String path,

        @Column("LINES, or the form whose keys were compared, too: KEYS (`key = value`, UCI, INI), JSON or XML.")
        Form form,

        @Column("Lines that the newer one hasn't any more; -1 where lines were not compared.")
        int removed,

        @Column("Lines that the older one hadn't; -1 where lines were not compared.")
        int added,

        @Column("Keys with another value, or on one side only; -1 where keys were not compared.")
        int keys,

        @Column("Of the removed and added lines, how many stand in `line_change`.")
        int linesTold,

        @Column("Of the keys, how many stand in `key_change`.")
        int keysTold,

        @Column("What was left out, and why; empty where nothing was.")
        String note)
        implements Fact {

    /// How a text was compared.
    public enum Form {
        LINES,
        KEYS,
        JSON,
        XML
    }
}
