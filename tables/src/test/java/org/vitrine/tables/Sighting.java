package org.vitrine.tables;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Table;

/// A fact with a component of every type.
@SuppressWarnings("ArrayRecordComponent")
@Table(name = "sighting", version = 1, about = "Something that was seen.")
public record Sighting(
        @Column("Its number.") long id,
        @Column("How often.") int count,
        @Column("In words.") String text,
        @Column("Its kind.") Mood mood,
        @Column("Raw.") byte[] raw,
        @Column("Raw name.") Name name,
        @Column("SHA-256.") Digest sha256,

        @Column(value = "Not for everybody.", confidential = true)
        String hiddenText,

        @Column("Where.") Location location)
        implements Fact {
    /// An enum whose text differs from its name.
    public enum Mood {
        CALM,
        NOT_SURE;

        @Override
        public String toString() {
            return name().replace('_', ' ');
        }
    }

    static Sighting of(long id) {
        byte[] digest = new byte[32];
        digest[0] = (byte) id;
        digest[31] = 1;
        return new Sighting(
                id,
                (int) -id,
                "text " + id + "\u0000 ünï \ud83d\ude00",
                id % 2 == 0 ? Mood.CALM : Mood.NOT_SURE,
                new byte[] {0, (byte) id, -1},
                Name.of("n" + id),
                id % 3 == 0 ? Digest.NONE : Digest.of(digest),
                "secret",
                new Location(Digest.NONE, id, 7));
    }
}
