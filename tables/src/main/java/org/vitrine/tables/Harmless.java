package org.vitrine.tables;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The queries that [QueryCheck] let pass, over which tables: the clauses of a catalogue are asked of one dossier after
/// another. Keeps the last few of them. May be used by several threads.
final class Harmless {
    /// Those of this process.
    static final Harmless KNOWN = new Harmless();

    private static final int MOST = 1024;
    /// Longer ones are checked each time.
    private static final int LONGEST = 1 << 13;

    private final Map<String, Set<String>> passed = new LinkedHashMap<>();

    /// Whether this very query passed over these very tables.
    synchronized boolean has(String sql, Set<String> tables) {
        return tables.equals(passed.get(sql));
    }

    /// Keeps that it did.
    synchronized void add(String sql, Set<String> tables) {
        if (sql.length() <= LONGEST) {
            if (passed.size() >= MOST) {
                Iterator<String> oldest = passed.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            passed.put(sql, new HashSet<>(tables));
        }
    }
}
