package org.vitrine.inspect.component;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// Third-party software, recognised in a content.
@Table(name = "component", version = 1, about = "Third-party software, by the string that gives it away.")
public record Component(
        @Column("The product's usual name, lower case: `busybox`.")
        String product,

        @Column("Its version as the string gives it; empty where it gives none.")
        String version,

        @Column("Package URL (purl), else empty.") String purl,

        @Column("How it was recognised: VERSION_STRING, or FILE_NAME.")
        Method method,

        @Column("The exact string, printable.") String string,
        @Column("The string's bytes.") Location location)
        implements Fact {

    /// How a component was recognised.
    public enum Method {
        /// A string in the content.
        VERSION_STRING,
        /// The name of its file, where the content says nothing.
        FILE_NAME
    }
}
