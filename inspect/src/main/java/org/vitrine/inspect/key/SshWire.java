package org.vitrine.inspect.key;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Reads the data types of RFC 4251 section 5 one after another. Each length is checked against what is left.
final class SshWire {
    private static final int MAXIMUM_NAME = 256;
    private static final int MAXIMUM_INTEGER = 4096;

    private final Bytes source;
    private long at;

    SshWire(Bytes source, long at) {
        this.source = source;
        this.at = at;
    }

    /// Where the next field starts.
    long position() {
        return at;
    }

    boolean atEnd() {
        return at >= source.size();
    }

    long u32(String field) throws Malformed {
        long value = source.u32(at, ByteOrder.BIG_ENDIAN, field);
        at += 4;
        return value;
    }

    Bytes string(String field) throws Malformed {
        long length = u32(field);
        Bytes value = source.slice(at, length, field);
        at += length;
        return value;
    }

    byte[] octets(String field) throws Malformed {
        long start = at;
        Bytes value = string(field);
        if (value.size() > MAXIMUM_INTEGER) {
            throw new Malformed(start, field, value.size() + " bytes long");
        }
        return value.array(0, value.size(), field);
    }

    String name(String field) throws Malformed {
        long start = at;
        Bytes value = string(field);
        if (value.size() > MAXIMUM_NAME) {
            throw new Malformed(start, field, "a name of " + value.size() + " bytes");
        }
        return new String(value.array(0, value.size(), field), StandardCharsets.ISO_8859_1);
    }

    /// An integer above zero. One whose leading zero was forgotten is taken as it was meant: such keys are in
    /// use.
    BigInteger mpint(String field) throws Malformed {
        long start = at;
        byte[] octets = octets(field);
        BigInteger value = new BigInteger(1, octets);
        if (value.signum() == 0) {
            throw new Malformed(start, field, "is zero");
        }
        return value;
    }
}
