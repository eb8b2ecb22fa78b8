package org.vitrine.tables;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vitrine.evidence.Display;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;

/// What a query may be, checked on the shape that DuckDB's own parser gives it (`json_serialize_sql`, which
/// takes SELECT only): one SELECT, which reads the dossier's tables and calls the functions of
/// `functions.txt`, nothing else. Every kind of node, table and function that isn't known here is refused, so
/// that a newer DuckDB can't bring a way out by surprise: 2.0, for one, lets an INSERT stand inside a WITH.
final class QueryCheck {
    /// The longest query, in UTF-16 units.
    static final int MAX_LENGTH = 1 << 16;

    /// DuckDB recurses over the shape. 64 MB of stack carry far more than this; see [Fuse].
    private static final int MAX_DEPTH = 400;

    private static final int MAX_SHAPE = 16 << 20;
    private static final int MAX_SELECTS = 200;

    /// The planner can't be interrupted while it orders joins.
    private static final int MAX_JOINS = 100;

    private static final String AGGREGATES = "aggregates";
    private static final Map<String, Set<String>> KINDS = kinds();
    private static final Set<String> FUNCTIONS =
            KINDS.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> TABLE_FUNCTIONS = Set.of("generate_series", "range", "unnest", "json_each");
    private static final Set<String> SELECTS =
            Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
    private static final Set<String> PIECES = Set.of(
            "EMPTY",
            "SUBQUERY",
            "EXPRESSION_LIST",
            "ORDER_MODIFIER",
            "LIMIT_MODIFIER",
            "LIMIT_PERCENT_MODIFIER",
            "DISTINCT_MODIFIER",
            "ORDER_DEFAULT",
            "ASCENDING",
            "DESCENDING");
    private static final Set<String> EXPRESSIONS = Set.of(
            "BETWEEN",
            "CASE",
            "CAST",
            "COLLATE",
            "COLUMN_REF",
            "COMPARISON",
            "CONJUNCTION",
            "CONSTANT",
            "FUNCTION",
            "LAMBDA",
            "LAMBDA_REF",
            "OPERATOR",
            "POSITIONAL_REFERENCE",
            "STAR",
            "SUBQUERY",
            "TYPE",
            "WINDOW");

    /// Words that are columns to the parser, and the clock when no column has their name.
    private static final Set<String> CLOCKS =
            Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

    private final Json statement;
    private final Set<String> tables;
    private final Set<String> common = new HashSet<>();
    private final SortedSet<String> read = new TreeSet<>();
    private int selects;
    private int joins;

    private QueryCheck(Json statement, Set<String> tables) {
        this.statement = statement;
        this.tables = tables;
    }

    /// Checks the shape of a query over these tables.
    ///
    /// @param shape what `json_serialize_sql` answered
    /// @throws QueryRefused when it is anything but one harmless SELECT
    static void check(String shape, Set<String> tables) throws QueryRefused {
        describe(shape, tables);
    }

    /// Checks the shape of a query over these tables, and gives the tables that it reads.
    ///
    /// @throws QueryRefused when it is anything but one harmless SELECT
    static Vouched.Query vouch(String shape, Set<String> tables) throws QueryRefused {
        QueryCheck check = describe(shape, tables);
        return new Vouched.Query(List.copyOf(check.read), Vacancy.of(check.statement, aggregates()));
    }

    private static QueryCheck describe(String shape, Set<String> tables) throws QueryRefused {
        Json json;
        try {
            json = Json.parse(shape, MAX_SHAPE, MAX_DEPTH);
        } catch (NotJson e) {
            throw new QueryRefused("the query is too long or nested too deeply");
        }
        if (!(json instanceof Json.Members(Map<String, Json> members))) {
            throw new QueryRefused("the query can't be read");
        }
        if (!new Json.Truth(false).equals(members.get("error"))) {
            String message = text(members, "error_message");
            throw new QueryRefused(
                    "not implemented".equals(text(members, "error_type"))
                            ? "only a SELECT can be a query"
                            : Display.text(message.isEmpty() ? "the query can't be read" : message));
        }
        if (!(members.get("statements") instanceof Json.Items(List<Json> statements)) || statements.size() != 1) {
            throw new QueryRefused("a query is exactly one SELECT");
        }
        QueryCheck check = new QueryCheck(statements.getFirst(), tables);
        check.collect(check.statement);
        check.visit(check.statement);
        return check;
    }

    private void collect(Json json) {
        switch (json) {
            case Json.Members(Map<String, Json> members) -> {
                if (members.get("cte_map") instanceof Json.Members(Map<String, Json> map)
                        && map.get("map") instanceof Json.Items(List<Json> entries)) {
                    for (Json entry : entries) {
                        if (entry instanceof Json.Members(Map<String, Json> pair)) {
                            common.add(lower(text(pair, "key")));
                        }
                    }
                }
                members.values().forEach(this::collect);
            }
            case Json.Items(List<Json> items) -> items.forEach(this::collect);
            case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> {}
        }
    }

