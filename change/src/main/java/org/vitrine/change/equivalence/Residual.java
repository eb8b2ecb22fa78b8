package org.vitrine.change.equivalence;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;

/// How many bytes of two contents differ.
final class Residual {
    private static final int WINDOW = 1 << 16;

    private Residual() {}

    /// How many bytes differ, 0 exactly when none does: place by place where both are of one size, else the larger one
    /// without what both begin and end with.
    static long of(Bytes old, Bytes current) {
        if (old.size() == current.size()) {
            return byPlace(old, current);
        }
        long least = Math.min(old.size(), current.size());
        long head = head(old, current, least);
        long tail = tail(old, current, least - head);
        return Math.max(old.size(), current.size()) - head - tail;
    }

    private static long byPlace(Bytes old, Bytes current) {
        byte[] left = new byte[(int) Math.min(WINDOW, old.size())];
        byte[] right = new byte[left.length];
        long differing = 0;
        for (long at = 0; at < old.size(); at += left.length) {
            int count = old.copyAvailable(at, left, 0, left.length);
            current.copyAvailable(at, right, 0, right.length);
            if (Arrays.mismatch(left, 0, count, right, 0, count) >= 0) {
                for (int i = 0; i < count; i++) {
                    differing += left[i] == right[i] ? 0 : 1;
                }
            }
        }
        return differing;
    }

    private static long head(Bytes old, Bytes current, long most) {
        byte[] left = new byte[(int) Math.min(WINDOW, most)];
        byte[] right = new byte[left.length];
        for (long at = 0; at < most; at += left.length) {
            int count = (int) Math.min(left.length, most - at);
            old.copyAvailable(at, left, 0, count);
            current.copyAvailable(at, right, 0, count);
            int differs = Arrays.mismatch(left, 0, count, right, 0, count);
            if (differs >= 0) {
                return at + differs;
            }
        }
        return most;
    }

    private static long tail(Bytes old, Bytes current, long most) {
        byte[] left = new byte[(int) Math.min(WINDOW, most)];
        byte[] right = new byte[left.length];
        for (long done = 0; done < most; ) {
            int count = (int) Math.min(left.length, most - done);
            old.copyAvailable(old.size() - done - count, left, 0, count);
            current.copyAvailable(current.size() - done - count, right, 0, count);
            for (int i = count - 1; i >= 0; i--) {
                if (left[i] != right[i]) {
                    return done + count - 1 - i;
                }
            }
            done += count;
        }
        return most;
    }
}
