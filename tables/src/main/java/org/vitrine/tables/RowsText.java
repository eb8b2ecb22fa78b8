package org.vitrine.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Display;
import org.vitrine.structure.json.Json;

/// Rows as text: a table for a terminal, CSV for a spreadsheet, JSON for a program.
///
/// Values may come from a hostile image. In the table and in CSV, what isn't plainly printable stands as
/// `\xNN` (see [Display]); a text that is plain is left alone, backslashes included.
public final class RowsText {
    private static final String CUT = "…";
    private static final int LEAST = 3;

    private RowsText() {}

    /// Columns aligned by blanks, under a head and a rule; numbers to the right. Ends with a LF and the
    /// number of rows.
    ///
    /// @param width how many cells of the terminal a line may take; wide columns are cut with `…`; 0 for no
    ///     bound
    public static String table(Rows rows, int width) {
        int columns = rows.columns().size();
        List<List<String>> lines = new ArrayList<>();
        lines.add(rows.columns().stream().map(RowsText::plain).toList());
        boolean[] right = new boolean[columns];
        Arrays.fill(right, !rows.values().isEmpty());
        for (List<Object> row : rows.values()) {
            List<String> line = new ArrayList<>(columns);
            for (int i = 0; i < columns; i++) {
                Object value = row.get(i);
                right[i] &= value instanceof Number;
                line.add(plain(value));
            }
            lines.add(line);
        }
        int[] widths = fitted(widths(lines, columns), width);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), widths, right, text);
            if (i == 0) {
                List<String> rule = new ArrayList<>();
                for (int cells : widths) {
                    rule.add("-".repeat(cells));
                }
                line(rule, widths, right, text);
            }
        }
        int count = rows.values().size();
        return text.append(count == 1 ? "1 row\n" : count + " rows\n").toString();
    }

    private static int[] widths(List<List<String>> lines, int columns) {
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], cells(line.get(i)));
            }
        }
        return widths;
    }

    /// Takes from the widest columns until all fit, or each is as narrow as it may be.
    private static int[] fitted(int[] widths, int width) {
        if (width <= 0 || widths.length == 0) {
            return widths;
        }
        long room = Math.max(0, width - 2L * (widths.length - 1));
        int cap = 0;
        for (int each : widths) {
            cap = Math.max(cap, each);
        }
        int low = LEAST;
        int high = Math.max(LEAST, cap);
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            long sum = 0;
            for (int each : widths) {
                sum += Math.min(each, middle);
            }
            if (sum <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int[] fitted = new int[widths.length];
        for (int i = 0; i < widths.length; i++) {
            fitted[i] = Math.min(widths[i], low);
        }
        return fitted;
    }

    private static void line(List<String> values, int[] widths, boolean[] right, StringBuilder text) {
        int start = text.length();
        for (int i = 0; i < widths.length; i++) {
            String value = cut(values.get(i), widths[i]);
            String pad = " ".repeat(Math.max(0, widths[i] - cells(value)));
            text.append(i == 0 ? "" : "  ").append(right[i] ? pad + value : value + pad);
        }
        int end = text.length();
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static String cut(String value, int width) {
        if (cells(value) <= width) {
            return value;
        }
        StringBuilder kept = new StringBuilder();
        int left = width - 1;
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            left -= cells(point);
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return kept.append(CUT).toString();
    }

    private static int cells(String text) {
        return text.codePoints().map(RowsText::cells).sum();
    }

    /// How many cells a terminal gives a character: none for a mark on the one before, two for those of East
    /// Asia.
    private static int cells(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = point >= 0x1100 && point <= 0x115f
                || point >= 0x2e80 && point <= 0xa4cf
                || point >= 0xac00 && point <= 0xd7a3
                || point >= 0xf900 && point <= 0xfaff
                || point >= 0xfe30 && point <= 0xfe6f
                || point >= 0xff00 && point <= 0xff60
                || point >= 0xffe0 && point <= 0xffe6
                || point >= 0x1f300 && point <= 0x1faff
                || point >= 0x20000 && point <= 0x3fffd;
        return wide ? 2 : 1;
    }

    /// RFC 4180: CRLF, a head, quotes where they are needed. A *text* that a spreadsheet would take for a
    /// formula (it starts with `=`, `+`, `-` or `@`, or with a tab or CR before they were escaped) gets a `'`
    /// before it; numbers don't.
    public static String csv(Rows rows) {
        StringBuilder text = new StringBuilder();
        csvLine(rows.columns(), text);
        rows.values().forEach(row -> csvLine(row, text));
        return text.toString();
    }

    private static void csvLine(List<?> values, StringBuilder text) {
        String before = "";
        for (Object value : values) {
            String field = plain(value);
            if (!(value instanceof Number) && isFormula(value instanceof String raw ? raw : field)) {
                field = "'" + field;
            }
            boolean quoted = field.chars().anyMatch(unit -> unit == '"' || unit == ',' || unit == '\r' || unit == '\n');
            boolean padded = field.startsWith(" ") || field.endsWith(" ");
            text.append(before).append(quoted || padded ? '"' + field.replace("\"", "\"\"") + '"' : field);
            before = ",";
        }
        // A line of one empty field must not look like no line.
        text.append(values.size() == 1 && text.charAt(Math.max(0, text.length() - 1)) == '\n' ? "\"\"" : "");
        text.append("\r\n");
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    /// An array of objects, a member for each column; see [Json#pretty]. Whole numbers and booleans are
    /// themselves; bytes are their [Display] form; of two columns with one name the second is called
    /// `name_2`, and so on.
    public static String json(Rows rows) {
        List<String> names = new ArrayList<>();
        for (String column : rows.columns()) {
            String name = column;
            for (int i = 2; names.contains(name); i++) {
                name = column + "_" + i;
            }
            names.add(name);
        }
        List<Json> items = new ArrayList<>();
        for (List<Object> row : rows.values()) {
            Json.Builder members = Json.object();
            for (int i = 0; i < names.size(); i++) {
                members.put(names.get(i), json(row.get(i)));
            }
            items.add(members.build());
        }
        return Json.of(items).pretty();
    }

    private static Json json(Object value) {
        return switch (value) {
            case Boolean truth -> Json.of((boolean) truth);
            case Double number when !Double.isFinite(number) -> Json.of(number.toString());
            case Float number when !Float.isFinite(number) -> Json.of(number.toString());
            case Number number -> new Json.Numeral(number.toString());
            case byte[] bytes -> Json.of(Display.text(bytes));
            default -> Json.of(value.toString());
        };
    }

    private static String plain(Object value) {
        if (value instanceof byte[] bytes) {
            return Display.text(bytes);
        }
        String text = value.toString();
        String shown = Display.text(text);
        return shown.equals(text.replace("\\", "\\\\")) ? text : shown;
    }
}