    private void visit(Json json) throws QueryRefused {
        switch (json) {
            case Json.Members(Map<String, Json> members) -> {
                node(members);
                boolean table = "TABLE_FUNCTION".equals(text(members, "type"));
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    if (table
                            && member.getKey().equals("function")
                            && member.getValue() instanceof Json.Members(Map<String, Json> function)) {
                        tableFunction(function);
                        visitAll(function.values());
                    } else {
                        visit(member.getValue());
                    }
                }
            }
            case Json.Items(List<Json> items) -> visitAll(items);
            case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> {}
        }
    }

    private void visitAll(Iterable<Json> all) throws QueryRefused {
        for (Json one : all) {
            visit(one);
        }
    }

    private void node(Map<String, Json> members) throws QueryRefused {
        if (members.getOrDefault("sample", new Json.Null()) instanceof Json.Members) {
            throw new QueryRefused("a query may not sample: its answer must be the same each time");
        }
        if (members.containsKey("class")) {
            expression(text(members, "class"), members);
            return;
        }
        String type = text(members, "type");
        switch (type) {
            case "" -> {}
            case "BASE_TABLE" -> table(members);
            case "JOIN" -> {
                if (++joins > MAX_JOINS) {
                    throw new QueryRefused("more than " + MAX_JOINS + " joins in one query");
                }
            }
            case "TABLE_FUNCTION" -> {
                if (!(members.get("function") instanceof Json.Members)) {
                    throw new QueryRefused("the query can't be read");
                }
            }
            default -> {
                if (SELECTS.contains(type)) {
                    if (++selects > MAX_SELECTS) {
                        throw new QueryRefused("more than " + MAX_SELECTS + " SELECTs in one query");
                    }
                } else if (!PIECES.contains(type)) {
                    throw new QueryRefused("a query may only SELECT from tables: " + readable(type));
                }
            }
        }
    }

    private static void expression(String kind, Map<String, Json> members) throws QueryRefused {
        if (!EXPRESSIONS.contains(kind)) {
            throw new QueryRefused("not allowed in a query: " + readable(kind));
        }
        if (kind.equals("FUNCTION") || kind.equals("WINDOW")) {
            String name = lower(text(members, "function_name"));
            if (!FUNCTIONS.contains(name) || isQualified(members)) {
                throw new QueryRefused("function " + Display.text(name) + " is not allowed in a query");
            }
        }
        if (kind.equals("COLUMN_REF")
                && members.get("column_names") instanceof Json.Items(List<Json> names)
                && names.size() == 1
                && names.getFirst() instanceof Json.Text(String name)
                && CLOCKS.contains(lower(name))) {
            throw new QueryRefused(lower(name) + " is not allowed in a query: its answer must be the same each time");
        }
    }

    private static void tableFunction(Map<String, Json> function) throws QueryRefused {
        String name = lower(text(function, "function_name"));
        if (!TABLE_FUNCTIONS.contains(name) || isQualified(function)) {
            throw new QueryRefused("table function " + Display.text(name) + " is not allowed in a query");
        }
    }

    private void table(Map<String, Json> members) throws QueryRefused {
        String name = lower(text(members, "table_name"));
        if (isQualified(members) || !(tables.contains(name) || common.contains(name))) {
            throw new QueryRefused("there is no table " + Display.text(text(members, "table_name")) + " here");
        }
        if (tables.contains(name)) {
            read.add(name);
        }
        if (members.getOrDefault("at_clause", new Json.Null()) instanceof Json.Members) {
            throw new QueryRefused("a table has no versions to ask for");
        }
    }

    private static boolean isQualified(Map<String, Json> members) {
        return !(text(members, "schema").isEmpty()
                && text(members, "schema_name").isEmpty()
                && text(members, "catalog").isEmpty()
                && text(members, "catalog_name").isEmpty());
    }

    private static String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Text(String text) ? text : "";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String readable(String kind) {
        return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The functions by their kind.
    private static Map<String, Set<String>> kinds() {
        Map<String, Set<String>> kinds = new HashMap<>();
        String kind = "";
        try (InputStream list = Objects.requireNonNull(QueryCheck.class.getResourceAsStream("functions.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("# ")) {
                    kind = line.substring(2);
                } else if (!line.isBlank()) {
                    kinds.computeIfAbsent(kind, _ -> new HashSet<>())
                            .addAll(List.of(line.strip().split(" +", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kinds;
    }

    /// All functions that a query may call.
    static Set<String> functions() {
        return FUNCTIONS;
    }

    /// Those that make one row of none.
    static Set<String> aggregates() {
        return KINDS.getOrDefault(AGGREGATES, Set.of());
    }
}
