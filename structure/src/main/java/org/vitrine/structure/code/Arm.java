package org.vitrine.structure.code;

import java.util.BitSet;

/// ARM code, in either of its instruction sets. Where nothing says in which a function is written, it is
/// taken to be A32 when most of its words are instructions that always run.
final class Arm implements Decoder {
    private static final int NOP = 0xe320_f000;
    private static final int OLD_NOP = 0xe1a0_0000;
    /// What LLVM's linker fills with.
    private static final int FILL = 0xd4d4_d4d4;

    private final Words words;
    private final A32 a32;
    private final T32 t32;

    Arm(Image image, Span span) {
        this.words = new Words(span.code(), image.order());
        ArmAddresses addresses = new ArmAddresses(image, span, words);
        this.a32 = new A32(words, addresses);
        this.t32 = new T32(span, words, addresses);
    }

    @Override
    public boolean mask(int from, int to, Encoding encoding) {
        if (encoding == Encoding.SHORT || encoding == Encoding.UNKNOWN && !isMain(from, to)) {
            t32.mask(from, to);
        } else {
            a32.mask(from, to);
        }
        return true;
    }

    private boolean isMain(int from, int to) {
        int always = 0;
        int all = 0;
        for (int at = from + 3 & ~3; at + 4 <= to; at += 4) {
            always += words.at(at) >>> 28 == 14 ? 1 : 0;
            all++;
        }
        return 2 * always >= all;
    }

    @Override
    public void starts(int from, int to, Starts starts) {
        if (isMain(from, to)) {
            mainStarts(from, to, starts);
        } else {
            shortStarts(from, to, starts);
        }
    }

    private void mainStarts(int from, int to, Starts starts) {
        BitSet data = new BitSet();
        boolean behindEnd = false;
        for (int at = from; at + 4 <= to; at += 4) {
            if (data.get(at >>> 2)) {
                behindEnd = true;
                continue;
            }
            int word = words.at(at);
            if (word >>> 25 == 0x7d) {
                starts.add((long) at + 8 + (word << 8 >> 6) + (word >>> 23 & 2), Encoding.SHORT);
            } else if ((word & 0x0f00_0000) == 0x0b00_0000 && word >>> 28 != 15) {
                // In objects the target is still to come, and some code calls what follows to learn where it is.
                int distance = word << 8 >> 6;
                if (distance != 0 && distance != -4) {
                    starts.add((long) at + 8 + distance, Encoding.MAIN);
                }
            } else if ((word & 0x0f7f_0000) == 0x051f_0000) {
                int position = at + 8 + ((word & 0x0080_0000) != 0 ? word & 0xfff : -(word & 0xfff));
                if (position >= from && position < to) {
                    data.set(position >>> 2);
                }
            } else if (behindEnd && isPrologue(word)) {
                starts.add(at, Encoding.MAIN);
            }
            behindEnd = isEnd(word) || behindEnd && isPadding(word);
        }
    }

    /// Whether a function that saves its return address may start so.
    private static boolean isPrologue(int word) {
        return (word & 0xffff_4000) == 0xe92d_4000 || word == 0xe52d_e004 || word == 0xe1a0_c00d;
    }

    /// Whether what follows is reached by jumps only: BX LR, MOV PC, LDM and LDR with PC, B.
    private static boolean isEnd(int word) {
        return word == 0xe12f_ff1e
                || word == 0xe1a0_f00e
                || (word & 0xfe10_8000) == 0xe810_8000
                || word == 0xe49d_f004
                || (word & 0xff00_0000) == 0xea00_0000;
    }

    private static boolean isPadding(int word) {
        return word == 0 || word == NOP || word == OLD_NOP || word == FILL;
    }

    private void shortStarts(int from, int to, Starts starts) {
        boolean behindEnd = false;
        for (int at = from; at + 2 <= to; at += 2) {
            int half = words.half(at);
            boolean calls = (half & 0xf800) == 0xf000 && at + 4 <= to && (words.half(at + 2) & 0xc000) == 0xc000;
            if (calls) {
                int second = words.half(at + 2);
                boolean exchanges = (second & 0x1000) == 0;
                long target = (long) at + 4 + distance(half, second);
                starts.add(exchanges ? target & ~3L : target, exchanges ? Encoding.MAIN : Encoding.SHORT);
            } else if (behindEnd && ((half & 0xff00) == 0xb500 || half == 0xe92d)) {
                starts.add(at, Encoding.SHORT);
            }
            behindEnd = half == 0x4770 || (half & 0xff00) == 0xbd00 || behindEnd && (half == 0xbf00 || half == 0);
            at += T32.isLong(half) ? 2 : 0;
        }
    }

    private static int distance(int half, int second) {
        int sign = half << 21 >> 31;
        int first = ~(second >>> 13 ^ sign) & 1;
        int other = ~(second >>> 11 ^ sign) & 1;
        return sign << 24 | first << 23 | other << 22 | (half & 0x3ff) << 12 | (second & 0x7ff) << 1;
    }

    @Override
    public int trimmed(int from, int to, Encoding encoding) {
        int end = to;
        boolean main = encoding == Encoding.MAIN || encoding == Encoding.UNKNOWN && isMain(from, to);
        if (main) {
            while (end - 4 >= from && isPadding(words.at(end - 4))) {
                end -= 4;
            }
            return end;
        }
        while (end - 2 >= from && isShortPadding(words.half(end - 2))) {
            end -= 2;
        }
        return end;
    }

    @Override
    public int begin(int from, int to) {
        int at = from + 1 & ~1;
        while (at + 2 <= to && (at & 3) != 0 && isShortPadding(words.half(at))) {
            at += 2;
        }
        while (at + 4 <= to && (at & 3) == 0 && isPadding(words.at(at))) {
            at += 4;
        }
        return Math.min(at, to);
    }

    private static boolean isShortPadding(int half) {
        return half == 0 || half == 0xbf00 || half == 0x46c0 || half == (FILL & 0xffff);
    }
}
