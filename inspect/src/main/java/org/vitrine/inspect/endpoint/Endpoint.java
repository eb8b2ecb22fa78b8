package org.vitrine.inspect.endpoint;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A place on a network that a setting or a script of the image sends programs to: a server of updates, of time, of
/// names, of management. What only names something, and what leads back to the element, isn't here.
@Table(name = "endpoint", version = 1, about = "A place on a network that a setting or a script sends programs to.")
public record Endpoint(
        @Column("The root file system it is in.") long root,
        @Column("The file it stands in.") long artifact,
        @Column("Line in the file, from 1.") int line,
        @Column("URL, HOST or IP: how it is given.") Kind kind,

        @Column("The scheme, in lower case; for a bare host what it is asked for: `ntp`, `dns`, `syslog` …")
        String scheme,

        @Column("The host: a name or an address, in lower case.")
        String host,

        @Column("The port: its own, or that of the scheme; -1 where it isn't known.")
        int port,

        @Column("As it stands, without login and query.") String text,
        @Column("SETTING, CONFIGURATION or SCRIPT.") Place place,

        @Column("Whose setting, or the name of the file.") String program,

        @Column("In force or not.") State state,
        @Column("Why it is.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {

    /// How it is given.
    public enum Kind {
        URL,
        HOST,
        IP
    }

    /// Where it stands.
    public enum Place {
        /// A setting that the table `setting` has too.
        SETTING,
        /// A line of another configuration file.
        CONFIGURATION,
        /// A line of a script.
        SCRIPT
    }
}
