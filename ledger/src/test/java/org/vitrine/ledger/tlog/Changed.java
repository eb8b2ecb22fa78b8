package org.vitrine.ledger.tlog;

import java.util.Arrays;
import java.util.Random;

/// Bytes with one thing changed: a bit, a byte, one left out, one put in, the rest cut off.
public final class Changed {
    private Changed() {}

    /// Something like them.
    public static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        byte strange = (byte) "\n +=\u2014A\t\r".charAt(random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> {
                changed[at] = strange;
                yield changed;
            }
            case 2 -> {
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
                yield Arrays.copyOf(changed, bytes.length - 1);
            }
            case 3 -> {
                changed = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
                changed[at] = strange;
                yield changed;
            }
            default -> Arrays.copyOf(bytes, at);
        };
    }
}
