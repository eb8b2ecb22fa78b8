package org.vitrine.change.equivalence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrine.change.Change;
import org.vitrine.change.Contents;
import org.vitrine.change.Question;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Release;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// Holds a rebuilt release against the shipped one: how far they are the same, with every span listed that was set
/// aside to say so.
public final class Equivalences implements Question {
    /// All kinds of fact that it gives, each a table.
    public static final List<Class<? extends Fact>> KINDS = List.of(
            Equivalence.class, FileEquivalence.class, NormalisedSpan.class, NormaliserUse.class, Toolchain.class);

    private static final List<ContentNormaliser> CONTENT = List.of(
            new BuildId(),
            new DebugLink(),
            new DebugAltLink(),
            new BuildPath(),
            new ModuleSignature(),
            new PeSignature(),
            new FitSignature(),
            new PackageSums());

    private static final String NOT_PROVEN = "That the source is harmless, that the device starts what was compared, "
            + "that its settings and state are as in the release, that a signature is right and whose key it is of "
            + "(signatures are located, not verified), and what a container's own tables hold beside the entries that they give out.";

    private final List<ContentNormaliser> content;

    /// The question how far two releases are the same.
    ///
    /// @param patterns that may excuse a difference besides
    public Equivalences(UserPatterns patterns) {
        this.content =
                Stream.concat(CONTENT.stream(), patterns.normalisers().stream()).toList();
    }

    /// The question how far two releases are the same, where nobody's own pattern excuses anything.
    public Equivalences() {
        this(UserPatterns.none());
    }

    @Override
    public List<Class<? extends Fact>> kinds() {
        return KINDS;
    }

