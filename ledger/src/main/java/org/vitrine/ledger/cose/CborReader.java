package org.vitrine.ledger.cose;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.ledger.Refused;

/// Reads one item. Nothing is allocated for a length or a count before the bytes that it promises
/// are known to be there: each item of an array takes at least one byte, each entry of a map two.
final class CborReader {
    private static final int BREAK = 0xff;

    private final byte[] in;
    private final boolean deterministic;
    private int at;
    private int items;

    CborReader(byte[] in, boolean deterministic) {
        this.in = in;
        this.deterministic = deterministic;
    }

    /// The one item that all the bytes encode.
    Cbor only() throws Refused {
        if (in.length > Cbor.MAXIMUM_BYTES) {
            throw new Refused(
                    "CBOR: " + in.length + " bytes are more than the " + Cbor.MAXIMUM_BYTES + " that are read");
        }
        Cbor item = item(0);
        if (at != in.length) {
            throw refused("bytes follow the item");
        }
        return item;
    }

    private Cbor item(int depth) throws Refused {
        if (depth > Cbor.MAXIMUM_DEPTH) {
            throw refused("items stand deeper in each other than " + Cbor.MAXIMUM_DEPTH + " levels");
        }
        if (++items > Cbor.MAXIMUM_ITEMS) {
            throw refused("there are more than " + Cbor.MAXIMUM_ITEMS + " items");
        }
        int start = at;
        int initial = octet();
        int major = initial >>> 5;
        int information = initial & 0x1f;
        if (major == 7) {
            return simpleOrFloat(information, start);
        }
        if (information == 31) {
            return indefinite(major, depth, start);
        }
        long argument = argument(information, start);
        return switch (major) {
            case 0 -> new Cbor.Unsigned(argument);
            case 1 -> new Cbor.Negative(argument);
            case 2 -> new Cbor.Bytes(string(argument, start));
            case 3 -> text(string(argument, start), start);
            case 4 -> {
                long count = count(argument, 1, start);
                List<Cbor> array = new ArrayList<>();
                for (long i = 0; i < count; i++) {
                    array.add(item(depth + 1));
                }
                yield new Cbor.Array(array);
            }
            case 5 -> map(count(argument, 2, start), depth, start);
            default -> new Cbor.Tagged(argument, item(depth + 1));
        };
    }

    private Cbor simpleOrFloat(int information, int start) throws Refused {
        return switch (information) {
            case 24 -> {
                int number = octet();
                if (number < 32) {
                    throw refusedAt(start, "a simple value below 32 is written in two bytes");
                }
                yield new Cbor.Simple(number);
            }
            case 25 -> number(Float.float16ToFloat((short) bigEndian(2)), 3, start);
            case 26 -> number(Float.intBitsToFloat((int) bigEndian(4)), 5, start);
            case 27 -> number(Double.longBitsToDouble(bigEndian(8)), 9, start);
            case 28, 29, 30 -> throw refusedAt(start, "the initial byte is reserved");
            case 31 -> throw refusedAt(start, "a break stands where an item should");
            default -> new Cbor.Simple(information);
        };
    }

    private Cbor number(double value, int length, int start) throws Refused {
        Cbor number = new Cbor.Floating(value);
        if (deterministic && !Arrays.equals(number.encode(), Arrays.copyOfRange(in, start, start + length))) {
            throw refusedAt(start, "a floating-point number is not written in its shortest form");
        }
        return number;
    }

    private Cbor map(long count, int depth, int start) throws Refused {
        List<Cbor.Entry> entries = new ArrayList<>();
        int previous = -1;
        int previousEnd = -1;
        for (long i = 0; i < count; i++) {
            int keyStart = at;
            Cbor key = item(depth + 1);
            if (deterministic && previous >= 0) {
                int order = Arrays.compareUnsigned(in, previous, previousEnd, in, keyStart, at);
                if (order >= 0) {
                    throw refusedAt(keyStart, order == 0 ? "a key stands twice" : "the keys of a map are not sorted");
                }
            }
            previous = keyStart;
            previousEnd = at;
            entries.add(new Cbor.Entry(key, item(depth + 1)));
        }
        return sorted(entries, start);
    }

