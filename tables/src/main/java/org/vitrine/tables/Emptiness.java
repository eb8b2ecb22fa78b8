package org.vitrine.tables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which tables are known to have no rows, and those of them that the database doesn't have: most are
/// never read, so each is made when it is.
final class Emptiness {
    private final Set<String> empty = new HashSet<>();
    private final Map<String, Making> missing = new HashMap<>();

    /// What makes a table without rows.
    interface Making {
        void make() throws QueryRefused;
    }

    /// A table that is there has no rows.
    void note(String table) {
        empty.add(table);
    }

    /// A table has no rows, and is there once it was made.
    void delay(String table, Making making) {
        empty.add(table);
        missing.put(table, making);
    }

    /// Whether a table is known to have no rows.
    boolean isEmpty(String table) {
        return empty.contains(table);
    }

    /// Whether a table has no rows and isn't there.
    boolean isMissing(String table) {
        return missing.containsKey(table);
    }

    /// Makes the tables that a query may read: those whose names stand in it.
    void fill(String sql) throws QueryRefused {
        if (missing.isEmpty()) {
            return;
        }
        String words = sql.toLowerCase(Locale.ROOT);
        List<String> read = missing.keySet().stream().filter(words::contains).toList();
        for (String table : read) {
            Making making = missing.remove(table);
            // Making one may have made another.
            if (making != null) {
                making.make();
            }
        }
    }

    /// A table is to go.
    ///
    /// @return whether it has to be dropped
    boolean forget(String table) {
        empty.remove(table);
        return missing.remove(table) == null;
    }
}
