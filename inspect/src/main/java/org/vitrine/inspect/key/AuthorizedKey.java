package org.vitrine.inspect.key;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A line of an authorized_keys file: whoever holds its private twin may log in.
@Table(name = "authorized_key", version = 1, about = "A key that opens a login over SSH.")
public record AuthorizedKey(
        @Column("The root file system it is in.") long root,
        @Column("The file it stands in.") long artifact,
        @Column("Line in the file, from 1.") int line,

        @Column("The login it opens; empty where it can't be told.")
        String account,

        @Column("Key type as in the file: `ssh-rsa`, ….") String type,

        @Column("Bits of the modulus or the curve; 0 where it can't be told.")
        int bits,

        @Column("OpenSSH's fingerprint, `SHA256:…`.") String fingerprint,
        @Column("Options before the key, as they stand.") String options,
        @Column("Comment behind the key, printable.") String comment,
        @Column("In force or not.") State state,
        @Column("Why it is.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {}
