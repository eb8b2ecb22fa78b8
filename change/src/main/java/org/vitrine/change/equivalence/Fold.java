package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.change.Change;
import org.vitrine.evidence.ArtifactType;

/// Carries the rungs of paths up to what they lie in: a whole is as good as the worst of its parts.
final class Fold {
    private final Half old;
    private final Half current;
    private final Map<Long, Long> twins;
    private final Map<Long, Tally> tallies = new HashMap<>();
    private final List<FileEquivalence> rows = new ArrayList<>();

    /// @param twins the id of the newer twin of each older artifact that has one
    Fold(Half old, Half current, Map<Long, Long> twins) {
        this.old = old;
        this.current = current;
        this.twins = twins;
    }

    /// What is in a path, itself with it.
    static final class Tally {
        private long files;
        private long same;
        private long residual;
        private Rung worst = Rung.IDENTICAL;

        /// How many files, links and other nodes were weighed.
        long files() {
            return files;
        }

        /// How many of them are the same.
        long same() {
            return same;
        }

        /// Bytes that nothing accounts for.
        long residual() {
            return residual;
        }

        /// The rung of it all.
        Rung rung() {
            if (worst.compareTo(Rung.CODE_SAME) <= 0) {
                return worst;
            }
            return same > 0 ? Rung.PARTIAL : Rung.MISMATCH;
        }

        private void add(Tally other) {
            files += other.files;
            same += other.same;
            residual += other.residual;
            worst = worst.and(other.worst);
        }
    }

    /// The paths that aren't identical, those of the newer release first.
    List<FileEquivalence> rows() {
        return List.copyOf(rows);
    }

    /// Folds all paths.
    ///
    /// @param changes every path, parents before what is in them
    /// @param weights of the paths, in the same order
    /// @return what it comes to
    Tally all(List<Change> changes, List<Weighing.Weight> weights) {
        List<FileEquivalence> found = new ArrayList<>();
        // From the end: what is in a path comes behind it, and what is gone behind all that is there.
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            Weighing.Weight weight = weights.get(i);
            Tally tally = own(change, weight);
            if (change.newArtifact() >= 0) {
                Tally inside = tallies.getOrDefault(change.newArtifact(), new Tally());
                tally.add(inside);
            }
            row(change, weight, tally, found);
            long parent = parent(change);
            if (parent >= 0) {
                tallies.computeIfAbsent(parent, _ -> new Tally()).add(tally);
            } else {
                tallies.put(-1L, tally);
            }
        }
        rows.addAll(found.reversed());
        return tallies.getOrDefault(-1L, new Tally());
    }

    private static Tally own(Change change, Weighing.Weight weight) {
        Tally tally = new Tally();
        boolean match = weight.rung().isMatch();
        boolean counts = change.opened() == Change.Opened.NO && change.type() != ArtifactType.DIRECTORY;
        if (counts && !weight.through() || !match) {
            tally.files = 1;
            tally.same = match ? 1 : 0;
        }
        tally.residual = weight.residual();
        tally.worst = weight.rung();
        return tally;
    }

    private void row(Change change, Weighing.Weight weight, Tally tally, List<FileEquivalence> found) {
        boolean container = change.opened() == Change.Opened.YES;
        Rung rung = container ? tally.rung() : weight.rung();
        if (rung == Rung.IDENTICAL) {
            return;
        }
        String reason = weight.reason();
        if (container && !rung.isMatch() && weight.rung().isMatch()) {
            reason = tally.same() + " of " + tally.files() + " in it are the same";
        }
        found.add(new FileEquivalence(
                change.oldArtifact(), change.newArtifact(), change.path(), rung, reason, weight.residual()));
    }

    /// The newer id of what a path lies in; of what is gone that of the nearest folder or container that is still
    /// there.
    private long parent(Change change) {
        if (change.newArtifact() >= 0) {
            return current.side().artifact(change.newArtifact()).parent();
        }
        long parent = old.side().artifact(change.oldArtifact()).parent();
        while (parent >= 0 && !twins.containsKey(parent)) {
            parent = old.side().artifact(parent).parent();
        }
        return parent < 0 ? 0 : twins.getOrDefault(parent, 0L);
    }
}
