package org.vitrine.structure.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The words of a copy of code, in its byte order.
final class Words {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] code;
    private final boolean little;

    Words(byte[] code, ByteOrder order) {
        this.code = code;
        this.little = order == ByteOrder.LITTLE_ENDIAN;
    }

    /// The word at a position.
    int at(int position) {
        return little ? (int) LITTLE.get(code, position) : (int) BIG.get(code, position);
    }

    /// Puts a word in its place.
    void put(int position, int word) {
        if (little) {
            LITTLE.set(code, position, word);
        } else {
            BIG.set(code, position, word);
        }
    }

    /// Makes some bits of a word zero.
    void clear(int position, int bits) {
        put(position, at(position) & ~bits);
    }

    /// The half word at a position.
    int half(int position) {
        int first = code[position] & 0xff;
        int second = code[position + 1] & 0xff;
        return little ? first | second << 8 : first << 8 | second;
    }

    /// Makes some bits of a half word zero.
    void clearHalf(int position, int bits) {
        int half = half(position) & ~bits;
        code[position] = (byte) (little ? half : half >>> 8);
        code[position + 1] = (byte) (little ? half >>> 8 : half);
    }

    /// Where the first word that is no padding starts, from `from` on.
    int begin(int from, int to, int nop, int fill) {
        int at = from;
        while (at + 4 <= to && isPadding(at(at), nop, fill)) {
            at += 4;
        }
        return at;
    }

    /// The end of the last word that is no padding.
    int trimmed(int from, int to, int nop, int fill) {
        int at = to;
        while (at - 4 >= from && isPadding(at(at - 4), nop, fill)) {
            at -= 4;
        }
        return at;
    }

    private static boolean isPadding(int word, int nop, int fill) {
        return word == nop || word == 0 || word == fill;
    }
}
