package org.vitrine.inspect.endpoint;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// An address of something on a network that a program holds as text. Whether it is ever reached isn't told by that.
@Table(name = "held_url", version = 1, about = "A URL that a program holds as text, told once for each host and port.")
public record HeldUrl(
        @Column("HELD, or NAMED for what nobody connects to by it.")
        Use use,

        @Column("The scheme, in lower case.") String scheme,

        @Column("The host: a name or an address, in lower case.")
        String host,

        @Column("The port: its own, or that of the scheme; -1 where it isn't known.")
        int port,

        @Column("The URL as it stands, without login and query.")
        String text,

        @Column("Where it stands.") Location location)
        implements Fact {

    /// What a URL is there for.
    public enum Use {
        /// A program could reach it.
        HELD,
        /// It names something: a namespace, a document type, a licence, a page of documentation, an example, the
        /// element itself.
        NAMED
    }
}
