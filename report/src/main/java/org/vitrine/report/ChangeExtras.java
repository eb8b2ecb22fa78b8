package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.tables.Rows;
import org.vitrine.tables.Schema;
import org.vitrine.tables.SchemaColumn;

/// Tables that a comparison may have or not: how far a rebuild is the same, what the vendor declared. Each becomes a
/// section, folded by path where its rows tell of one.
final class ChangeExtras {
    /// How many rows of one table are shown.
    private static final int MOST = 5_000;

    /// How many rows of one path are shown.
    private static final int EACH = 400;

    private static final Set<String> ARTIFACTS = Set.of("artifact", "old_artifact", "new_artifact");

    /// A section.
    ///
    /// @param table the table its rows come from
    /// @param order what its rows are sorted by, behind their path
    private record Section(String table, String title, String order) {
        String id() {
            return "table-" + table.replace('_', '-');
        }
    }

    private static final List<Section> DECLARED = List.of(new Section(
            "declared_item",
            "What the vendor declared",
            "array_position(['NOT_SEEN', 'NOT_CHECKED', 'SEEN'], seen), ordinal"));

    private static final List<Section> OTHERS = List.of(
            new Section("equivalence", "How far they are the same", ""),
            new Section("equivalence_toolchain", "What they were compiled with", "ordinal"),
            new Section("normaliser", "What may be set aside", "ordinal"),
            new Section("equivalence_file", "How far each path is the same", ""),
            new Section("span", "Spans that were set aside", "side, \"offset\""));

    private final Ask ask;
    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final ChangeFiles files;

    ChangeExtras(Ask ask, List<Schema> schemas, ChangeFiles files) {
        this.ask = ask;
        this.files = files;
        schemas.forEach(schema -> this.schemas.put(schema.name(), schema));
    }

    /// The sections about a declaration that have a row, by their ids.
    Map<String, String> declaredTitles() {
        return titles(DECLARED);
    }

    /// The other sections that have a row, by their ids.
    Map<String, String> otherTitles() {
        return titles(OTHERS);
    }

    private Map<String, String> titles(List<Section> sections) {
        Map<String, String> titles = new LinkedHashMap<>();
        sections.stream()
                .filter(section -> ask.holds(section.table()))
                .forEach(section -> titles.put(section.id(), section.title()));
        return titles;
    }

    /// What the vendor declared.
    void declared(Html html) {
        DECLARED.forEach(section -> section(html, section));
    }

    /// The others.
    void others(Html html) {
        OTHERS.forEach(section -> section(html, section));
    }

    private void section(Html html, Section section) {
        Schema schema = schemas.get(section.table());
        if (schema == null || !ask.holds(section.table())) {
            return;
        }
        boolean paths = has(schema, "path");
        String order = paths ? "path" + (section.order().isEmpty() ? "" : ", " + section.order()) : section.order();
        Rows rows = ask.rows("SELECT * FROM " + section.table() + " ORDER BY " + (order.isEmpty() ? "ALL" : order)
                + " LIMIT " + MOST);
        long total = ask.number("SELECT count(*) FROM " + section.table());
        html.raw("<section id=" + Html.attribute(section.id()) + ">").element("h2", section.title());
        html.element("p class=\"lead\"", schema.about());
        if (total > rows.values().size()) {
            html.element(
                    "p class=\"empty\"",
                    "The first " + Figures.count(rows.values().size()) + " of " + Figures.of(total, "row", "rows")
                            + "; all of them lie in facts/" + section.table() + ".parquet.");
        }
        if (total == 1) {
            single(html, schema, rows.values().getFirst());
        } else if (paths) {
            byPath(html, schema, rows);
        } else {
            table(html, schema, rows.values(), "");
        }
        html.raw("</section>");
    }

    private static boolean has(Schema schema, String column) {
        return schema.columns().stream().anyMatch(known -> known.name().equals(column));
    }

