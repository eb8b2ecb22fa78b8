package org.vitrine.change.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The keys of a structured text with their values, in its order. A key that comes again is numbered: `key#2`.
final class Keys {
    /// More keys than these are not compared.
    static final int MOST = 100_000;

    private static final int LONGEST = 400;

    private final SequencedMap<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();

    /// Adds a key with its value; says whether there was room for it.
    boolean put(String key, String value) {
        if (values.size() >= MOST) {
            return false;
        }
        String brief = key.length() <= LONGEST ? key : key.substring(0, LONGEST);
        int number = seen.merge(brief, 1, Integer::sum);
        values.put(number == 1 ? brief : brief + "#" + number, value);
        return true;
    }

    SequencedMap<String, String> values() {
        return values;
    }
}
