package org.vitrine.change;

import java.io.IOException;
import java.util.List;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// What rules read beside the tables of both releases: where each node stands, what both sides record of a path, which
/// root file system is which, what became of components and settings.
///
/// Those that a query can make are in `views`, one SELECT each, in the order of `views.txt`.
final class Views {
    private Views() {}

    /// Lays them beside the tables.
    ///
    /// @throws DossierRefused when the dossiers lack what every dossier has
    static void keep(Dossier pair, Side old, Side current, List<Change> changes) throws IOException, DossierRefused {
        try {
            pair.lay(Place.class, Places.of(pair, old, current));
            pair.lay(ComponentChange.class, Components.of(pair, changes));
        } catch (QueryRefused e) {
            throw new DossierRefused("the dossiers can't be compared: " + e.getMessage());
        }
        for (String name : names()) {
            keep(pair, name);
        }
    }

    /// Those that a query makes, in their order.
    static List<String> names() throws IOException {
        return RuleReader.resource("views/views.txt").lines().toList();
    }

    /// The query that makes one.
    static String query(String name) throws IOException {
        return RuleReader.resource("views/" + name + ".sql");
    }

    /// A rule that reads a view which could not be made says so: there is no such table.
    private static void keep(Dossier pair, String name) throws IOException {
        try {
            pair.keep(name, query(name));
        } catch (QueryRefused _) {
            // There it is said, with the rule's name.
        }
    }
}
