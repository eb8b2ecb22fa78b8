package org.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrine.structure.json.Json;

/// The rows of the sheets as the page's script reads them. An artifact is named by its id alone: its path stands once,
/// among the files.
final class PageData {
    private PageData() {}

    /// One JSON object, in printable ASCII without `<`, `>` and `&`.
    ///
    /// @param counts how many rows each sheet has in all
    static String of(Ask ask, Map<Sheet, Long> counts) {
        StringBuilder json = new StringBuilder(1 << 16).append("{\"tables\":{");
        String before = "";
        for (Map.Entry<Sheet, Long> entry : counts.entrySet()) {
            if (entry.getValue() > 0) {
                json.append(before)
                        .append(Json.of(entry.getKey().id()).compact())
                        .append(':');
                table(json, ask, entry.getKey(), entry.getValue());
                before = ",";
            }
        }
        return json.append("}}").toString();
    }

    private static void table(StringBuilder json, Ask ask, Sheet sheet, long count) {
        List<Json> columns = new ArrayList<>();
        for (Sheet.Column column : sheet.columns()) {
            Json.Builder look = Json.object().put("title", column.title());
            switch (column.look()) {
                case TEXT -> {}
                case NUMBER -> look.put("number", Json.of(true));
                case PORT -> look.put("number", Json.of(true)).put("port", Json.of(true));
                case PLACE -> look.put("number", Json.of(true)).put("place", Json.of(true));
                case MONO -> look.put("kind", "mono");
                case PATH -> look.put("kind", "path").put("link", Json.of(true));
                case DIGEST -> look.put("kind", "mono").put("digest", Json.of(true));
            }
            columns.add(look.build());
        }
        json.append("{\"title\":").append(Json.of(sheet.title()).compact());
        json.append(",\"count\":").append(count);
        json.append(",\"columns\":").append(Json.of(columns).compact()).append(",\"rows\":[");
        String row = "";
        for (List<Object> values : ask.values(sheet.sql() + " LIMIT " + Sheet.MOST)) {
            json.append(row).append('[');
            String cell = "";
            for (Object value : values) {
                json.append(cell);
                if (value instanceof Number number) {
                    json.append(number.longValue());
                } else {
                    json.append(Json.of(Html.visible(String.valueOf(value))).compact());
                }
                cell = ",";
            }
            json.append(']');
            row = ",\n";
        }
        json.append("]}");
    }
}
