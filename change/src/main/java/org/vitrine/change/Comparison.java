package org.vitrine.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vitrine.change.text.KeyChange;
import org.vitrine.change.text.LineChange;
import org.vitrine.change.text.TextChange;
import org.vitrine.change.text.TextChanges;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Release;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.yaml.CatalogueRefused;

/// Two dossiers held against each other: which paths changed, what it means, which answers changed. The result is
/// facts: tables of a dossier of its own.
public final class Comparison {
    /// All kinds of fact that a comparison gives, each a table.
    public static final List<Class<? extends Fact>> KINDS = List.of(
            Compared.class,
            Change.class,
            Delta.class,
            RuleRun.class,
            CodeChange.class,
            FunctionChange.class,
            VerdictChange.class,
            TextChange.class,
            LineChange.class,
            KeyChange.class);

    private static final String VERDICTS = """
            WITH o AS (SELECT regexp_replace(catalogue, '/[^/]*$', '') AS c, * FROM old_clause),
                 n AS (SELECT regexp_replace(catalogue, '/[^/]*$', '') AS c, * FROM new_clause)
            SELECT coalesce(n.c, o.c), coalesce(n.clause, o.clause), coalesce(n.title, o.title),
                   coalesce(o.outcome, ''), coalesce(n.outcome, ''), coalesce(o.detail, ''), coalesce(n.detail, '')
            FROM o FULL JOIN n ON o.c = n.c AND o.clause = n.clause
            WHERE coalesce(o.outcome, '') <> coalesce(n.outcome, '')
            ORDER BY ALL
            """;

    private Comparison() {}

    /// Compares two releases.
    ///
    /// @param pair their dossiers, opened side by side
    /// @param old the older one's manifest
    /// @param current the newer one's manifest
    /// @param contents what is in the files, where the releases are at hand
    /// @param rules what is asked of the changes
    /// @return facts of the [#KINDS]
    /// @throws IOException when a table can't be read
    /// @throws DossierRefused when one of the dossiers doesn't hold what a dossier must
    public static List<Fact> of(
            Dossier pair, Manifest old, Manifest current, Optional<Contents> contents, List<Rule> rules)
            throws IOException, DossierRefused {
        pair.vouch(RuleReader.vouched());
        Ahead<Side> other = Ahead.of(() -> Side.of(pair, "new_"));
        Side before;
        try {
            before = Side.of(pair, "old_");
        } finally {
            other.await();
        }
        Side after = other.get(DossierRefused.class);
        List<Change> changes = Changes.of(before, after, Alike.of(contents));
        pair.lay(Change.class, changes);
        List<Fact> texts = contents.map(both -> TextChanges.of(new Texts(before, after, both).of(changes)))
                .orElse(List.of());
        pair.lay(
                LineChange.class,
                texts.stream().filter(LineChange.class::isInstance).toList());
        Views.keep(pair, before, after, changes);
        Deltas.Found found = new Deltas(pair, before, after).ask(rules);
        List<Fact> facts = new ArrayList<>();
        facts.add(compared(pair, old, current, contents.isPresent()));
        facts.addAll(changes);
        facts.addAll(found.deltas());
        facts.addAll(found.runs());
        facts.addAll(code(pair));
        facts.addAll(verdicts(pair));
        facts.addAll(texts);
        pair.forget();
        return facts;
    }

    /// The lines of the list of what is known beforehand of the queries that come with Vitrine; see [Vouched].
    ///
    /// @param pair two dossiers with all tables
    /// @throws QueryRefused when a query isn't allowed
    public static List<String> vouched(Dossier pair)
            throws IOException, DossierRefused, QueryRefused, CatalogueRefused {
        Side before = Side.of(pair, "old_");
        Side after = Side.of(pair, "new_");
        pair.lay(Change.class, List.of());
        pair.lay(LineChange.class, List.of());
        Views.keep(pair, before, after, List.of());
        SortedSet<String> lines = new TreeSet<>();
        for (String view : Views.names()) {
            lines.add(pair.vouched(Views.query(view)));
        }
        for (Rule rule : RuleReader.ours()) {
            lines.add(pair.vouched(rule.query()));
        }
        List<String> others = Stream.of(Places.queries(), Components.queries(), Code.queries())
                .flatMap(List::stream)
                .toList();
        for (String query : others) {
            lines.add(pair.vouched(query));
        }
        lines.add(pair.vouched(VERDICTS));
        pair.forget();
        return List.copyOf(lines);
    }

    private static Compared compared(Dossier pair, Manifest old, Manifest current, boolean contents)
            throws IOException, DossierRefused {
        Release before = release(pair, "old_release");
        Release after = release(pair, "new_release");
        return new Compared(
                before.sha256(),
                after.sha256(),
                old.digest(),
                current.digest(),
                before.size(),
                after.size(),
                before.understood(),
                after.understood(),
                rows(old),
                rows(current),
                contents ? Compared.Contents.YES : Compared.Contents.NO);
    }

    private static Release release(Dossier pair, String table) throws IOException, DossierRefused {
        List<Release> releases = pair.facts(table, Release.class);
        if (releases.size() != 1) {
            throw new DossierRefused("a dossier is of one release, this one of " + releases.size());
        }
        return releases.getFirst();
    }

    private static long rows(Manifest manifest) {
        return manifest.table("artifact").map(Manifest.Entry::rows).orElse(0L);
    }

    private static List<Fact> code(Dossier pair) throws DossierRefused {
        try {
            return Code.of(pair);
        } catch (QueryRefused e) {
            throw new DossierRefused("the code can't be compared: " + e.getMessage());
        }
    }

    private static List<VerdictChange> verdicts(Dossier pair) throws DossierRefused {
        try {
            return pair.query(VERDICTS).values().stream()
                    .map(row -> row.stream().map(String::valueOf).toList())
                    .map(row -> new VerdictChange(
                            row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), row.get(6)))
                    .toList();
        } catch (QueryRefused e) {
            throw new DossierRefused("the dossiers can't be compared: " + e.getMessage());
        }
    }
}
