package org.vitrine.structure.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// Writes elements in their distinguished encoding (ITU-T X.690, section 10). Enough to put a public key into
/// the form its fingerprint is taken of.
final class DerWriter {
    private DerWriter() {}

    /// An element of an identifier octet and its content, in one or more pieces.
    static byte[] element(int identifier, byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length = Math.addExact(length, piece.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(identifier);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    static byte[] integer(BigInteger value) {
        return element(Der.INTEGER, value.toByteArray());
    }

    static byte[] bits(byte[]... octets) {
        byte[][] pieces = new byte[octets.length + 1][];
        pieces[0] = new byte[1];
        System.arraycopy(octets, 0, pieces, 1, octets.length);
        return element(Der.BIT_STRING, pieces);
    }

    /// An OBJECT IDENTIFIER from its dotted form.
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        arc(content, 40 * Long.parseLong(arcs[0]) + Long.parseLong(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            arc(content, Long.parseLong(arcs[i]));
        }
        return element(Der.OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static void arc(ByteArrayOutputStream out, long value) {
        int groups = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
        for (int i = groups - 1; i >= 0; i--) {
            out.write((int) (value >>> 7 * i & 0x7f) | (i > 0 ? 0x80 : 0));
        }
    }
}
