package org.vitrine.unpack.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.vitrine.evidence.Unreadable;

/// Damages good streams and asks that a decoder either decodes within bounds or refuses as it should.
final class Hostile {
    private Hostile() {}

    /// A block decoder.
    interface Decode {
        int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity) throws Unreadable;
    }

    /// Decodes with room before and behind in both arrays, and looks whether they were respected.
    static byte[] decode(Decode decoder, byte[] stream, int capacity, int slack) throws Unreadable {
        byte[] src = new byte[stream.length + 2 * slack];
        System.arraycopy(stream, 0, src, slack, stream.length);
        byte[] dst = new byte[capacity + 2 * slack];
        Arrays.fill(dst, (byte) 0x5a);
        try {
            int length = decoder.decode(src, slack, stream.length, dst, slack, capacity);
            assertThat(length).isBetween(0, capacity);
            return Arrays.copyOfRange(dst, slack, slack + length);
        } finally {
            assertUntouched(dst, slack);
        }
    }

    private static void assertUntouched(byte[] dst, int slack) {
        for (int i = 0; i < slack; i++) {
            if (dst[i] != 0x5a || dst[dst.length - 1 - i] != 0x5a) {
                throw new AssertionError("wrote outside of its room");
            }
        }
    }

    /// How many of `cases` damaged copies were refused.
    static int refused(Decode decoder, byte[] stream, int capacity, int cases, long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < cases; i++) {
            byte[] damaged = damage(stream, random);
            int room = random.nextInt(8) == 0 ? random.nextInt(capacity + 1) : capacity;
            try {
                decode(decoder, damaged, room, random.nextInt(3) * 16);
            } catch (Unreadable e) {
                refused++;
                assertThat(e.problem().offset()).isBetween(-1L, (long) damaged.length);
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + " of seed " + seed, e);
            }
        }
        return refused;
    }

    private static byte[] damage(byte[] stream, Random random) {
        byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length)) : stream.clone();
        for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
            // Half of the hits near the start, where the headers and tables are.
            int near = random.nextBoolean() ? Math.min(damaged.length, 200) : damaged.length;
            int at = random.nextInt(near);
            damaged[at] =
                    random.nextBoolean() ? (byte) (damaged[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
        }
        return damaged;
    }
}
