package org.vitrine.standards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How much of a release must have been readable before a part may pass. The query behind each is in `reach/`, and
/// picks from what stands in the way at all: problems, and regions as random as compressed or encrypted data.
public enum Reach {
    /// Every root file system: what lies in it, and the containers it lies in. Where there is none, that alone stands
    /// in the way.
    ROOTFS,
    /// All that was supplied.
    RELEASE;

    /// The query. Its rows have the shape of all others; `state` is the [Reason] that each of them is.
    String query() {
        return "WITH obstacle AS (\n" + text("obstacle") + "), root AS (\n" + text("root") + ")\n"
                + text(name().toLowerCase(Locale.ROOT));
    }

    private static String text(String name) {
        String file = "reach/" + name + ".sql";
        try (InputStream stream = Reach.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("this build lacks " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
