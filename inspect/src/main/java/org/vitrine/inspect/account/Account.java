package org.vitrine.inspect.account;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A login as a passwd file gives it, joined with its shadow line.
@Table(name = "account", version = 1, about = "A login: a line of a passwd file, or of a copy of one.")
public record Account(
        @Column("The root file system it is in.") long root,
        @Column("The file it stands in.") long artifact,
        @Column("Line in the file, from 1.") int line,
        @Column("Login name, printable.") String name,

        @Column("Numeric user; -1 where the field is no number.")
        long uid,

        @Column("Numeric group; -1 where the field is no number.")
        long gid,

        @Column("Home folder.") String home,

        @Column("Login shell; empty as in the file, which means /bin/sh.")
        String shell,

        @Column("How the password is kept.") Scheme scheme,

        @Column(value = "The password field as it stands, from passwd or shadow.", confidential = true)
        String hash,

        @Column("The salt inside the hash; empty when there is none.")
        String salt,

        @Column("Whether somebody can log in with a password, and whether it is a known one.")
        Password password,

        @Column(
                value = "The password, where a short list of well-known ones gives this hash; else empty.",
                confidential = true)
        String known,

        @Column("In force or not.") State state,
        @Column("Why it is, with file and line.") String reason,
        @Column("The line's bytes.") Location location)
        implements Fact {

    /// How a password is kept; crypt(5) names them.
    public enum Scheme {
        /// No hash: the field is empty, `x`, `*`, `!`, or the like.
        NONE,
        DES,
        BSDI,
        MD5,
        BCRYPT,
        SHA256,
        SHA512,
        SCRYPT,
        YESCRYPT,
        GOST_YESCRYPT,
        /// Clear text, or something that looks like no known hash.
        UNKNOWN
    }

    /// Whether a password opens the account.
    public enum Password {
        /// No password is asked for.
        EMPTY,
        /// No password fits.
        LOCKED,
        /// A hash, whose password is on the short list.
        KNOWN,
        /// A hash, whose password is not on the short list.
        SET,
        /// `x` without a shadow line, or a field nobody can read.
        UNKNOWN
    }
}
