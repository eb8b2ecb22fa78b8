package org.vitrine.unpack;

import org.vitrine.evidence.Budget;
import org.vitrine.evidence.LimitReached;

/// What has been spent of a [Budget]. Only the walk's own thread charges, in the canonical order of the tree:
/// the same limit bites at the same place however many threads decode.
final class Charge {
    private final Budget budget;
    private long bytes;
    private long entries;
    private long paths;

    Charge(Budget budget) {
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    /// How many unpacked bytes were charged so far.
    long bytes() {
        return bytes;
    }

    /// Charges one artifact whose path has so many characters.
    void entry(long pathLength) throws LimitReached {
        if (entries >= budget.entries()) {
            throw new LimitReached("entries", budget.entries(), entries + 1);
        }
        if (paths + pathLength > budget.paths()) {
            throw new LimitReached("paths", budget.paths(), paths + pathLength);
        }
        entries++;
        paths += pathLength;
    }

    /// Charges unpacked bytes of a container.
    ///
    /// @param given how many this container gave before
    /// @param encoded how many bytes the container itself has
    void bytes(long amount, long given, long encoded) throws LimitReached {
        if (amount < 0 || amount > budget.bytes() - bytes) {
            throw new LimitReached("bytes", budget.bytes(), saturated(bytes, amount));
        }
        long allowed = Math.max(Budget.RATIO_FLOOR, saturatedProduct(encoded, budget.ratio()));
        if (given + amount > allowed) {
            throw new LimitReached("ratio", allowed, given + amount);
        }
        bytes += amount;
    }

    /// Takes back what a claim was charged that turned out to be none.
    void restore(long bytesBefore, long entriesBefore, long pathsBefore) {
        bytes = bytesBefore;
        entries = entriesBefore;
        paths = pathsBefore;
    }

    long entries() {
        return entries;
    }

    long paths() {
        return paths;
    }

    private static long saturated(long one, long other) {
        return other < 0 || one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static long saturatedProduct(long one, long other) {
        return one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }
}
