package org.vitrine.standards;

import java.util.Locale;
import org.vitrine.evidence.Display;

/// Text from elsewhere, made fit for one line of ours.
final class Lines {
    private static final int MAXIMUM = 300;

    private Lines() {}

    /// Its characters with control characters escaped, cut where it is long.
    static String one(String text) {
        String line = Display.text(text.strip().replaceAll("\\s+", " "));
        return line.length() <= MAXIMUM ? line : line.substring(0, MAXIMUM) + "…";
    }

    /// A constant's name in lower case.
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
