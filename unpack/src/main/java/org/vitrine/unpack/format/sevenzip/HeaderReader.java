package org.vitrine.unpack.format.sevenzip;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.BitSet;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Reads the properties of a header from front to back. Not safe for several threads.
final class HeaderReader {
    private final Bytes bytes;
    private long at;

    HeaderReader(Bytes bytes) {
        this.bytes = bytes;
    }

    long position() {
        return at;
    }

    long left() {
        return bytes.size() - at;
    }

    int u8(String field) throws Malformed {
        int value = bytes.u8(at, field);
        at++;
        return value;
    }

    long u32(String field) throws Malformed {
        long value = bytes.u32(at, LITTLE_ENDIAN, field);
        at += 4;
        return value;
    }

    long i64(String field) throws Malformed {
        long value = bytes.i64(at, LITTLE_ENDIAN, field);
        at += 8;
        return value;
    }

    /// A number of one to nine bytes: the set bits at the front of the first say how many follow.
    long number(String field) throws Malformed {
        long start = at;
        int first = u8(field);
        long value = 0;
        int mask = 0x80;
        for (int i = 0; i < 8; i++) {
            if ((first & mask) == 0) {
                return value | (long) (first & mask - 1) << 8 * i;
            }
            value |= (long) u8(field) << 8 * i;
            mask >>= 1;
        }
        if (value < 0) {
            throw new Malformed(start, field, "must be below 2^63");
        }
        return value;
    }

    /// A count of things of which each takes at least one bit of the header, or `more` of them none.
    int count(String field, long more) throws Malformed {
        long start = at;
        long count = number(field);
        if (count > left() * 8 + more || count > 1 << 24) {
            throw new Malformed(start, field, count + " of them, with " + left() + " bytes left");
        }
        return (int) count;
    }

    byte[] array(long length, String field) throws Malformed {
        byte[] array = bytes.array(at, length, field);
        at += length;
        return array;
    }

    /// One bit each, from the top of a byte down.
    BitSet bits(int count, String field) throws Malformed {
        BitSet bits = new BitSet();
        byte[] raw = array((count + 7) / 8, field);
        for (int i = 0; i < count; i++) {
            bits.set(i, (raw[i / 8] >> 7 - i % 8 & 1) != 0);
        }
        return bits;
    }

    /// The same, behind a byte that says that all are set.
    BitSet defined(int count, String field) throws Malformed {
        if (u8(field) == 0) {
            return bits(count, field);
        }
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    /// Digests, of which not every one needs to be there: -1 where it is not.
    long[] digests(int count) throws Malformed {
        BitSet defined = defined(count, "CRC");
        long[] digests = new long[count];
        for (int i = 0; i < count; i++) {
            digests[i] = defined.get(i) ? u32("CRC") : -1;
        }
        return digests;
    }

    void skip(long length, String field) throws Malformed {
        bytes.require(at, length, field);
        at += length;
    }

    void expect(int id, String field) throws Malformed {
        int found = u8(field);
        if (found != id) {
            throw new Malformed(at - 1, field, "0x%02x stands where 0x%02x is due".formatted(found, id));
        }
    }
}
