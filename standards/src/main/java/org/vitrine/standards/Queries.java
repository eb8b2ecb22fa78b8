package org.vitrine.standards;

import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Rows;

/// What the judge asks of a dossier: answers to locked queries, and nothing else.
@FunctionalInterface
public interface Queries {
    /// The rows that one SELECT gives.
    ///
    /// @throws QueryRefused when the query is not allowed, is wrong, or meets a limit
    Rows query(String sql) throws QueryRefused;

    /// Keeps the rows of one SELECT as a table of this name for later queries, so that what many of them read is
    /// worked out once. Whoever can't do that keeps nothing.
    ///
    /// @return whether it is kept
    default boolean keep(String name, String sql) {
        return false;
    }

    /// Whether a query certainly gives no row, so that it needn't be asked.
    default boolean isVacant(String sql) {
        return false;
    }

    /// Lets go of what was kept.
    default void forget() {}

    /// A dossier's own answers.
    static Queries of(Dossier dossier) {
        dossier.vouch(CatalogueReader.vouched());
        return new Queries() {
            @Override
            public Rows query(String sql) throws QueryRefused {
                return dossier.query(sql);
            }

            @Override
            public boolean keep(String name, String sql) {
                try {
                    dossier.keep(name, sql);
                    return true;
                } catch (QueryRefused e) {
                    // Those that read it will say why.
                    return false;
                }
            }

            @Override
            public boolean isVacant(String sql) {
                return dossier.isVacant(sql);
            }

            @Override
            public void forget() {
                dossier.forget();
            }
        };
    }
}
