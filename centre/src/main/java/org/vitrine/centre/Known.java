package org.vitrine.centre;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;

/// What was found in contents, kept from one examination to the next of the same run: a content that both releases hold
/// is looked at once. Not safe for several threads.
public final class Known {
    private final Map<Key, List<Fact>> found = new HashMap<>();
    private int inspected;
    private int reused;

    /// Nothing is known yet.
    public Known() {}

    /// How many contents were looked at.
    public int inspected() {
        return inspected;
    }

    /// How many contents were known when they came again.
    public int reused() {
        return reused;
    }

    /// A content, and whether it was among the first programs.
    private record Key(Digest content, boolean isEarly) {}

    /// What was found in a content, as if it had been found in this artifact; empty where it wasn't looked at yet.
    Optional<List<Fact>> of(Digest content, boolean isEarly, long artifact) {
        List<Fact> facts = found.get(new Key(content, isEarly));
        if (facts == null) {
            inspected++;
            return Optional.empty();
        }
        reused++;
        return Optional.of(facts.stream().map(fact -> at(fact, artifact)).toList());
    }

    /// Keeps what was found in a content.
    void keep(Digest content, boolean isEarly, List<Fact> facts) {
        found.put(new Key(content, isEarly), List.copyOf(facts));
    }

    /// A fact of a content is of no artifact, but for the problem that one was met in.
    private static Fact at(Fact fact, long artifact) {
        return fact instanceof ProblemFact problem
                ? new ProblemFact(
                        artifact, problem.kind(), problem.reader(), problem.offset(), problem.field(), problem.reason())
                : fact;
    }
}