    @Override
    public List<Fact> ask(Dossier pair, List<Fact> facts, Optional<Contents> contents)
            throws IOException, DossierRefused {
        List<Change> changes = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact instanceof Change change) {
                changes.add(change);
            }
        }
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(of(pair, changes, contents));
        return all;
    }

    /// Every normaliser there is, in the order they are tried in.
    private List<Normaliser> normalisers() {
        List<Normaliser> all = new ArrayList<>(List.of(ContainerNormaliser.values()));
        all.addAll(content);
        return all;
    }

    /// Weighs two releases.
    ///
    /// @param pair their dossiers, opened side by side
    /// @param changes every path of both, as the comparison gave them
    /// @param contents what is in the files; where it isn't at hand nothing is tried, unless the releases are one
    /// @return facts of the [#KINDS]
    /// @throws IOException when a table can't be read
    /// @throws DossierRefused when one of the dossiers doesn't hold what a dossier must
    private List<Fact> of(Dossier pair, List<Change> changes, Optional<Contents> contents)
            throws IOException, DossierRefused {
        List<Release> releases = new ArrayList<>(pair.facts("old_release", Release.class));
        releases.addAll(pair.facts("new_release", Release.class));
        if (releases.size() != 2) {
            throw new DossierRefused("a dossier is of one release");
        }
        Release old = releases.getFirst();
        Release current = releases.getLast();
        boolean same = old.sha256().equals(current.sha256()) && old.size() == current.size();
        if (same || contents.isEmpty()) {
            List<Fact> facts = new ArrayList<>(uses(List.of()));
            facts.add(same ? identical(old, current, changes) : notTried(old, current));
            return facts;
        }
        return weighed(pair, old, current, changes, contents.get());
    }

    private List<Fact> weighed(Dossier pair, Release old, Release current, List<Change> changes, Contents contents)
            throws IOException, DossierRefused {
        Half before = new Half(pair, "old_");
        Half after = new Half(pair, "new_");
        Map<Long, Long> twins = new HashMap<>();
        changes.stream()
                .filter(change -> change.oldArtifact() >= 0 && change.newArtifact() >= 0)
                .forEach(change -> twins.put(change.oldArtifact(), change.newArtifact()));
        Weighing weighing = new Weighing(before, after, contents, content, twins);
        List<Weighing.Weight> weights = new ArrayList<>();
        for (Change change : changes) {
            weights.add(weighing.of(change));
        }
        Fold fold = new Fold(before, after, twins);
        Fold.Tally tally = fold.all(changes, weights);
        List<NormaliserUse> uses = uses(weighing.spans());
        List<Fact> facts = new ArrayList<>(uses);
        facts.addAll(weighing.spans());
        facts.addAll(fold.rows());
        facts.addAll(weighing.toolchains());
        facts.add(row(old, current, tally, weighing.spans(), uses));
        return facts;
    }

    private Equivalence row(
            Release old, Release current, Fold.Tally tally, List<NormalisedSpan> spans, List<NormaliserUse> uses) {
        Rung rung = tally.rung();
        String reason = switch (rung) {
            case IDENTICAL -> "the same bytes, but for what is in them and the same";
            case IDENTICAL_EXCEPT_SIGNATURE -> "nothing differs but signatures, which were located and not verified";
            case MATCH_EXPLAINED -> "every byte that differs lies in a span that is listed";
            case CODE_SAME -> "code and constants are the same, other sections differ";
            case PARTIAL -> tally.same() + " of " + tally.files() + " are the same";
            case MISMATCH, UNKNOWN -> "none of " + tally.files() + " is the same";
        };
        return new Equivalence(
                old.sha256(),
                current.sha256(),
                old.size(),
                current.size(),
                Equivalence.Trial.TRIED,
                rung,
                reason,
                tally.files(),
                tally.same(),
                spans.size(),
                bytes(spans, NormalisedSpan.Where.OLD),
                bytes(spans, NormalisedSpan.Where.NEW),
                tally.residual(),
                names(uses, true),
                names(uses, false),
                NOT_PROVEN);
    }

    private Equivalence identical(Release old, Release current, List<Change> changes) {
        long files = changes.stream()
                .filter(change -> change.opened() == Change.Opened.NO
                        && change.type() != org.vitrine.evidence.ArtifactType.DIRECTORY)
                .count();
        return row(old, current, Equivalence.Trial.TRIED, Rung.IDENTICAL, "the same bytes", files);
    }

    private Equivalence notTried(Release old, Release current) {
        return row(
                old,
                current,
                Equivalence.Trial.NOT_TRIED,
                Rung.UNKNOWN,
                "the contents are not at hand: dossiers alone can't tell",
                0);
    }

    private Equivalence row(
            Release old, Release current, Equivalence.Trial trial, Rung rung, String reason, long files) {
        return new Equivalence(
                old.sha256(),
                current.sha256(),
                old.size(),
                current.size(),
                trial,
                rung,
                reason,
                files,
                rung == Rung.IDENTICAL ? files : 0,
                0,
                0,
                0,
                0,
                "",
                names(uses(List.of()), false),
                NOT_PROVEN);
    }

    private static long bytes(List<NormalisedSpan> spans, NormalisedSpan.Where side) {
        return spans.stream()
                .filter(span -> span.side() == side)
                .mapToLong(NormalisedSpan::length)
                .sum();
    }

    private static String names(List<NormaliserUse> uses, boolean used) {
        return String.join(
                ", ",
                uses.stream()
                        .filter(use -> use.spans() > 0 == used)
                        .map(NormaliserUse::normaliser)
                        .toList());
    }

    private List<NormaliserUse> uses(List<NormalisedSpan> spans) {
        Map<String, long[]> amounts = new LinkedHashMap<>();
        for (NormalisedSpan span : spans) {
            long[] amount = amounts.computeIfAbsent(span.normaliser(), _ -> new long[2]);
            amount[0]++;
            amount[1] += span.length();
        }
        List<NormaliserUse> uses = new ArrayList<>();
        for (Normaliser normaliser : normalisers()) {
            NormaliserCard card = normaliser.card();
            long[] amount = amounts.getOrDefault(card.name(), new long[2]);
            uses.add(new NormaliserUse(
                    uses.size(),
                    card.name(),
                    card.version(),
                    card.risk(),
                    card.reason(),
                    card.reference(),
                    amount[0],
                    amount[1]));
        }
        return uses;
    }
}
