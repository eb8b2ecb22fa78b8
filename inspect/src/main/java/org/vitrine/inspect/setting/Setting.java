package org.vitrine.inspect.setting;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A configuration value that a requirement asks for. The documentation of this package names all services and the
/// form of their keys, with an example of each: `http > server > location /x > autoindex`.
@Table(name = "setting", version = 1, about = "A configuration value, and whether it is in force.")
public record Setting(
        @Column("The root file system it is in.") long root,
        @Column("The file it stands in.") long artifact,

        @Column("Line in the file, from 1; 0 for a default that stands nowhere.")
        int line,

        @Column("Whose setting: `sshd`, `nginx`, `pam`, `kernel` …")
        String service,

        @Column("Its name as the program's manual gives it, behind the blocks it stands in, joined by ` > `; for the"
                + " kernel as sysctl gives it, with dots.")
        String key,

        @Column("Its value as it stands, without quotes around the whole.")
        String value,

        @Column("In force or not; INACTIVE for what is commented out or overruled.")
        State state,

        @Column("Why it is.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {}
