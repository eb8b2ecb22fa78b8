package org.vitrine.unpack;

import java.security.MessageDigest;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

/// One pass over a content: its digest and its entropy, together.
final class ContentPass {
    /// What one pass finds.
    ///
    /// @param entropy Shannon entropy in 1/1000 bit per byte, 0 to 8000
    record Findings(Digest sha256, int entropy) {}

    private final MessageDigest sha256 = Digest.sha256();
    private final long[] counts = new long[256];
    // Four histograms in turn: neighbouring equal bytes would otherwise wait for each other's store.
    private final int[] first = new int[256];
    private final int[] second = new int[256];
    private final int[] third = new int[256];
    private final int[] fourth = new int[256];
    private long size;

    /// The findings of `image` from `start` to `end`.
    static Findings over(Bytes image, long start, long end) {
        ContentPass pass = new ContentPass();
        byte[] window = new byte[Math.clamp(end - start, 1, 1 << 16)];
        for (long at = start; at < end; ) {
            int count = image.copyAvailable(at, window, 0, (int) Math.min(window.length, end - at));
            pass.take(window, 0, count);
            at += count;
        }
        return pass.findings();
    }

    /// Takes the next bytes, at most 2³⁰ at once.
    void take(byte[] source, int offset, int length) {
        sha256.update(source, offset, length);
        size += length;
        count(source, offset, offset + length);
        addUp();
    }

    private void count(byte[] source, int from, int end) {
        int i = from;
        for (; i <= end - 4; i += 4) {
            first[source[i] & 0xff]++;
            second[source[i + 1] & 0xff]++;
            third[source[i + 2] & 0xff]++;
            fourth[source[i + 3] & 0xff]++;
        }
        for (; i < end; i++) {
            first[source[i] & 0xff]++;
        }
    }

    private void addUp() {
        for (int value = 0; value < 256; value++) {
            counts[value] += first[value] + second[value] + third[value] + fourth[value];
            first[value] = 0;
            second[value] = 0;
            third[value] = 0;
            fourth[value] = 0;
        }
    }

    /// What was found in all that was taken. Ends the pass.
    Findings findings() {
        double bits = 0;
        for (long count : counts) {
            if (count > 0) {
                double share = (double) count / size;
                // StrictMath: the same last digit on every machine.
                bits -= share * StrictMath.log(share);
            }
        }
        int entropy = size == 0 ? 0 : Math.clamp(Math.round(bits / StrictMath.log(2) * 1000), 0, 8000);
        return new Findings(Digest.of(sha256.digest()), entropy);
    }
}
