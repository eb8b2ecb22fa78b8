package org.vitrine.inspect.component;

import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Location;

/// What a package manager's file says of one package. All texts are printable.
///
/// @param type of its package URL: `deb`, `opkg`, `apk`, `rpm`, `pypi`, `maven`
/// @param version with epoch and release, as the manager writes it
/// @param architecture as the manager writes it
/// @param supplier maintainer, vendor or packager
/// @param offset of the entry in its file
/// @param length of the entry
record PackageEntry(
        String type,
        String name,
        String version,
        String architecture,
        String supplier,
        String license,
        long offset,
        long length) {

    /// Whether it names a package.
    boolean named() {
        return !name.isEmpty() && !version.isEmpty();
    }

    /// The row.
    ///
    /// @param vendor of the distribution, the namespace of its package URL; may be empty
    /// @param distro the distribution with its version: `debian-12`; may be empty
    Component component(Digest content, Component.Method method, String vendor, String distro) {
        // A group of Maven stands before the name.
        int slash = type.equals("maven") ? name.indexOf('/') : -1;
        String namespace = slash < 0 ? vendor : name.substring(0, slash);
        String bare = name.substring(slash + 1);
        String purl = PackageUrl.of(type, namespace, bare, version, architecture, distro);
        return new Component(
                bare,
                version,
                purl,
                method,
                "",
                architecture,
                supplier,
                license,
                name + " " + version,
                new Location(content, offset, length));
    }
}
