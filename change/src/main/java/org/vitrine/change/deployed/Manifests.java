package org.vitrine.change.deployed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Name;

/// The forms of manifests that are read.
public final class Manifests {
    /// All of them, the more particular ones first.
    public static final List<ManifestFormat> ALL =
            List.of(new Mtree(), new ImaLog(), Verified.DPKG, Verified.RPM, new Checksums());

    /// Lines that are looked at to recognise a form.
    private static final int LOOKED_AT = 20;

    private Manifests() {}

    /// The form of this name.
    public static Optional<ManifestFormat> named(String id) {
        return ALL.stream().filter(format -> format.id().equals(id)).findFirst();
    }

    /// The form that most of the first lines are of; empty where none is.
    public static Optional<ManifestFormat> recognised(List<String> lines) {
        List<String> first =
                lines.stream().filter(line -> !line.isBlank()).limit(LOOKED_AT).toList();
        return ALL.stream()
                .filter(format -> 2 * first.stream().filter(format::recognises).count() > first.size())
                .findFirst();
    }

    /// The lines of a manifest, each byte a character.
    public static List<String> lines(byte[] manifest) {
        return new String(manifest, StandardCharsets.ISO_8859_1).lines().toList();
    }

    /// The bytes of a text that was read byte by byte.
    static Name name(String text) {
        return Name.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
