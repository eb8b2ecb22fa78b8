package org.vitrine.centre;

import java.util.List;
import java.util.Set;
import org.vitrine.change.text.Secrets;
import org.vitrine.tables.Schema;
import org.vitrine.tables.SchemaColumn;

/// Which rows of a table are opened to nobody: those that seem to hold a password, a community, the hash of a
/// password or a key, by the same rules as texts of comparisons are redacted. Confidential columns need none of it,
/// since an edition holds commitments in their place.
final class Withheld {
    /// Tables of sentences of the catalogues, which speak of passwords and never tell one: they name file and line.
    private static final Set<String> SENTENCES = Set.of("clause", "verdict");

    private final boolean isSentences;
    private final List<SchemaColumn> columns;
    private final int key;
    private final int value;

    private Withheld(String table, List<SchemaColumn> columns) {
        this.isSentences = SENTENCES.contains(table);
        this.columns = columns;
        List<String> names = columns.stream().map(SchemaColumn::name).toList();
        this.key = names.indexOf("key");
        this.value = names.indexOf("value");
    }

    static Withheld of(Schema schema) {
        return new Withheld(schema.name(), schema.columns());
    }

    /// Whether a row is.
    ///
    /// @param values the row's, as texts, in the order of the columns
    boolean is(List<String> values) {
        if (isSentences) {
            return false;
        }
        if (key >= 0 && value >= 0 && !values.get(value).isEmpty() && Secrets.isNamed(values.get(key))) {
            return true;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!columns.get(i).confidential() && values.get(i).lines().anyMatch(Secrets::isIn)) {
                return true;
            }
        }
        return false;
    }
}
