package org.vitrine.centre;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Fact;
import org.vitrine.inspect.Inspectors;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.Part;
import org.vitrine.standards.Requirement;
import org.vitrine.tables.Schema;
import org.vitrine.tables.TableReference;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.spi.Format;

/// The reference pages: what tables, readers and clauses there are, said by the code itself.
public enum Reference {
    /// Every table with its columns.
    TABLES("tables.md") {
        @Override
        public String text() {
            Stream<Class<? extends Fact>> kinds = Stream.concat(Kinds.FACTS.stream(), Kinds.VERDICTS.stream());
            return TableReference.markdown(kinds.<Schema>map(Schema::of).toList());
        }
    },
    /// Every format and inspector with its limits.
    FORMATS("formats.md") {
        @Override
        public String text() {
            StringBuilder page = new StringBuilder("# Formats and inspectors\n\nGenerated from their cards. \"Complete\" stands where no"
                    + " limitation is known; it is computed, never claimed.\n\n## Formats\n");
            Formats.ALL.stream().map(Format::card).forEach(card -> card(page, card));
            page.append("\n## Inspectors of contents\n");
            Inspectors.CONTENT.stream().map(ContentInspector::card).forEach(card -> card(page, card));
            page.append("\n## Inspectors of root file systems\n");
            Inspectors.TREE.stream().map(TreeInspector::card).forEach(card -> card(page, card));
            return page.toString();
        }
    },
    /// Every clause with its parts.
    STANDARDS("standards.md") {
        @Override
        public String text() {
            return Catalogues.builtIn().stream().map(Reference::catalogue).collect(Collectors.joining("\n"));
        }
    };

    private final String file;

    Reference(String file) {
        this.file = file;
    }

    /// The page's name in `docs/reference/`.
    public String file() {
        return file;
    }

    /// The page as Markdown.
    public abstract String text();

    private static void card(StringBuilder page, Card card) {
        page.append("\n### ").append(card.title()).append(" (`").append(card.name()).append("`)\n\n");
        page.append(card.complete() ? "Complete.\n" : "Limitations:\n");
        list(page, card.limitations());
        page.append("\nReferences:\n");
        list(page, card.references());
    }

    private static void list(StringBuilder page, List<String> lines) {
        lines.forEach(line -> page.append("- ").append(line).append('\n'));
    }

    private static String catalogue(Catalogue catalogue) {
        StringBuilder page = new StringBuilder("# ").append(catalogue.title()).append("\n\nCatalogue `").append(catalogue.id());
        page.append("`. Clause numbers and short titles are the document's; the demands are in our own words in the catalogue's files.\n");
        page.append("A static part that is checked can do what its strength says: *decides* can pass and fail, *refutes* can only fail, *hints*"
                + " decides nothing.\n\n");
        page.append("| clause | title | parts |\n|---|---|---|\n");
        for (Requirement requirement : catalogue.requirements()) {
            String parts = requirement.parts().stream().map(Reference::part).collect(Collectors.joining("; "));
            page.append("| ").append(requirement.clause()).append(" | ").append(requirement.title()).append(" | ").append(parts).append(" |\n");
        }
        return page.toString();
    }

    private static String part(Part part) {
        String how = (part.method() + ", " + part.strength()).toLowerCase(Locale.ROOT);
        return "`" + part.name() + "` (" + how + (part.catalogued() ? ", **checked**" : "") + ")";
    }
}
