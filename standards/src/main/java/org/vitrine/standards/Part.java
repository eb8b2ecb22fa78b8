package org.vitrine.standards;

import java.util.List;
import java.util.Map;

/// What can be answered of a clause in one way.
///
/// @param name its name within the clause: `accounts`
/// @param title what it looks at, in a sentence
/// @param method how it is answered
/// @param strength what its answer can do to the clause
/// @param reach what must have been readable before it may pass
/// @param missing why it stays inconclusive when nothing decides it; [Reason#NONE] for one that decides
/// @param population what `examined` counts, `account | accounts`, or the plural alone; empty where there is no query
/// @param queries its SELECTs; none where the check is not written, or is not to be made from a dossier
/// @param examples rows and what it answers to them
public record Part(
        String name,
        String title,
        Method method,
        Strength strength,
        Reach reach,
        Reason missing,
        String population,
        Map<Evidence.Role, String> queries,
        List<Example> examples) {
    /// Copies the collections.
    public Part {
        queries = Map.copyOf(queries);
        examples = List.copyOf(examples);
    }

    /// So many of its population, in words.
    String counted(long count) {
        int bar = population.indexOf(" | ");
        return count + " " + (count == 1 && bar > 0 ? population.substring(0, bar) : plural());
    }

    /// Its population in the plural.
    String plural() {
        int bar = population.indexOf(" | ");
        return bar < 0 ? population : population.substring(bar + 3);
    }

    /// Whether it has queries, so that a dossier can answer it.
    public boolean catalogued() {
        return !queries.isEmpty();
    }
}
