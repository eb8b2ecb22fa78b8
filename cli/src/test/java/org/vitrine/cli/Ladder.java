package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.centre.Kinds;
import org.vitrine.change.Comparison;
import org.vitrine.change.Contents;
import org.vitrine.change.equivalence.Equivalence;
import org.vitrine.change.equivalence.Equivalences;
import org.vitrine.change.equivalence.FileEquivalence;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Salt;
import org.vitrine.unpack.Walk;

/// What the ladder says of two releases. They are opened, and no more is looked for in them than it asks for; each of
/// them once.
final class Ladder implements AutoCloseable {
    private final Path room;
    private final Run run = Run.standard();
    private final Spill spill;
    private final Map<Digest, Opened> opened = new HashMap<>();

    /// @param room a folder for what is between
    Ladder(Path room) throws IOException {
        this.room = room;
        this.spill = Spill.open(run.temporary());
    }

    private record Opened(Path folder, Tree tree) {}

    /// What it says.
    ///
    /// @param verdict of the whole
    /// @param files of each path that is not identical its rung and why
    /// @param normalisers that were used
    record Answer(
            String verdict,
            long spans,
            long residual,
            Map<String, String> files,
            List<String> normalisers,
            List<Fact> facts) {
        <F> List<F> of(Class<F> kind) {
            return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    Answer of(byte[] old, byte[] current) throws IOException {
        Opened before = opened(old);
        Opened after = opened(current);
        Contents contents = new Contents() {
            @Override
            public Bytes old(Artifact artifact) {
                return before.tree().content(artifact);
            }

            @Override
            public Bytes current(Artifact artifact) {
                return after.tree().content(artifact);
            }
        };
        try (Dossier pair = Dossier.openPair(before.folder(), after.folder(), run.temporary())) {
            List<Fact> facts = Comparison.of(
                    pair,
                    Dossier.manifest(before.folder()),
                    Dossier.manifest(after.folder()),
                    Optional.of(contents),
                    List.of());
            return answer(new Equivalences().ask(pair, facts, Optional.of(contents)));
        } catch (DossierRefused e) {
            throw new AssertionError(e);
        }
    }

    private static Answer answer(List<Fact> facts) {
        Answer bare = new Answer("", 0, 0, Map.of(), List.of(), facts);
        Equivalence whole = bare.of(Equivalence.class).getFirst();
        Map<String, String> files = new TreeMap<>();
        bare.of(FileEquivalence.class).forEach(file -> files.put(file.path(), file.verdict() + " " + file.reason()));
        List<String> normalisers = bare.of(NormalisedSpan.class).stream()
                .map(NormalisedSpan::normaliser)
                .distinct()
                .sorted()
                .toList();
        return new Answer(whole.verdict().name(), whole.spans(), whole.residual(), files, normalisers, facts);
    }

    private Opened opened(byte[] release) throws IOException {
        Digest digest = Digest.ofContent(Bytes.of(release));
        Opened known = opened.get(digest);
        if (known != null) {
            return known;
        }
        Path file = Files.write(room.resolve(digest.toString()), release);
        Tree tree = Walk.open(file, run, spill);
        List<Fact> facts = new ArrayList<>(tree.artifacts());
        facts.addAll(tree.facts());
        Path folder = Files.createDirectory(room.resolve(digest + ".dossier"));
        Salt salt = Salt.of(List.of(Bytes.of(release)));
        try (Dossier dossier = Dossier.create(folder, Kinds.FACTS, facts, run.temporary(), salt)) {
            dossier.append(Kinds.VERDICTS, List.of());
            dossier.seal(Map.of("release", digest.toString()));
        }
        Opened now = new Opened(folder, tree);
        opened.put(digest, now);
        return now;
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
