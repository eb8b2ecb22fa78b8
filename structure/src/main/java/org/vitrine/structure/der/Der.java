package org.vitrine.structure.der;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// One element of ASN.1 in its basic or distinguished encoding: identifier, length, content (ITU-T X.690,
/// section 8). Reading an element reads its header only; what is inside is read when it is asked for. Offsets
/// in refusals count from the start of the bytes the outermost element was read from. Immutable.
///
/// Bounds: an element is never larger than what is around it, none lies deeper than [#MAXIMUM_DEPTH], and
/// none has more than [#MAXIMUM_CHILDREN] children.
public final class Der {
    /// How strictly lengths are taken.
    public enum Rules {
        /// X.690 section 10: each length definite and in its shortest form.
        DISTINGUISHED,
        /// X.690 section 8: also indefinite lengths and longer forms, as some old certificates have them.
        BASIC
    }

    /// Deeper nesting is refused; a certificate nests to about ten.
    public static final int MAXIMUM_DEPTH = 32;

    /// More children are refused.
    public static final int MAXIMUM_CHILDREN = 1 << 16;

    /// Identifier octet of BOOLEAN.
    public static final int BOOLEAN = 0x01;
    /// Identifier octet of INTEGER.
    public static final int INTEGER = 0x02;
    /// Identifier octet of a primitive BIT STRING.
    public static final int BIT_STRING = 0x03;
    /// Identifier octet of a primitive OCTET STRING.
    public static final int OCTET_STRING = 0x04;
    /// Identifier octet of NULL.
    public static final int NULL = 0x05;
    /// Identifier octet of OBJECT IDENTIFIER.
    public static final int OBJECT_IDENTIFIER = 0x06;
    /// Identifier octet of SEQUENCE and SEQUENCE OF.
    public static final int SEQUENCE = 0x30;
    /// Identifier octet of SET and SET OF.
    public static final int SET = 0x31;

    /// Larger integers are refused: twice the largest RSA modulus in use.
    private static final int MAXIMUM_INTEGER = 4096;

    private final Bytes source;
    private final long offset;
    private final int identifier;
    private final int number;
    private final long contentOffset;
    private final long contentLength;
    private final boolean indefinite;
    private final int depth;
    private final Rules rules;

    private Der(Header header, Bytes source, int depth, Rules rules) {
        this.source = source;
        this.offset = header.offset;
        this.identifier = header.identifier;
        this.number = header.number;
        this.contentOffset = header.contentOffset;
        this.contentLength = header.contentLength;
        this.indefinite = header.indefinite;
        this.depth = depth;
        this.rules = rules;
    }

    private record Header(
            long offset, int identifier, int number, long contentOffset, long contentLength, boolean indefinite) {}

    /// The element that starts at `offset`; more may follow it.
    ///
    /// @throws Malformed when no element lies there as a whole
    public static Der at(Bytes source, long offset, Rules rules) throws Malformed {
        return read(source, offset, source.size(), 0, rules);
    }

    /// The element that these bytes are, no more and no less.
    ///
    /// @throws Malformed when they aren't one element, or something follows it
    public static Der whole(Bytes source, Rules rules) throws Malformed {
        Der element = at(source, 0, rules);
        if (element.end() != source.size()) {
            throw new Malformed(element.end(), "element", source.size() - element.end() + " bytes follow it");
        }
        return element;
    }

    private static Der read(Bytes source, long offset, long limit, int depth, Rules rules) throws Malformed {
        if (depth > MAXIMUM_DEPTH) {
            throw new Malformed(offset, "element", "nested deeper than " + MAXIMUM_DEPTH);
        }
        long at = offset;
        int identifier = octet(source, at++, limit, "identifier");
        int number = identifier & 0x1f;
        if (number == 0x1f) {
            number = 0;
            int octet;
            do {
                octet = octet(source, at++, limit, "identifier");
                if (number > 0xfffff) {
                    throw new Malformed(offset, "identifier", "a tag number of more than 27 bits");
                }
                number = number << 7 | octet & 0x7f;
            } while ((octet & 0x80) != 0);
        }
        int first = octet(source, at++, limit, "length");
        if (first == 0x80) {
            if (rules == Rules.DISTINGUISHED || (identifier & 0x20) == 0) {
                throw new Malformed(at - 1, "length", "indefinite");
            }
            long end = endOfContents(source, at, limit, depth, rules);
            return new Der(new Header(offset, identifier, number, at, end - at, true), source, depth, rules);
        }
        long length = first;
        if (first > 0x80) {
            int octets = first & 0x7f;
            if (octets > 8) {
                throw new Malformed(at - 1, "length", octets + " octets long");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | octet(source, at++, limit, "length");
            }
            boolean shortest = octets == 1 ? length >= 0x80 : length >>> 8 * (octets - 1) != 0;
            if (rules == Rules.DISTINGUISHED && !shortest) {
                throw new Malformed(offset, "length", "not in its shortest form");
            }
        }
        if (length < 0 || length > limit - at) {
            throw new Malformed(offset, "length", Long.toUnsignedString(length) + " bytes, " + (limit - at) + " left");
        }
        return new Der(new Header(offset, identifier, number, at, length, false), source, depth, rules);
    }

    private static int octet(Bytes source, long at, long limit, String field) throws Malformed {
        if (at >= limit) {
            throw new Malformed(at, field, "the element around it ends before");
        }
        return source.u8(at, field);
    }

