package org.vitrine.unpack;

import org.vitrine.evidence.Bytes;

final class Leaf {
    static final String DATA = "data";

    static String of(Bytes content) {
        return content.size() == 0 ? "empty" : DATA;
    }

    private Leaf() {}
}
