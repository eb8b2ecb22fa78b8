package org.vitrine.inspect.service;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A program that something in the image starts.
@Table(name = "service", version = 1, about = "A program that starts: from where, with what, as whom.")
public record Service(
        @Column("The root file system it is in.") long root,
        @Column("The file whose line starts it.") long artifact,
        @Column("Line in the file, from 1.") int line,
        @Column("Name of the program or of the unit.") String name,
        @Column("The command as it stands.") String command,

        @Column("The program's path from the root, links followed; empty where it can't be told.")
        String program,

        @Column("The program's artifact; -1 where it isn't in the image.")
        long executable,

        @Column("The user it runs as; empty where nothing says so, which on most systems means root.")
        String user,

        @Column("What starts it.") Starter starter,
        @Column("In force or not.") State state,

        @Column("Why it is: the chain of files and lines from init to here.")
        String reason,

        @Column("The line's bytes.") Location location)
        implements Fact {

    /// What starts a service.
    public enum Starter {
        INITTAB,
        RCS,
        INIT_D,
        RC_D,
        INETD,
        SYSTEMD,
        PROCD,
        /// The configuration of a container image.
        CONTAINER,
        /// A shell script that one of the others runs.
        SCRIPT
    }
}
