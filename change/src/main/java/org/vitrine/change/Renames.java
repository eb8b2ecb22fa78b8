package org.vitrine.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;

/// Finds what went elsewhere, among what has no twin at its own place: first by the same content, then the folders
/// that such files went to, then files that are alike.
final class Renames {
    /// Folders in folders that are renamed at once.
    private static final int ROUNDS = 64;
    /// Files of one kind of name that are held against each other, at most.
    private static final int CANDIDATES = 64;

    private final Alignment alignment;
    private final Side old;
    private final Side current;
    private final Similarity similarity;

    Renames(Alignment alignment, Side old, Side current, Similarity similarity) {
        this.alignment = alignment;
        this.old = old;
        this.current = current;
        this.similarity = similarity;
    }

    void find() {
        boolean further = true;
        for (int round = 0; further && round < ROUNDS; round++) {
            byContent();
            further = folders();
        }
        bySimilarity();
    }

    private Stream<Artifact> gone() {
        return old.artifacts().stream().filter(artifact -> alignment.newOf(artifact) < 0);
    }

    private Stream<Artifact> come() {
        return current.artifacts().stream().filter(artifact -> alignment.oldOf(artifact) < 0);
    }

    private static boolean hasContent(Artifact artifact) {
        return artifact.size() > 0 && !artifact.sha256().equals(Digest.NONE) && Alignment.isNamed(artifact);
    }

    private void byContent() {
        Map<Digest, List<Artifact>> lost = new HashMap<>();
        gone().filter(Renames::hasContent)
                .forEach(artifact -> lost.computeIfAbsent(artifact.sha256(), _ -> new ArrayList<>())
                        .add(artifact));
        // Those that kept their name choose first.
        for (boolean sameName : new boolean[] {true, false}) {
            for (Artifact newer : come().filter(Renames::hasContent).toList()) {
                lost.getOrDefault(newer.sha256(), List.of()).stream()
                        .filter(older -> alignment.free(older, newer) && older.type() == newer.type())
                        .filter(older -> !sameName || older.name().equals(newer.name()))
                        .findFirst()
                        .ifPresent(older -> alignment.join(older, newer));
            }
        }
    }

    /// Joins folders without a twin to which most of what was found went.
    private boolean folders() {
        Map<Artifact, Map<Artifact, Integer>> votes = new LinkedHashMap<>();
        for (Artifact older : old.artifacts()) {
            int twin = alignment.newOf(older);
            if (twin > 0 && older.parent() > 0) {
                Artifact from = old.artifact(older.parent());
                Artifact to = current.artifact(current.artifact(twin).parent());
                if (alignment.free(from, to) && from.type() == to.type()) {
                    votes.computeIfAbsent(from, _ -> new LinkedHashMap<>()).merge(to, 1, Integer::sum);
                }
            }
        }
        boolean joined = false;
        for (Map.Entry<Artifact, Map<Artifact, Integer>> folder : votes.entrySet()) {
            Map.Entry<Artifact, Integer> best = folder.getValue().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            int all = old.children(folder.getKey()).size();
            if (2 * best.getValue() >= all && alignment.free(folder.getKey(), best.getKey())) {
                alignment.join(folder.getKey(), best.getKey());
                joined = true;
            }
        }
        return joined;
    }

    private void bySimilarity() {
        Map<String, List<Artifact>> lost = new HashMap<>();
        gone().filter(Renames::isFile)
                .forEach(artifact -> lost.computeIfAbsent(Alignment.stem(artifact), _ -> new ArrayList<>())
                        .add(artifact));
        List<Likeness> likenesses = new ArrayList<>();
        for (Artifact newer : come().filter(Renames::isFile).toList()) {
            lost.getOrDefault(Alignment.stem(newer), List.of()).stream()
                    .limit(CANDIDATES)
                    .forEach(older -> likenesses.add(new Likeness(older, newer, similarity.of(older, newer))));
        }
        likenesses.stream()
                .filter(likeness -> likeness.alike() >= Similarity.ENOUGH)
                .sorted(Comparator.comparingInt(Likeness::alike).reversed())
                .filter(likeness -> alignment.free(likeness.older(), likeness.newer()))
                .forEach(likeness -> alignment.join(likeness.older(), likeness.newer()));
    }

    private static boolean isFile(Artifact artifact) {
        return artifact.type() == ArtifactType.FILE && hasContent(artifact);
    }

    private record Likeness(Artifact older, Artifact newer, int alike) {}
}
