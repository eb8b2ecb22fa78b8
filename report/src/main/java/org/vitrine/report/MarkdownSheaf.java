package org.vitrine.report;

import java.util.List;

/// A document in Markdown (GitHub Flavored Markdown, with its tables), also readable as it stands.
final class MarkdownSheaf implements Sheaf {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void heading(int level, String anchor, String heading) {
        text.append("<a id=\"").append(anchor).append("\"></a>\n\n");
        text.append("#".repeat(level)).append(' ').append(escaped(heading)).append("\n\n");
    }

    @Override
    public void paragraph(String sentences) {
        text.append(escaped(sentences)).append("\n\n");
    }

    @Override
    public void table(List<String> columns, List<Row> rows) {
        line(columns.stream().map(MarkdownSheaf::escaped).toList());
        line(columns.stream().map(column -> "---").toList());
        for (Row row : rows) {
            String first = escaped(row.cells().getFirst());
            String linked = row.anchor().isEmpty() ? first : "[" + first + "](#" + row.anchor() + ")";
            line(java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(linked),
                            row.cells().stream().skip(1).map(MarkdownSheaf::escaped))
                    .toList());
        }
        text.append('\n');
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String text() {
        return text.toString();
    }

    /// Text of which no character has a meaning in Markdown, inside of a line.
    private static String escaped(String raw) {
        String shown = Html.visible(raw);
        StringBuilder safe = new StringBuilder(shown.length() + 16);
        for (int i = 0; i < shown.length(); i++) {
            char unit = shown.charAt(i);
            boolean inWord = unit == '_'
                    && i > 0
                    && i + 1 < shown.length()
                    && Character.isLetterOrDigit(shown.charAt(i - 1))
                    && Character.isLetterOrDigit(shown.charAt(i + 1));
            if (unit == '&') {
                safe.append("&amp;");
            } else if (unit == '<') {
                safe.append("&lt;");
            } else if ("\\`*_[]|~$".indexOf(unit) >= 0 && !inWord) {
                safe.append('\\').append(unit);
            } else {
                safe.append(unit);
            }
        }
        // A bare address would become a link by itself.
        return safe.toString().replace("://", "\\://").replace("www.", "www\\.");
    }
}
