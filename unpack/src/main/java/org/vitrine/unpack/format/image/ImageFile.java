package org.vitrine.unpack.format.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;
import org.vitrine.unpack.spi.Composition.Member;
import org.vitrine.unpack.spi.Sink;

/// A JSON document of an image: its index, a manifest, a configuration.
public final class ImageFile {
    /// Registries refuse manifests over 4 MiB (OCI distribution specification 1.1, "Pushing manifests").
    private static final int LARGEST = 4 << 20;

    private static final int DEEPEST = 64;

    private ImageFile() {}

    /// The document that a file holds.
    ///
    /// @throws Malformed when it is too long, or none
    public static Json of(Member file, String field) throws Malformed {
        if (file.content().size() > LARGEST) {
            throw new Malformed(-1, field, "longer than " + LARGEST + " bytes");
        }
        byte[] text = file.content().array(0, file.content().size(), field);
        try {
            return Json.parse(new String(text, StandardCharsets.UTF_8), LARGEST, DEEPEST);
        } catch (NotJson e) {
            throw new Malformed(-1, field, e.getMessage());
        }
    }

    /// The SHA-256 that `sha256:…` spells; empty for anything else.
    public static Optional<Digest> digest(String text) {
        String hex = text.startsWith("sha256:") ? text.substring(7) : "";
        return hex.matches("[0-9a-f]{64}") ? Optional.of(Digest.parse(hex)) : Optional.empty();
    }

    /// The opened tar archive of a layer: the file itself, or what its compressed stream holds.
    public static Optional<Member> archive(Member blob) {
        Member at = blob;
        // No layer is compressed more than once; a second round does no harm.
        for (int level = 0; level < 3; level++) {
            if (at.format().equals("tar")) {
                return Optional.of(at);
            }
            if (at.members().size() != 1) {
                return Optional.empty();
            }
            at = at.members().getFirst();
        }
        return Optional.empty();
    }

    /// Compares a digest that a document gives with that of the bytes.
    static void verify(String field, Digest given, Digest computed, Sink out) {
        if (!given.equals(computed)) {
            out.problem(new Problem.Malformed(-1, field, given + " stored, " + computed + " computed"));
        }
    }
}
