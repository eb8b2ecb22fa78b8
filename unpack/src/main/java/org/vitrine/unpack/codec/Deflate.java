package org.vitrine.unpack.codec;

import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Deflate data (RFC 1951) without any wrapper, decoded by the zlib of the Java platform.
public final class Deflate {
    private static final int BLOCK = 1 << 16;
    /// What is no stream shows it soon: the first look takes little.
    private static final int FIRST_BLOCK = 1 << 9;

    /// A thread's inflater and its buffers. Most claims of a stream are none, and making these costs more than finding
    /// that out.
    private static final ThreadLocal<Bench> BENCHES = ThreadLocal.withInitial(Bench::new);

    private static final class Bench {
        final Inflater inflater = new Inflater(true);
        final byte[] input = new byte[BLOCK];
        final byte[] output = new byte[BLOCK];
    }

    private Deflate() {}

    /// Decodes from `at` to the last block's end.
    ///
    /// @return the offset of the first byte behind the data
    /// @throws Unreadable when the data contradicts the specification or ends early, or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        Bench bench = BENCHES.get();
        byte[] input = bench.input;
        byte[] output = bench.output;
        Inflater inflater = bench.inflater;
        inflater.reset();
        long next = at;
        int wanted = FIRST_BLOCK;
        try {
            while (true) {
                int count = inflater.inflate(output);
                if (count > 0) {
                    out.write(output, 0, count);
                }
                if (inflater.finished()) {
                    return next - inflater.getRemaining();
                }
                if (count == 0) {
                    int filled = inflater.needsInput() ? image.copyAvailable(next, input, 0, wanted) : 0;
                    if (filled == 0) {
                        throw new Malformed(next, "deflate", "the data ends before its last block");
                    }
                    inflater.setInput(input, 0, filled);
                    next += filled;
                    wanted = input.length;
                }
            }
        } catch (DataFormatException e) {
            throw new Malformed(next - inflater.getRemaining(), "deflate", String.valueOf(e.getMessage()));
        }
    }

    /// Whether the first block's header could be one: a cheap look that tells most other bytes apart.
    public static boolean plausible(Bytes image, long at) {
        byte[] head = new byte[16];
        int filled = image.copyAvailable(at, head, 0, head.length);
        if (filled < 2) {
            return false;
        }
        return switch (head[0] >> 1 & 3) {
            case 0 -> storedPlausible(image, at);
            case 1 -> true;
            case 2 -> dynamicPlausible(head);
            default -> false;
        };
    }

    private static boolean storedPlausible(Bytes image, long at) {
        try {
            int length = image.u16(at + 1, ByteOrder.LITTLE_ENDIAN, "LEN");
            return (length ^ 0xffff) == image.u16(at + 3, ByteOrder.LITTLE_ENDIAN, "NLEN")
                    && image.holds(at + 5, length);
        } catch (Malformed e) {
            return false;
        }
    }

    private static boolean dynamicPlausible(byte[] head) {
        if (bits(head, 3, 5) > 29 || bits(head, 8, 5) > 29) {
            return false;
        }
        int lengths = bits(head, 13, 4) + 4;
        int taken = 0;
        for (int i = 0; i < lengths; i++) {
            int length = bits(head, 17 + 3 * i, 3);
            taken += length == 0 ? 0 : 128 >> length;
        }
        return taken == 128;
    }

    private static int bits(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i >> 3] >> (at + i & 7) & 1) << i;
        }
        return value;
    }
}
