package org.vitrine.ledger.cose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes items as RFC 8949, section 4.2.1, says: one encoding for each. How deep it goes is what
/// the items hold: those that were read hold at most [Cbor#MAXIMUM_DEPTH] levels.
final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    void item(Cbor item) {
        switch (item) {
            case Cbor.Unsigned(long bits) -> head(0, bits);
            case Cbor.Negative(long bits) -> head(1, bits);
            case Cbor.Bytes bytes -> string(2, bytes.shared());
            case Cbor.Text(String value) -> string(3, value.getBytes(StandardCharsets.UTF_8));
            case Cbor.Array array -> {
                head(4, array.items().size());
                array.items().forEach(this::item);
            }
            case Cbor.Map map -> {
                head(5, map.entries().size());
                map.entries().forEach(entry -> {
                    item(entry.key());
                    item(entry.value());
                });
            }
            case Cbor.Tagged(long number, Cbor content) -> {
                head(6, number);
                item(content);
            }
            case Cbor.Simple(int number) -> head(7, number);
            case Cbor.Floating(double value) -> number(value);
        }
    }

    /// The initial byte and the shortest argument.
    private void head(int major, long argument) {
        int top = major << 5;
        if (argument >= 0 && argument < 24) {
            out.write(top | (int) argument);
        } else if (argument >>> 8 == 0) {
            out.write(top | 24);
            bigEndian(argument, 1);
        } else if (argument >>> 16 == 0) {
            out.write(top | 25);
            bigEndian(argument, 2);
        } else if (argument >>> 32 == 0) {
            out.write(top | 26);
            bigEndian(argument, 4);
        } else {
            out.write(top | 27);
            bigEndian(argument, 8);
        }
    }

    private void string(int major, byte[] bytes) {
        head(major, bytes.length);
        out.writeBytes(bytes);
    }

    private void number(double value) {
        float single = (float) value;
        if (Double.isNaN(value)) {
            out.write(0xf9);
            bigEndian(0x7e00, 2);
        } else if (Double.compare(single, value) != 0) {
            out.write(0xfb);
            bigEndian(Double.doubleToRawLongBits(value), 8);
        } else {
            short half = Float.floatToFloat16(single);
            if (Float.compare(Float.float16ToFloat(half), single) == 0) {
                out.write(0xf9);
                bigEndian(half & 0xffffL, 2);
            } else {
                out.write(0xfa);
                bigEndian(Float.floatToRawIntBits(single) & 0xffff_ffffL, 4);
            }
        }
    }

    private void bigEndian(long value, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
