package org.vitrine.unpack.codec;

import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Turns the absolute targets of x86 calls and jumps back into relative ones, as the branch filter of LZMA made them:
/// stands between a decoder and its output. [#end] has to be called after the last byte.
///
/// Specification: LZMA SDK, the x86 filter (BCJ), which the .xz File Format 1.2.1 counts as filter 0x04.
public final class X86Branches implements Out {
    private static final int LENGTH = 5;
    private static final boolean[] ALLOWED = {true, true, true, false, true, false, false, false};
    private static final int[] BIT_NUMBER = {0, 1, 2, 2, 3, 3, 3, 3};

    private final Out out;
    private final byte[] buffer = new byte[1 << 14];
    private int filled;
    /// Position of the buffer's first byte.
    private int position;
    private int lastPosition = -LENGTH;
    private int mask;

    /// A filter in front of `out`.
    public X86Branches(Out out) {
        this.out = out;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws Unreadable {
        int done = 0;
        while (done < length) {
            int step = Math.min(length - done, buffer.length - filled);
            System.arraycopy(source, offset + done, buffer, filled, step);
            filled += step;
            done += step;
            if (filled == buffer.length) {
                pass(convert());
            }
        }
    }

    @Override
    public void hole(long length) throws Unreadable {
        byte[] zeros = new byte[(int) Math.min(length, 1 << 14)];
        for (long left = length; left > 0; left -= zeros.length) {
            write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }

    /// Passes on what waits for more.
    ///
    /// @throws Unreadable when the output takes no more
    public void end() throws Unreadable {
        pass(convert());
        pass(filled);
    }

    private void pass(int length) throws Unreadable {
        out.write(buffer, 0, length);
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
        position += length;
    }

    private static boolean isSign(int value) {
        return value == 0 || value == 0xff;
    }

    /// Converts what is there; says how many bytes are done.
    private int convert() {
        int at = 0;
        while (at <= filled - LENGTH) {
            if ((buffer[at] & 0xfe) != 0xe8) {
                at++;
                continue;
            }
            int gap = position + at - lastPosition;
            lastPosition = position + at;
            if (Integer.compareUnsigned(gap, LENGTH) > 0) {
                mask = 0;
            } else {
                for (int i = 0; i < gap; i++) {
                    mask = (mask & 0x77) << 1;
                }
            }
            int top = buffer[at + 4] & 0xff;
            if (isSign(top) && ALLOWED[mask >> 1 & 7] && mask >> 1 < 0x10) {
                target(at);
                at += LENGTH;
                mask = 0;
            } else {
                at++;
                mask |= isSign(top) ? 0x11 : 1;
            }
        }
        return at;
    }

    private void target(int at) {
        int source = buffer[at + 1] & 0xff
                | (buffer[at + 2] & 0xff) << 8
                | (buffer[at + 3] & 0xff) << 16
                | (buffer[at + 4] & 0xff) << 24;
        int target = source - (position + at + LENGTH);
        // Twice at most: the second exclusive-or undoes what made the byte look like a sign.
        for (int round = 0; mask != 0 && round < 8; round++) {
            int shift = BIT_NUMBER[mask >> 1] * 8;
            if (!isSign(target >>> 24 - shift & 0xff)) {
                break;
            }
            source = target ^ (int) ((1L << 32 - shift) - 1);
            target = source - (position + at + LENGTH);
        }
        buffer[at + 1] = (byte) target;
        buffer[at + 2] = (byte) (target >> 8);
        buffer[at + 3] = (byte) (target >> 16);
        buffer[at + 4] = (byte) ((target >> 24 & 1) == 0 ? 0 : 0xff);
    }
}
