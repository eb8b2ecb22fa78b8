package org.vitrine.evidence;

/// What whoever submitted the release says it is: stated, not found. The one thing in it that bytes decide,
/// the vendor's own digest, has been compared.
@Table(name = "product", version = 1, about = "What whoever submitted the release says it is.")
public record Product(
        @Column("The vendor's name.") String vendor,
        @Column("The product's name.") String product,

        @Column("The version that the release is said to be.")
        String version,

        @Column("What kind of product it is: a network function in lower case, such as `amf`, or `cpe`, `router`.")
        String kind,

        @Column("How and when the release was obtained.") String obtained,

        @Column("The SHA-256 that the vendor publishes for it; empty where none was given.")
        Digest published,

        @Column("Whether that is the SHA-256 of what was supplied.")
        Published agreement)
        implements Fact {

    /// The same with the vendor's digest compared with that of the supplied file.
    public Product against(Digest release) {
        Published now = published.equals(Digest.NONE)
                ? Published.NOT_GIVEN
                : published.equals(release) ? Published.SAME : Published.DIFFERS;
        return new Product(vendor, product, version, kind, obtained, published, now);
    }

    /// Whether a published digest is that of the supplied file.
    public enum Published {
        /// It is.
        SAME,
        /// It is another.
        DIFFERS,
        /// None was given.
        NOT_GIVEN
    }
}
