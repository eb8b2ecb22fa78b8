package org.vitrine.tables;

import java.util.Comparator;
import java.util.List;

/// The reference page of the tables, `docs/reference/tables.md`: one section a table, made from the schemas.
public final class TableReference {
    private static final String HEAD = """
            # %s

            <!-- Generated from the records; a test compares it. Change the record, not this page. -->

            A dossier holds one Parquet file for each table. Nothing is NULL: what is not known is a value such as `UNKNOWN`,
            an empty text, or a row that isn't there. Columns are only ever added, and a table's version then rises. A digest
            is a SHA-256 in lower-case hex, empty where there is no content. The values of a *confidential* column can be left
            out of a public edition, which then still verifies.
            """;

    private TableReference() {}

    /// The page for the tables of a dossier, sorted by name; Markdown, LF.
    public static String markdown(List<Schema> schemas) {
        return markdown("Tables", schemas);
    }

    /// The page for these tables under a title of their own.
    public static String markdown(String title, List<Schema> schemas) {
        StringBuilder page = new StringBuilder(HEAD.replace("%s", title));
        schemas.stream().sorted(Comparator.comparing(Schema::name)).forEach(schema -> section(schema, page));
        return page.toString();
    }

    private static void section(Schema schema, StringBuilder page) {
        page.append("\n## ").append(schema.name()).append("\n\n");
        page.append(schema.about()).append(" Version ").append(schema.version()).append(".\n\n");
        page.append("| column | type | meaning |\n|---|---|---|\n");
        for (SchemaColumn column : schema.columns()) {
            page.append("| `").append(column.name()).append("` | ").append(column.type());
            page.append(column.confidential() ? ", confidential | " : " | ");
            page.append(column.about().replace("|", "\\|")).append(" |\n");
        }
    }
}
