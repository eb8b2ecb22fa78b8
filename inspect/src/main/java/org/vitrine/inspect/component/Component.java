package org.vitrine.inspect.component;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Table;

/// Third-party software, recognised in a content.
@Table(name = "component", version = 2, about = "Third-party software, by the bytes that give it away.")
public record Component(
        @Column("The product's usual name, lower case: `busybox`. A package's name, where a package names it.")
        String product,

        @Column("Its version as the bytes give it; empty where they give none.")
        String version,

        @Column("Package URL (purl), else empty.") String purl,

        @Column("How it was recognised: VERSION_STRING, FILE_NAME, PACKAGE_DATABASE or PACKAGE_FILE.")
        Method method,

        @Column("CPE 2.3 name, where the product has a known one.")
        String cpe,

        @Column("Architecture, as a package says it; else empty.")
        String architecture,

        @Column("Maintainer, vendor or packager, as a package says it; else empty.")
        String supplier,

        @Column("Licence, as a package says it; else empty.")
        String license,

        @Column("The exact string, printable; for a package its name and version.")
        String string,

        @Column("The string's bytes.") Location location)
        implements Fact {

    /// How a component was recognised.
    public enum Method {
        /// A string in the content.
        VERSION_STRING,
        /// The name of its file, where the content says nothing.
        FILE_NAME,
        /// An entry of a package manager's database of what is installed.
        PACKAGE_DATABASE,
        /// What one package says of itself.
        PACKAGE_FILE
    }

    /// A component that no package names.
    static Component seen(Product product, String version, Method method, String string, Location location) {
        String purl = product.purl(version);
        return new Component(product.name(), version, purl, method, product.cpe(version), "", "", "", string, location);
    }
}
