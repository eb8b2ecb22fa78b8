package org.vitrine.report;

import java.util.List;

/// A document of headings, sentences and tables being written. All it is given is text: each form escapes it.
sealed interface Sheaf permits MarkdownSheaf, HtmlSheaf {
    /// A heading; the anchor is a word that no other has.
    void heading(int level, String anchor, String text);

    /// Some sentences.
    void paragraph(String text);

    /// A table: a link in the first column where the row's anchor isn't empty.
    void table(List<String> columns, List<Row> rows);

    /// The whole document.
    String text();

    /// A row of a table.
    ///
    /// @param anchor where its first cell leads; empty where nowhere
    record Row(String anchor, List<String> cells) {
        static Row of(String... cells) {
            return new Row("", List.of(cells));
        }
    }
}
