package org.vitrine.inspect.account;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A line of a group file.
@Table(name = "account_group", version = 1, about = "A group: a line of a group file, or of a copy of one.")
public record Group(
        @Column("The root file system it is in.") long root,
        @Column("The file it stands in.") long artifact,
        @Column("Line in the file, from 1.") int line,
        @Column("Name, printable.") String name,

        @Column("Numeric group; -1 where the field is no number.")
        long gid,

        @Column("Members as they stand, comma-separated.") String members,
        @Column("In force or not.") State state,
        @Column("Why it is, with file and line.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {}
