package org.vitrine.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.structure.json.Json;

/// When a query certainly gives no row: which of its tables have to be empty. It never says so of a query
/// that gives one; of many that give none it says nothing.
///
/// Written as a name of a table, which has to be empty; as `(a|b)`, of which one has to hold; as `(a&b)`, of
/// which all have to; or as `!`, which never holds.
sealed interface Vacancy {
    /// Whether it holds.
    ///
    /// @param empty whether a table is known to be empty
    boolean holds(Predicate<String> empty);

    /// It can't be told.
    record Never() implements Vacancy {
        @Override
        public boolean holds(Predicate<String> empty) {
            return false;
        }

        @Override
        public String toString() {
            return "!";
        }
    }

    /// A table is empty.
    record Table(String name) implements Vacancy {
        @Override
        public boolean holds(Predicate<String> empty) {
            return empty.test(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// One of these holds, or all of them.
    ///
    /// @param sign `|` where one is enough, `&` where it takes all
    record Several(char sign, List<Vacancy> parts) implements Vacancy {
        @Override
        public boolean holds(Predicate<String> empty) {
            return sign == '|'
                    ? parts.stream().anyMatch(part -> part.holds(empty))
                    : parts.stream().allMatch(part -> part.holds(empty));
        }

        @Override
        public String toString() {
            return parts.stream().map(Vacancy::toString).collect(Collectors.joining(String.valueOf(sign), "(", ")"));
        }
    }

    /// One of these holds, in the shortest words.
    static Vacancy any(Stream<Vacancy> parts) {
        return several('|', parts.filter(part -> !(part instanceof Never)));
    }

    /// All of these hold, in the shortest words.
    static Vacancy all(Stream<Vacancy> parts) {
        List<Vacancy> every = parts.toList();
        return every.stream().anyMatch(Never.class::isInstance) ? new Never() : several('&', every.stream());
    }

    private static Vacancy several(char sign, Stream<Vacancy> parts) {
        List<Vacancy> different = parts.flatMap(part ->
                        part instanceof Several(char other, List<Vacancy> inner) && other == sign
                                ? inner.stream()
                                : Stream.of(part))
                .distinct()
                .toList();
        return switch (different.size()) {
            case 0 -> new Never();
            case 1 -> different.getFirst();
            default -> new Several(sign, different);
        };
    }

    /// Reads what [Object#toString] writes.
    ///
    /// @throws IllegalArgumentException when it is anything else: a mistake in the program
    static Vacancy parse(String text) {
        int[] at = {0};
        Vacancy vacancy = parse(text, at);
        if (at[0] != text.length()) {
            throw new IllegalArgumentException("not a vacancy: " + text);
        }
        return vacancy;
    }

    private static Vacancy parse(String text, int[] at) {
        if (text.startsWith("!", at[0])) {
            at[0]++;
            return new Never();
        }
        if (!text.startsWith("(", at[0])) {
            int start = at[0];
            while (at[0] < text.length() && "|&)".indexOf(text.charAt(at[0])) < 0) {
                at[0]++;
            }
            return new Table(text.substring(start, at[0]));
        }
        List<Vacancy> parts = new ArrayList<>();
        char sign = '(';
        while (!text.startsWith(")", at[0])) {
            if (at[0] >= text.length()) {
                throw new IllegalArgumentException("not a vacancy: " + text);
            }
            sign = parts.size() == 1 ? text.charAt(at[0]) : sign;
            at[0]++;
            parts.add(parse(text, at));
        }
        at[0]++;
        return new Several(sign, List.copyOf(parts));
    }

    /// The vacancy of a query, from the shape that DuckDB's own parser gives it.
    ///
    /// @param statement a statement of what `json_serialize_sql` answered
    /// @param aggregates the functions that make one row of none
    static Vacancy of(Json statement, Set<String> aggregates) {
        return new Reading(aggregates).node(member(statement, "node"), Map.of());
    }

    /// The member of an object; an empty text where there is none.
    static Json member(Json json, String name) {
        return json instanceof Json.Members(Map<String, Json> members)
                ? members.getOrDefault(name, new Json.Text(""))
                : new Json.Text("");
    }

    /// Derives it, from the inside out.
    record Reading(Set<String> aggregates) {
        /// A SELECT or a set operation, among the common tables of those around it.
        private Vacancy node(Json node, Map<String, Vacancy> around) {
            Map<String, Vacancy> common = new HashMap<>(around);
            if (member(member(node, "cte_map"), "map") instanceof Json.Items(List<Json> entries)) {
                for (Json entry : entries) {
                    String name = lower(member(entry, "key"));
                    common.put(name, recursive(name, member(member(entry, "value"), "query_node"), common));
                }
            }
            return switch (text(member(node, "type"))) {
                case "SELECT_NODE" -> select(node, common);
                case "SET_OPERATION_NODE" -> operation(node, common);
                default -> new Never();
            };
        }

        /// A common table, which may read itself: it has rows only if its first part has, or its second one by itself.
        private Vacancy recursive(String name, Json node, Map<String, Vacancy> common) {
            if (!text(member(node, "type")).equals("RECURSIVE_CTE_NODE")) {
                return node(node, common);
            }
            Vacancy first = node(member(node, "left"), common);
            Map<String, Vacancy> within = new HashMap<>(common);
            within.put(name, first);
            return all(Stream.of(first, node(member(node, "right"), within)));
        }

        private Vacancy operation(Json node, Map<String, Vacancy> common) {
            List<Vacancy> parts = items(member(node, "children")).stream()
                    .map(child -> node(child, common))
                    .toList();
            return switch (text(member(node, "setop_type"))) {
                case "UNION" -> all(parts.stream());
                case "INTERSECT" -> any(parts.stream());
                case "EXCEPT" -> parts.isEmpty() ? new Never() : parts.getFirst();
                default -> new Never();
            };
        }

        private Vacancy select(Json node, Map<String, Vacancy> common) {
            return makesRows(node)
                    ? new Never()
                    : any(Stream.concat(
                            Stream.of(from(member(node, "from_table"), common)),
                            conjuncts(member(node, "where_clause")).map(part -> condition(part, common))));
        }

        /// Whether it gives a row where nothing is read: it folds all rows into one.
        private boolean makesRows(Json node) {
            List<Json> sets = items(member(node, "group_sets"));
            if (!sets.isEmpty()) {
                return sets.stream().anyMatch(set -> items(set).isEmpty());
            }
            if (isSome(member(node, "having"))) {
                return false;
            }
            // GROUP BY ALL groups by whatever isn't folded.
            boolean grouped = text(member(node, "aggregate_handling")).equals("FORCE_AGGREGATES")
                    && items(member(node, "select_list")).stream()
                            .anyMatch(item -> text(member(item, "class")).equals("COLUMN_REF"));
            if (grouped) {
                return false;
            }
            return member(node, "having") instanceof Json.Members
                    || folds(member(node, "select_list"))
                    || folds(member(node, "modifiers"))
                    || folds(member(node, "qualify"));
        }

        /// Whether a condition on a group is `count(*) > 0`.
        private static boolean isSome(Json having) {
            return text(member(having, "type")).equals("COMPARE_GREATERTHAN")
                    && text(member(member(having, "left"), "function_name")).equals("count_star")
                    && text(member(member(member(having, "right"), "literal"), "text"))
                            .equals("0");
        }

        /// Whether an expression calls an aggregate, other than over a window or in a query of its own.
        private boolean folds(Json json) {
            return switch (json) {
                case Json.Members(Map<String, Json> members) -> {
                    String kind = text(member(json, "class"));
                    yield !kind.equals("SUBQUERY")
                            && (kind.equals("FUNCTION") && aggregates.contains(lower(member(json, "function_name")))
                                    || members.values().stream().anyMatch(this::folds));
                }
                case Json.Items(List<Json> items) -> items.stream().anyMatch(this::folds);
                case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> false;
            };
        }

        private Vacancy from(Json from, Map<String, Vacancy> common) {
            return switch (text(member(from, "type"))) {
                case "BASE_TABLE" -> {
                    String name = lower(member(from, "table_name"));
                    yield common.getOrDefault(name, new Table(name));
                }
                case "SUBQUERY" -> node(member(member(from, "subquery"), "node"), common);
                case "JOIN" -> join(from, common);
                default -> new Never();
            };
        }

        private Vacancy join(Json join, Map<String, Vacancy> common) {
            Vacancy left = from(member(join, "left"), common);
            Vacancy right = from(member(join, "right"), common);
            if (text(member(join, "ref_type")).equals("POSITIONAL")) {
                return new Never();
            }
            return switch (text(member(join, "join_type"))) {
                case "INNER", "SEMI" -> any(Stream.of(left, right));
                case "LEFT", "ANTI" -> left;
                case "RIGHT" -> right;
                case "FULL", "OUTER" -> all(Stream.of(left, right));
                default -> new Never();
            };
        }

        private static Stream<Json> conjuncts(Json where) {
            return text(member(where, "type")).equals("CONJUNCTION_AND")
                    ? items(member(where, "children")).stream().flatMap(Reading::conjuncts)
                    : Stream.of(where);
        }

        /// `EXISTS (…)` and `… IN (…)` hold for no row where the query in them gives none.
        private Vacancy condition(Json part, Map<String, Vacancy> common) {
            String kind = text(member(part, "subquery_type"));
            return kind.equals("EXISTS") || kind.equals("ANY")
                    ? node(member(member(part, "subquery"), "node"), common)
                    : new Never();
        }

        private static List<Json> items(Json json) {
            return json instanceof Json.Items(List<Json> items) ? items : List.of();
        }

        private static String text(Json json) {
            return json instanceof Json.Text(String text) ? text : "";
        }

        private static String lower(Json json) {
            return text(json).toLowerCase(Locale.ROOT);
        }
    }
}
