package org.vitrine.standards;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Display;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// One clause's file to a [Requirement].
final class RequirementReader {
    private RequirementReader() {}

    /// @param shared the catalogue whose parts it may take over with `same`
    static Requirement requirement(
            Yaml.Mapping file, String catalogue, String clause, int ordinal, Optional<Catalogue> shared)
            throws CatalogueRefused {
        file.only("clause", "title", "test", "demand", "link", "threats", "classes", "parts");
        if (!file.text("clause").equals(clause)) {
            throw file.get("clause").refused("the file is named after clause " + clause);
        }
        String link = file.text("link");
        if (!link.matches("https://[!-~]{1,200}")) {
            throw file.get("link").refused("a link begins with https://");
        }
        List<String> threats = new ArrayList<>();
        if (file.has("threats")) {
            for (Yaml threat : file.get("threats").items()) {
                threats.add(threat.text());
            }
        }
        List<String> classes = new ArrayList<>();
        if (file.has("classes")) {
            for (Yaml kind : file.get("classes").items()) {
                if (!ProductFile.KINDS.contains(kind.text())) {
                    throw kind.refused("no class of product: `" + Display.line(kind.text()) + "`");
                }
                classes.add(kind.text());
            }
        }
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Yaml item : file.get("parts").items()) {
            Yaml.Mapping mapping = item.mapping();
            Part part = mapping.has("same") ? same(mapping, shared) : part(mapping);
            if (!names.add(part.name())) {
                throw item.refused("a second part called `" + part.name() + "`");
            }
            parts.add(part);
        }
        if (parts.isEmpty()) {
            throw file.get("parts").refused("a clause has at least one part");
        }
        return new Requirement(
                catalogue,
                clause,
                ordinal,
                file.text("test", ""),
                file.text("title"),
                file.text("demand"),
                link,
                threats,
                classes,
                parts);
    }

    /// A part under a name and a title of its own, and otherwise one of the shared catalogue.
    private static Part same(Yaml.Mapping part, Optional<Catalogue> shared) throws CatalogueRefused {
        part.only("name", "title", "same");
        Yaml same = part.get("same");
        String place = same.text();
        Part other = shared.stream()
                .flatMap(catalogue -> catalogue.requirements().stream())
                .flatMap(requirement -> requirement.parts().stream()
                        .filter(candidate -> place.equals(requirement.clause() + " " + candidate.name())))
                .findFirst()
                .orElseThrow(() -> same.refused("no part of a shared catalogue: " + Display.line(place)));
        return new Part(
                name(part),
                part.text("title", other.title()),
                other.method(),
                other.strength(),
                other.reach(),
                other.missing(),
                other.population(),
                other.queries(),
                other.examples());
    }

    private static String name(Yaml.Mapping part) throws CatalogueRefused {
        String name = part.text("name");
        if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw part.get("name").refused("a part's name is a lower-case word");
        }
        return name;
    }

    private static Part part(Yaml.Mapping part) throws CatalogueRefused {
        part.only(
                "name",
                "title",
                "method",
                "strength",
                "reach",
                "missing",
                "population",
                "applies",
                "absent",
                "examined",
                "violations",
                "examples");
        Map<Evidence.Role, String> queries = new EnumMap<>(Evidence.Role.class);
        for (Evidence.Role role : Evidence.Role.values()) {
            String key = role.name().toLowerCase(Locale.ROOT);
            if (part.has(key)) {
                queries.put(role, part.text(key));
            }
        }
        Strength strength = constant(part, "strength", Strength.class);
        Reason missing = part.has("missing") ? constant(part, "missing", Reason.class) : Reason.NONE;
        if (queries.isEmpty()) {
            switch (missing) {
                case NEEDS_LIVE, NEEDS_DECLARATION, NEEDS_PRODUCT, NOT_CATALOGUED -> {}
                default -> throw part.refused("a part without queries says with `missing` what it waits for");
            }
        } else {
            if (!queries.containsKey(Evidence.Role.EXAMINED) || !queries.containsKey(Evidence.Role.VIOLATIONS)) {
                throw part.refused("a part with queries has at least `examined` and `violations`");
            }
            boolean waits = missing == Reason.NEEDS_LIVE || missing == Reason.NEEDS_DECLARATION;
            if (strength == Strength.DECIDES ? missing != Reason.NONE : !waits) {
                throw part.refused("`missing` is needs-live or needs-declaration where queries can't decide alone, and"
                        + " stands nowhere else");
            }
        }
        return new Part(
                name(part),
                part.text("title"),
                constant(part, "method", Method.class),
                strength,
                part.has("reach") ? constant(part, "reach", Reach.class) : Reach.ROOTFS,
                missing,
                queries.isEmpty() ? "" : part.text("population"),
                queries,
                part.has("examples") ? examples(part.get("examples").mapping()) : List.of());
    }

    private static List<Example> examples(Yaml.Mapping examples) throws CatalogueRefused {
        examples.only("pass", "fail", "inconclusive", "not-applicable");
        List<Example> read = new ArrayList<>();
        for (Map.Entry<String, Yaml> example : examples.entries().entrySet()) {
            Outcome outcome = Outcome.valueOf(example.getKey().replace('-', '_').toUpperCase(Locale.ROOT));
            // Where one is not enough, a list of examples stands under the outcome.
            List<Yaml> all =
                    example.getValue() instanceof Yaml.Sequence list ? list.items() : List.of(example.getValue());
            for (Yaml one : all) {
                read.add(new Example(outcome, tables(one.mapping())));
            }
        }
        return read;
    }

    private static Map<String, List<Map<String, String>>> tables(Yaml.Mapping example) throws CatalogueRefused {
        Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
        for (Map.Entry<String, Yaml> table : example.entries().entrySet()) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (Yaml item : table.getValue().items()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (Map.Entry<String, Yaml> column : item.mapping().entries().entrySet()) {
                    row.put(column.getKey(), column.getValue().text());
                }
                rows.add(row);
            }
            tables.put(table.getKey(), rows);
        }
        return tables;
    }

    private static <E extends Enum<E>> E constant(Yaml.Mapping part, String key, Class<E> type)
            throws CatalogueRefused {
        String word = part.text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return constant;
            }
        }
        throw part.get(key).refused("`" + key + "` can't be `" + Display.line(word) + "`");
    }
}
