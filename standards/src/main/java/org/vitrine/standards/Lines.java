package org.vitrine.standards;

import java.util.Locale;

/// Words of ours, as a document writes them.
final class Lines {
    private Lines() {}

    /// A constant's name in lower case.
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
