package org.vitrine.unpack.format.rpi;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// The packing of Raspberry Pi boot loaders up to 2024: each byte of flags tells of eight items whether they are a
/// literal or a match of 1 to 256 bytes, 1 to 256 back.
public final class Lzss {
    private static final int WINDOW = 256;

    private final Bytes data;
    private final byte[] input = new byte[1 << 14];
    private long next;
    private int used;
    private int filled;

    private Lzss(Bytes data) {
        this.data = data;
    }

    private int read() {
        if (used == filled) {
            filled = data.copyAvailable(next, input, 0, input.length);
            next += filled;
            used = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return input[used++] & 0xff;
    }

    private int required() throws Malformed {
        int value = read();
        if (value < 0) {
            throw new Malformed(data.size(), "match", "the data ends within it");
        }
        return value;
    }

    /// How many bytes the data decodes to; it isn't stored anywhere. Where the data ends within a match, those
    /// before it.
    public static long size(Bytes data) {
        Lzss items = new Lzss(data);
        long size = 0;
        for (int flags = items.read(); flags >= 0; flags = items.read()) {
            for (int item = 0; item < 8; item++) {
                int first = items.read();
                if (first < 0) {
                    return size;
                }
                int length = (flags >> item & 1) == 0 ? 0 : items.read();
                if (length < 0) {
                    return size;
                }
                size += length + 1L;
            }
        }
        return size;
    }

    /// Decodes all of it, and compares the result with its SHA-256.
    ///
    /// @throws Unreadable when the data ends within a match, its hash is another, or `out` takes no more
    public static void decode(Bytes data, byte[] hash, Out out) throws Unreadable {
        Lzss items = new Lzss(data);
        Hashed hashed = new Hashed(out);
        byte[] window = new byte[WINDOW];
        byte[] match = new byte[WINDOW];
        int at = 0;
        boolean more = true;
        while (more) {
            int flags = items.read();
            more = flags >= 0;
            for (int item = 0; more && item < 8; item++) {
                int first = items.read();
                if (first < 0) {
                    more = false;
                } else if ((flags >> item & 1) == 0) {
                    window[at++ & WINDOW - 1] = (byte) first;
                    match[0] = (byte) first;
                    hashed.write(match, 0, 1);
                } else {
                    int length = items.required() + 1;
                    for (int i = 0; i < length; i++) {
                        byte value = window[at - first - 1 & WINDOW - 1];
                        window[at++ & WINDOW - 1] = value;
                        match[i] = value;
                    }
                    hashed.write(match, 0, length);
                }
            }
        }
        hashed.require(hash, data.size());
    }
}