    private Cbor sorted(List<Cbor.Entry> entries, int start) throws Refused {
        return new Cbor.Map(
                Cbor.Map.sorted(entries).orElseThrow(() -> refusedAt(start, "a key of the map stands twice")));
    }

    /// An item whose end is a break (RFC 8949, section 3.2).
    private Cbor indefinite(int major, int depth, int start) throws Refused {
        if (major < 2 || major == 6) {
            throw refusedAt(start, "the initial byte is reserved");
        }
        if (deterministic) {
            throw refusedAt(start, "a length is indefinite");
        }
        return switch (major) {
            case 4 -> {
                List<Cbor> array = new ArrayList<>();
                while (!atBreak()) {
                    array.add(item(depth + 1));
                }
                yield new Cbor.Array(array);
            }
            case 5 -> {
                List<Cbor.Entry> entries = new ArrayList<>();
                while (!atBreak()) {
                    Cbor key = item(depth + 1);
                    entries.add(new Cbor.Entry(key, item(depth + 1)));
                }
                yield sorted(entries, start);
            }
            default -> {
                ByteArrayOutputStream chunks = new ByteArrayOutputStream();
                while (!atBreak()) {
                    int chunk = at;
                    int initial = octet();
                    if (initial >>> 5 != major || (initial & 0x1f) == 31) {
                        throw refusedAt(chunk, "a string's piece is no definite string of its kind");
                    }
                    if (++items > Cbor.MAXIMUM_ITEMS) {
                        throw refused("there are more than " + Cbor.MAXIMUM_ITEMS + " items");
                    }
                    byte[] piece = string(argument(initial & 0x1f, chunk), chunk);
                    if (major == 3) {
                        text(piece, chunk);
                    }
                    chunks.writeBytes(piece);
                }
                byte[] whole = chunks.toByteArray();
                yield major == 2 ? new Cbor.Bytes(whole) : text(whole, start);
            }
        };
    }

    private boolean atBreak() throws Refused {
        if (at == in.length) {
            throw refused("the bytes end before the break");
        }
        if ((in[at] & 0xff) == BREAK) {
            at++;
            return true;
        }
        return false;
    }

    private long argument(int information, int start) throws Refused {
        if (information < 24) {
            return information;
        }
        if (information > 27) {
            throw refusedAt(start, "the initial byte is reserved");
        }
        int length = 1 << information - 24;
        long argument = bigEndian(length);
        boolean shortest = length == 1 ? argument >= 24 : argument >>> 4 * length != 0;
        if (deterministic && !shortest) {
            throw refusedAt(start, "a number, length or count is not written in its shortest form");
        }
        return argument;
    }

    private long count(long count, int least, int start) throws Refused {
        if (Long.compareUnsigned(count, (in.length - at) / least) > 0) {
            throw refusedAt(
                    start,
                    Long.toUnsignedString(count) + " items are promised, and " + (in.length - at) + " bytes follow");
        }
        if (count > Cbor.MAXIMUM_ITEMS) {
            throw refusedAt(start, "there are more than " + Cbor.MAXIMUM_ITEMS + " items");
        }
        return count;
    }

    private byte[] string(long length, int start) throws Refused {
        if (Long.compareUnsigned(length, in.length - at) > 0) {
            throw refusedAt(
                    start,
                    "a string of " + Long.toUnsignedString(length) + " bytes is promised, and " + (in.length - at)
                            + " bytes follow");
        }
        byte[] string = Arrays.copyOfRange(in, at, at + (int) length);
        at += (int) length;
        return string;
    }

    private Cbor.Text text(byte[] bytes, int start) throws Refused {
        try {
            return new Cbor.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new Refused(message(start, "a text is not UTF-8"), e);
        }
    }

    private int octet() throws Refused {
        return (int) bigEndian(1);
    }

    private long bigEndian(int length) throws Refused {
        if (in.length - at < length) {
            throw refused("the bytes end within an item");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | in[at++] & 0xff;
        }
        return value;
    }

    private Refused refused(String reason) {
        return refusedAt(at, reason);
    }

    private static Refused refusedAt(int place, String reason) {
        return new Refused(message(place, reason));
    }

    private static String message(int place, String reason) {
        return "CBOR, byte " + place + ": " + reason;
    }
}
