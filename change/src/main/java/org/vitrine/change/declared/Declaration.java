package org.vitrine.change.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Contents;
import org.vitrine.change.Delta;
import org.vitrine.change.Question;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.Dossier;

/// What a vendor says was changed, from one document or several, held against what was seen: each change with a
/// meaning is declared or undeclared, each item seen or not seen.
public final class Declaration implements Question {
    /// As much of an item as a row shows.
    private static final int SHOWN = 500;

    private final List<Item> items;

    Declaration(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /// Several as one.
    public static Declaration of(List<Declaration> declarations) {
        return new Declaration(declarations.stream()
                .flatMap(declaration -> declaration.items.stream())
                .toList());
    }

    @Override
    public List<Class<? extends Fact>> kinds() {
        return List.of(DeclaredItem.class);
    }

    @Override
    public List<Fact> ask(Dossier pair, List<Fact> facts, Optional<Contents> contents) {
        return joined(facts);
    }

    /// The facts of a comparison with what is declared of each finding, and with a row for each item.
    public List<Fact> joined(List<Fact> facts) {
        int[] deltas = new int[items.size()];
        int[] paths = new int[items.size()];
        List<Fact> joined = new ArrayList<>();
        for (Fact fact : facts) {
            switch (fact) {
                case Delta delta -> joined.add(join(delta, deltas));
                case Change change -> {
                    count(change, paths);
                    joined.add(change);
                }
                default -> joined.add(fact);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            joined.add(row(i, deltas[i], paths[i]));
        }
        return joined;
    }

    private Delta join(Delta delta, int[] deltas) {
        List<String> by = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Optional<String> why = items.get(i).speaksOf(delta);
            if (why.isPresent()) {
                deltas[i]++;
                by.add(Display.text(items.get(i).id() + " (" + why.get() + ")"));
            }
        }
        return delta.with(by.isEmpty() ? Delta.Declared.UNDECLARED : Delta.Declared.DECLARED, String.join("; ", by));
    }

    private void count(Change change, int[] paths) {
        for (int i = 0; change.kind() != ChangeKind.IDENTICAL && i < items.size(); i++) {
            paths[i] += items.get(i).names(change) ? 1 : 0;
        }
    }

    private DeclaredItem row(int ordinal, int deltas, int paths) {
        Item item = items.get(ordinal);
        String lookedFor = item.lookedFor();
        DeclaredItem.Seen seen;
        if (deltas + paths > 0) {
            seen = DeclaredItem.Seen.SEEN;
        } else {
            seen = lookedFor.isEmpty() ? DeclaredItem.Seen.NOT_CHECKED : DeclaredItem.Seen.NOT_SEEN;
        }
        String text = Display.text(item.text());
        return new DeclaredItem(
                ordinal,
                Display.text(item.source()),
                item.form(),
                Display.text(item.id()),
                text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                seen,
                deltas,
                paths,
                lookedFor.isEmpty() ? "it names no path and no CVE that could be looked for" : Display.text(lookedFor));
    }
}
