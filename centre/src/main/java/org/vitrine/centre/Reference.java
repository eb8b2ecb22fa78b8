package org.vitrine.centre;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.change.Comparison;
import org.vitrine.change.Rule;
import org.vitrine.change.RuleReader;
import org.vitrine.change.declared.DeclaredItem;
import org.vitrine.change.equivalence.Equivalences;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Fact;
import org.vitrine.inspect.Inspectors;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.tables.Schema;
import org.vitrine.tables.TableReference;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;

/// The reference pages: what tables and readers there are, said by the code itself.
public enum Reference {
    /// Every table with its columns.
    TABLES("tables.md") {
        @Override
        public String text() {
            Stream<Class<? extends Fact>> kinds = Stream.concat(Kinds.FACTS.stream(), Kinds.VERDICTS.stream());
            return TableReference.markdown(kinds.<Schema>map(Schema::of).toList());
        }
    },
    /// Every table of a comparison, and the rules of what a change means.
    CHANGES("changes.md") {
        @Override
        public String text() {
            List<Class<? extends Fact>> kinds = Stream.of(
                            Comparison.KINDS, Equivalences.KINDS, List.<Class<? extends Fact>>of(DeclaredItem.class))
                    .flatMap(List::stream)
                    .toList();
            StringBuilder page = new StringBuilder(TableReference.markdown(
                    "Tables of a comparison",
                    kinds.stream().<Schema>map(Schema::of).toList()));
            page.append("\n## Rules\n\n| rule | weight | finds | why |\n|---|---|---|---|\n");
            for (Rule rule : rules()) {
                page.append("| `")
                        .append(rule.name())
                        .append("` | ")
                        .append(rule.severity())
                        .append(" | ");
                page.append(rule.title()).append(" | ").append(rule.why()).append(" |\n");
            }
            return page.toString();
        }
    },
    /// Every format and inspector with its limits.
    FORMATS("formats.md") {
        @Override
        public String text() {
            StringBuilder page = new StringBuilder(
                    "# Formats and inspectors\n\nGenerated from their cards. \"Complete\" stands where no"
                            + " limitation is known; it is computed, never claimed.\n\n## Formats\n");
            Formats.ALL.stream().map(Format::card).forEach(card -> card(page, card));
            page.append("\n## Inputs of several files\n");
            Formats.COMPOSITIONS.stream().map(Composition::card).forEach(card -> card(page, card));
            page.append("\n## Inspectors of contents\n");
            Inspectors.CONTENT.stream().map(ContentInspector::card).forEach(card -> card(page, card));
            page.append("\n## Inspectors of root file systems\n");
            Inspectors.TREE.stream().map(TreeInspector::card).forEach(card -> card(page, card));
            Inspectors.DEDUCED.stream().map(Deduction::card).forEach(card -> card(page, card));
            return page.toString();
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

    private static List<Rule> rules() {
        try {
            return RuleReader.ours();
        } catch (IOException | CatalogueRefused e) {
            throw new IllegalStateException("a rule that comes with Vitrine can't be read", e);
        }
    }

    private static void card(StringBuilder page, Card card) {
        page.append("\n### ")
                .append(card.title())
                .append(" (`")
                .append(card.name())
                .append("`)\n\n");
        page.append(card.complete() ? "Complete.\n" : "Limitations:\n");
        list(page, card.limitations());
        page.append("\nReferences:\n");
        list(page, card.references());
    }

    private static void list(StringBuilder page, List<String> lines) {
        lines.forEach(line -> page.append("- ").append(line).append('\n'));
    }
}