    /// The one row of a table, each value beside what it is.
    private void single(Html html, Schema schema, List<Object> row) {
        html.raw("<dl class=\"facts\">");
        for (int i = 0; i < row.size(); i++) {
            SchemaColumn column = schema.columns().get(i);
            if (!ARTIFACTS.contains(column.name())) {
                html.element("dt title=" + Html.attribute(column.about()), name(column))
                        .raw("<dd>");
                value(html, row.get(i), true);
                html.raw("</dd>");
            }
        }
        html.raw("</dl>");
    }

    private void byPath(Html html, Schema schema, Rows rows) {
        int at = rows.columns().indexOf("path");
        Map<String, List<List<Object>>> paths = new LinkedHashMap<>();
        rows.values()
                .forEach(row -> paths.computeIfAbsent(String.valueOf(row.get(at)), _ -> new ArrayList<>())
                        .add(row));
        if (paths.size() == rows.values().size()) {
            table(html, schema, rows.values(), "");
            return;
        }
        paths.forEach((path, found) -> {
            html.raw("<details class=\"clause text\"" + (paths.size() == 1 ? " open" : "")
                    + "><summary><span class=\"t\">");
            html.text(path).raw("</span>");
            html.element("span class=\"n\"", Figures.of(found.size(), "row", "rows"));
            html.raw("</summary><div class=\"body\">");
            if (found.size() > EACH) {
                html.element(
                        "p class=\"empty\"",
                        "The first " + Figures.count(EACH) + " of " + Figures.of(found.size(), "row", "rows")
                                + "; all of them lie in facts/" + schema.name() + ".parquet.");
            }
            table(html, schema, found.subList(0, Math.min(EACH, found.size())), "path");
            html.raw("</div></details>");
        });
    }

    private void table(Html html, Schema schema, List<List<Object>> rows, String without) {
        List<SchemaColumn> columns = schema.columns();
        html.raw("<div class=\"wrap wide\" tabindex=\"0\" role=\"region\" aria-label=" + Html.attribute(schema.name())
                + "><table><thead><tr>");
        for (SchemaColumn column : columns) {
            if (isShown(column, without)) {
                html.element("th scope=\"col\" title=" + Html.attribute(column.about()), name(column));
            }
        }
        html.raw("</tr></thead><tbody>");
        for (List<Object> row : rows) {
            html.raw("<tr>");
            for (int i = 0; i < columns.size(); i++) {
                SchemaColumn column = columns.get(i);
                if (!isShown(column, without)) {
                    continue;
                }
                if (column.name().equals("path")) {
                    html.raw("<td class=\"path\">");
                    files.place(
                            html,
                            artifact(schema, row, "old_artifact"),
                            artifact(schema, row, "new_artifact"),
                            String.valueOf(row.get(i)));
                } else {
                    html.raw(row.get(i) instanceof Number ? "<td class=\"num\">" : "<td>");
                    value(html, row.get(i), false);
                }
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>");
    }

    private static boolean isShown(SchemaColumn column, String without) {
        return !ARTIFACTS.contains(column.name()) && !column.name().equals(without);
    }

    private static long artifact(Schema schema, List<Object> row, String name) {
        for (int i = 0; i < row.size(); i++) {
            if (schema.columns().get(i).name().equals(name) && row.get(i) instanceof Number number) {
                return number.longValue();
            }
        }
        return -1;
    }

    private static String name(SchemaColumn column) {
        return column.name().replace('_', ' ');
    }

    private static void value(Html html, Object value, boolean whole) {
        String text = String.valueOf(value);
        if (value instanceof Number number) {
            html.text(number.longValue() < 0 ? "–" : Figures.count(number.longValue()));
        } else if (text.matches("[0-9a-f]{64}") && !whole) {
            html.element("span class=\"mono\" title=" + Html.attribute(text), Head.brief(text));
        } else {
            html.text(text.isEmpty() ? "–" : text);
        }
    }
}
