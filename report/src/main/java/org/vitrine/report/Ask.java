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
            return dossier.query(sql);
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

    static long number(Object value) {
        return ((Number) value).longValue();
    }
}
