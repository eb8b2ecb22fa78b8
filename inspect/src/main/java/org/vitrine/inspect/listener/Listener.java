package org.vitrine.inspect.listener;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A port that something in the image tells a program to open. What a program opens of its own accord isn't here.
@Table(name = "listener", version = 1, about = "A port that something tells a program to open, and on which address.")
public record Listener(
        @Column("The root file system it is in.") long root,
        @Column("The file whose line says so.") long artifact,

        @Column("Line in the file, from 1; 0 where none is known.")
        int line,

        @Column("Which program or service: `sshd`, `nginx`, `ftp` of inetd, a unit of systemd.")
        String program,

        @Column("TCP or UDP.") Protocol protocol,

        @Column("The address, name or interface as it stands; empty where none is given.")
        String address,

        @Column("Who can reach that address.") Scope scope,
        @Column("The port; -1 where it isn't known.") int port,
        @Column("What says so.") Source source,
        @Column("In force or not.") State state,
        @Column("Why it is.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {

    /// What carries the connection.
    public enum Protocol {
        TCP,
        UDP
    }

    /// Which addresses are listened on.
    public enum Scope {
        /// Every address of the element.
        ANY,
        /// Only the element itself.
        LOOPBACK,
        /// One address or interface.
        ONE,
        /// It isn't known: a variable's.
        UNKNOWN
    }

    /// What tells the program.
    public enum Source {
        /// A configuration file.
        SETTING,
        /// The command line.
        COMMAND,
        /// inetd or xinetd, which listens in its place.
        INETD,
        /// A socket unit of systemd.
        SOCKET,
        /// Nothing: its manual names the port it takes then.
        DEFAULT
    }
}
