package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/// A gzip member whose content is that very member, so that opening it never ends.
///
/// It is a program of units of five bytes: `L(n)`, a stored block's header, puts the n units behind it; `R`, a
/// block of two matches, puts the last four units once more. Head and tail are three units each. Put in this
/// order, what the program puts is the program. The checksum stands in what it is the checksum of; since a CRC
/// is linear, it is found by solving 32 equations.
final class GzipQuine {
    private static final int UNIT = 5;
    private static final int TRAILER = 8;

    private GzipQuine() {}

    static byte[] bytes() {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            byte[] found = solved(program(letter));
            if (found.length > 0) {
                return found;
            }
        }
        throw new AssertionError("no name gives equations that can be solved");
    }

    /// The quine with zeros for its checksum.
    private static byte[] program(char letter) {
        byte[] head = {31, (byte) 139, 8, 8, 0, 0, 0, 0, 0, 3, (byte) letter, 'e', 'v', 'e', 0};
        byte[] one = stored(1);
        byte[] four = stored(4);
        byte[] repeat = repeat();
        byte[] tail = tail();
        byte[][] units = {
            head, four, head, four, repeat, one, repeat, one, one, four, repeat, one, one, four, repeat, four, repeat,
            four, repeat, four, repeat, four, repeat, tail, repeat, tail
        };
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            program.writeBytes(unit);
        }
        byte[] bytes = program.toByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int second = bytes.length - TRAILER;
        int first = second - tail.length - UNIT;
        buffer.putInt(first + 4, bytes.length).putInt(second + 4, bytes.length);
        return bytes;
    }

    private static byte[] stored(int units) {
        int length = units * UNIT;
        return new byte[] {0, (byte) length, 0, (byte) ~length, (byte) 0xff};
    }

    /// A block of fixed codes: ten bytes from twenty back, twice. 40 bits.
    private static byte[] repeat() {
        String match = "0001000" + "01000" + "110";
        return bits("010" + match + match + "0000000");
    }

    /// Two empty blocks of fixed codes, an empty last block, and the trailer: 15 bytes.
    private static byte[] tail() {
        byte[] end = bits("010" + "0000000" + "010" + "0000000" + "100" + "0");
        return ByteBuffer.allocate(3 * UNIT)
                .put(end)
                .put(new byte[] {0, 0, -1, -1})
                .array();
    }

    /// Bits in the order in which deflate reads them.
    private static byte[] bits(String bits) {
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) (bits.charAt(i) - '0' << i % 8);
        }
        return bytes;
    }

    /// With the checksum it has, or empty when there is none.
    private static byte[] solved(byte[] program) {
        int constant = crc(with(program, 0));
        long[] rows = new long[32];
        for (int column = 0; column < 32; column++) {
            int effect = crc(with(program, 1 << column)) ^ constant ^ 1 << column;
            for (int row = 0; row < 32; row++) {
                rows[row] |= (long) (effect >>> row & 1) << column;
            }
        }
        for (int row = 0; row < 32; row++) {
            rows[row] |= (long) (constant >>> row & 1) << 32;
        }
        for (int column = 0; column < 32; column++) {
            int pivot = column;
            while (pivot < 32 && (rows[pivot] >>> column & 1) == 0) {
                pivot++;
            }
            if (pivot == 32) {
                return new byte[0];
            }
            long swapped = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = swapped;
            for (int row = 0; row < 32; row++) {
                if (row != column && (rows[row] >>> column & 1) == 1) {
                    rows[row] ^= rows[column];
                }
            }
        }
        int crc = 0;
        for (int row = 0; row < 32; row++) {
            crc |= (int) (rows[row] >>> 32 & 1) << row;
        }
        return with(program, crc);
    }

    private static byte[] with(byte[] program, int crc) {
        byte[] copy = Arrays.copyOf(program, program.length);
        int second = program.length - TRAILER;
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(second, crc).putInt(second - 3 * UNIT - UNIT, crc);
        return copy;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