    /// Where the two zero octets stand that end an indefinite length.
    private static long endOfContents(Bytes source, long from, long limit, int depth, Rules rules) throws Malformed {
        long at = from;
        for (int count = 0; count <= MAXIMUM_CHILDREN; count++) {
            if (octet(source, at, limit, "end-of-contents") == 0
                    && octet(source, at + 1, limit, "end-of-contents") == 0) {
                return at;
            }
            at = read(source, at, limit, depth + 1, rules).end();
        }
        throw new Malformed(from, "element", "more than " + MAXIMUM_CHILDREN + " children");
    }

    /// The first identifier octet: class, whether constructed, and the number where it is below 31.
    public int identifier() {
        return identifier;
    }

    /// Whether the identifier octet is this one.
    public boolean is(int expected) {
        return identifier == expected;
    }

    /// Whether it is context-specific with this number, primitive or constructed.
    public boolean isContext(int expected) {
        return (identifier & 0xc0) == 0x80 && number == expected;
    }

    /// Whether it holds elements.
    public boolean constructed() {
        return (identifier & 0x20) != 0;
    }

    /// Where it starts in the bytes it was read from.
    public long offset() {
        return offset;
    }

    /// Where the next element would start.
    public long end() {
        return contentOffset + contentLength + (indefinite ? 2 : 0);
    }

    /// Header and content.
    public Bytes encoded() throws Malformed {
        return source.slice(offset, end() - offset, "element");
    }

    /// The content alone.
    public Bytes content() throws Malformed {
        return source.slice(contentOffset, contentLength, "content");
    }

    /// The elements inside, in order.
    ///
    /// @throws Malformed when it is primitive, or what is inside isn't elements to its end
    public List<Der> children() throws Malformed {
        if (!constructed()) {
            throw new Malformed(offset, "identifier", "a constructed element expected");
        }
        List<Der> children = new ArrayList<>();
        long limit = contentOffset + contentLength;
        for (long at = contentOffset; at < limit; ) {
            if (children.size() == MAXIMUM_CHILDREN) {
                throw new Malformed(at, "element", "more than " + MAXIMUM_CHILDREN + " children");
            }
            Der child = read(source, at, limit, depth + 1, rules);
            children.add(child);
            at = child.end();
        }
        return children;
    }

    /// The elements of a SEQUENCE.
    ///
    /// @throws Malformed when it is none, or has fewer than `minimum`
    public List<Der> sequence(int minimum, String field) throws Malformed {
        List<Der> children = expect(SEQUENCE, field).children();
        if (children.size() < minimum) {
            throw new Malformed(offset, field, children.size() + " elements, " + minimum + " expected");
        }
        return children;
    }

    /// Itself, when the identifier octet is this one.
    ///
    /// @throws Malformed otherwise
    public Der expect(int expected, String field) throws Malformed {
        if (identifier != expected) {
            throw new Malformed(offset, field, "identifier 0x%02x, 0x%02x expected".formatted(identifier, expected));
        }
        return this;
    }

    /// The value of an INTEGER, whatever its sign.
    ///
    /// @throws Malformed when it is none, empty, or longer than any key's
    public BigInteger integer(String field) throws Malformed {
        expect(INTEGER, field);
        if (contentLength == 0 || contentLength > MAXIMUM_INTEGER) {
            throw new Malformed(offset, field, "an integer of " + contentLength + " bytes");
        }
        return new BigInteger(source.array(contentOffset, contentLength, field));
    }

    /// The value of a BOOLEAN.
    ///
    /// @throws Malformed when it is none
    public boolean bool(String field) throws Malformed {
        if (expect(BOOLEAN, field).contentLength != 1) {
            throw new Malformed(offset, field, "a boolean of " + contentLength + " bytes");
        }
        return source.u8(contentOffset, field) != 0;
    }

    /// The dotted form of an OBJECT IDENTIFIER: `1.2.840.113549.1.1.1`.
    ///
    /// @throws Malformed when it is none, or no well-formed one
    public String oid(String field) throws Malformed {
        expect(OBJECT_IDENTIFIER, field);
        if (contentLength == 0 || contentLength > 128) {
            throw new Malformed(offset, field, "an object identifier of " + contentLength + " bytes");
        }
        StringBuilder dotted = new StringBuilder();
        byte[] octets = source.array(contentOffset, contentLength, field);
        long arc = 0;
        for (byte octet : octets) {
            if (arc > Long.MAX_VALUE >> 8) {
                throw new Malformed(offset, field, "an arc of more than 62 bits");
            }
            arc = arc << 7 | octet & 0x7f;
            if (octet >= 0) {
                if (dotted.isEmpty()) {
                    long root = Math.min(arc / 40, 2);
                    dotted.append(root).append('.').append(arc - 40 * root);
                } else {
                    dotted.append('.').append(arc);
                }
                arc = 0;
            }
        }
        if (octets[octets.length - 1] < 0) {
            throw new Malformed(offset, field, "its last arc is cut off");
        }
        return dotted.toString();
    }

    /// The content of a primitive OCTET STRING.
    ///
    /// @throws Malformed when it is none
    public Bytes octets(String field) throws Malformed {
        return expect(OCTET_STRING, field).content();
    }

    /// The octets of a primitive BIT STRING whose bits fill them.
    ///
    /// @throws Malformed when it is none, or has unused bits
    public Bytes bits(String field) throws Malformed {
        expect(BIT_STRING, field);
        if (contentLength == 0 || source.u8(contentOffset, field) != 0) {
            throw new Malformed(offset, field, "a bit string that does not fill its octets");
        }
        return source.slice(contentOffset + 1, contentLength - 1, field);
    }
}
