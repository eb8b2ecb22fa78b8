package org.vitrine.change.text;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Table;

/// A key of a structured text whose value differs.
@Table(name = "key_change", version = 1, about = "A key of a structured text whose value differs.")
public record KeyChange(
        @Column("Its artifact in the older release; -1 where it has none.")
        long oldArtifact,

        @Column("Its artifact in the newer release; -1 where it has none.")
        long newArtifact,

        @Column("Path of that artifact, in the newer release where there is one.")
        String path,

        @Column("Its place among the keys told of this text, from 0.")
        int ordinal,

        @Column("REMOVED, ADDED or CHANGED.") Kind kind,

        @Column("The key, from the outermost: `network.lan.ipaddr`, `/a/b@c`; `#2` behind the second of a name.")
        String key,

        @Column(
                "Its value in the older text, printable; `<redacted>` where it is a secret; empty where it wasn't there.")
        String was,

        @Column("Its value in the newer text, likewise.") String now)
        implements Fact {

    /// What became of a key.
    public enum Kind {
        REMOVED,
        ADDED,
        CHANGED
    }
}
