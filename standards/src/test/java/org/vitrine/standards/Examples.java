package org.vitrine.standards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Catalogues and examples, cut down or changed for a test.
final class Examples {
    private Examples() {}

    /// A catalogue of one clause.
    static Catalogue only(Catalogue catalogue, String clause) {
        return with(
                catalogue,
                catalogue.requirements().stream()
                        .filter(requirement -> requirement.clause().equals(clause))
                        .toList());
    }

    /// A catalogue of one part of one clause.
    static Catalogue only(Catalogue catalogue, String clause, Part part) {
        return with(
                catalogue,
                List.of(new Requirement(
                        catalogue.id(),
                        clause,
                        0,
                        "",
                        "title",
                        "demand",
                        "https://example.org/",
                        List.of(),
                        List.of(),
                        List.of(part))));
    }

    private static Catalogue with(Catalogue catalogue, List<Requirement> requirements) {
        return new Catalogue(
                catalogue.id(),
                catalogue.title(),
                catalogue.needs(),
                catalogue.views(),
                requirements,
                catalogue.digest());
    }

    /// An example with one value of a column replaced in all rows.
    static Example with(Example example, String column, String before, String after) {
        Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
        example.tables()
                .forEach((table, rows) -> tables.put(
                        table,
                        rows.stream()
                                .map(row -> {
                                    Map<String, String> changed = new LinkedHashMap<>(row);
                                    changed.replace(column, before, after);
                                    return changed;
                                })
                                .toList()));
        return new Example(example.outcome(), tables);
    }
}
