package org.vitrine.report;

import java.util.List;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// Asks a dossier with queries of ours, which are never refused.
final class Ask {
    private final Dossier dossier;

    Ask(Dossier dossier) {
        this.dossier = dossier;
    }

    Rows rows(String sql) {
        try {
            return dossier.ask(sql);
        } catch (QueryRefused e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    List<List<Object>> values(String sql) {
        return rows(sql).values();
    }

    long number(String sql) {
        return number(values(sql).getFirst().getFirst());
    }

    /// Whether the dossier has such a table.
    boolean has(String table) {
        return dossier.schemas().stream().anyMatch(schema -> schema.name().equals(table));
    }

    /// Whether the dossier has such a table, and a row in it.
    boolean holds(String table) {
        return has(table) && number("SELECT count(*) FROM " + table) > 0;
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }
}
