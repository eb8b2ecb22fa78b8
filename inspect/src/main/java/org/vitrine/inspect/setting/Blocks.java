package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;

/// The blocks that a directive stands in, outermost first. Deep nesting and long names are cut, not refused.
final class Blocks {
    /// Between a block and what stands in it.
    static final String IN = " > ";

    private static final int MAXIMUM_DEPTH = 24;
    private static final int MAXIMUM_LENGTH = 500;

    private final List<String> prefixes = new ArrayList<>();
    private int deeper;

    /// Enters a block.
    void open(String name) {
        if (prefixes.size() == MAXIMUM_DEPTH) {
            deeper++;
            return;
        }
        prefixes.add(cut(prefix() + name.strip().replaceAll("\\s+", " "), MAXIMUM_LENGTH) + IN);
    }

    /// Enters a block that is no part of the keys in it.
    void openSilently() {
        if (prefixes.size() == MAXIMUM_DEPTH) {
            deeper++;
            return;
        }
        prefixes.add(prefix());
    }

    /// Leaves the innermost block; nothing where there is none.
    void close() {
        if (deeper > 0) {
            deeper--;
        } else if (!prefixes.isEmpty()) {
            prefixes.removeLast();
        }
    }

    /// Leaves all.
    void clear() {
        prefixes.clear();
        deeper = 0;
    }

    int depth() {
        return prefixes.size() + deeper;
    }

    /// A directive's name with the blocks before it.
    String key(String directive) {
        return prefix() + directive;
    }

    private String prefix() {
        return prefixes.isEmpty() ? "" : prefixes.getLast();
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
