package org.vitrine.structure.code;

/// MIPS instructions of 32 bits, with 32- and 64-bit registers, releases 1 to 5: jumps, branches, and
/// addresses that
/// are made of two halves or found by way of the global pointer (MIPS Architecture For Programmers,
/// volume II-A;
/// System V ABI, MIPS RISC Processor Supplement).
final class Mips implements Decoder {
    private static final int NOP = 0;
    private static final int GP = 28;
    /// Where the global pointer points, from the start of the table it serves.
    private static final int GP_BIAS = 0x7ff0;

    private final Image image;
    private final Span span;
    private final Words words;

    Mips(Image image, Span span) {
        this.image = image;
        this.span = span;
        this.words = new Words(span.code(), image.order());
    }

    @Override
    public boolean mask(int from, int to, Encoding encoding) {
        if (encoding == Encoding.SHORT) {
            return false;
        }
        // A bit for each register that holds an address without its low half.
        int halves = 0;
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            int operation = word >>> 26;
            switch (operation) {
                case 0 -> halves = registers(word, halves);
                case 2, 3 -> jump(at, word, from, to);
                case 1, 4, 5, 6, 7, 20, 21, 22, 23 -> branch(at, word, from, to, 0xffff, word << 16 >> 14);
                case 17, 18 -> {
                    if ((word >>> 21 & 31) == 8) {
                        branch(at, word, from, to, 0xffff, word << 16 >> 14);
                    } else if ((word >>> 21 & 31) < 4) {
                        halves &= ~(1 << (word >>> 16 & 31));
                    }
                }
                case 15 -> halves = upper(at, word, halves);
                case 28, 31 -> halves &= ~(1 << (word >>> 11 & 31)) & ~(1 << (word >>> 16 & 31));
                default -> halves = immediate(at, word, operation, halves);
            }
        }
        return true;
    }

    /// An index that is added to an address leaves it without its low half.
    private static int registers(int word, int halves) {
        int function = word & 63;
        boolean adds = function == 0x21 || function == 0x2d;
        int source = halves >>> (word >>> 21 & 31) & 1 | halves >>> (word >>> 16 & 31) & 1;
        int target = 1 << (word >>> 11 & 31);
        if (function == 8 || function == 12 || function == 13) {
            return halves;
        }
        return adds && source != 0 ? halves | target : halves & ~target;
    }

    /// J and JAL hold an address within 256 MiB. One inside the function is kept, relative to its start.
    private void jump(int at, int word, int from, int to) {
        long next = span.address() + at + 4;
        long target = (next & ~0x0fff_ffffL | (word & 0x03ff_ffffL) << 2) - span.address();
        boolean inside = target >= from && target < to;
        words.put(at, word & 0xfc00_0000 | (inside && !isObject() ? (int) (target - from) >>> 2 : 0));
    }

    private boolean isObject() {
        return image.low() > image.high();
    }

    private void branch(int at, int word, int from, int to, int field, int distance) {
        long target = (long) at + 4 + distance;
        if (target < from || target >= to) {
            words.put(at, word & ~field);
        }
    }

    /// LUI, which makes the upper half of an address or of a constant.
    private int upper(int at, int word, int halves) {
        int target = 1 << (word >>> 16 & 31);
        long value = image.wide() ? (long) (word << 16) : (word & 0xffffL) << 16;
        boolean address =
                image.fixed() && value + 0x8000 > Math.max(image.low(), 0x1000) && value - 0x8000 < image.high();
        if (address || target == 1 << GP) {
            words.clear(at, 0xffff);
            return halves | target;
        }
        return halves & ~target;
    }

    private int immediate(int at, int word, int operation, int halves) {
        int base = word >>> 21 & 31;
        int target = 1 << (word >>> 16 & 31);
        boolean adds = operation == 9 || operation == 25;
        boolean loads = operation >= 32 && operation < 40 || operation == 26 || operation == 27 || operation == 55;
        boolean accesses = operation >= 32;
        if (operation == 50 || operation == 58) {
            return halves;
        }
        boolean half = (halves >>> base & 1) != 0;
        if ((adds || accesses) && (base == GP || half)) {
            words.clear(at, 0xffff);
        }
        if (loads && base == GP) {
            // Entries of the table's front hold pages, whose low half is still to come.
            return (short) word + GP_BIAS < image.localGot() ? halves | target : halves & ~target;
        }
        boolean writes = operation >= 8 && operation < 16 || operation == 24 || operation == 25 || loads;
        return writes ? halves & ~target : halves;
    }

    @Override
    public void starts(int from, int to, Starts starts) {
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            if (word >>> 26 == 3) {
                long next = span.address() + at + 4;
                long target = next & ~0x0fff_ffffL | (word & 0x03ff_ffffL) << 2;
                starts.add(target - span.address(), Encoding.MAIN);
            } else if (word >>> 16 == 0x0411) {
                starts.add((long) at + 4 + (word << 16 >> 14), Encoding.MAIN);
            } else if (word >>> 16 == 0x3c1c && isPrologue(at, to)) {
                starts.add(at, Encoding.MAIN);
            } else if (word >>> 16 == 0x27bd && (word & 0x8000) != 0 && isBehindEnd(from, at)) {
                starts.add(at, Encoding.MAIN);
            }
        }
    }

    /// Whether a function that finds its global pointer by its own address starts here.
    private boolean isPrologue(int at, int to) {
        return at + 12 <= to && words.at(at + 4) >>> 16 == 0x279c && words.at(at + 8) == 0x0399_e021;
    }

    /// Whether a return or a jump, what stands in its delay slot, and padding come before.
    private boolean isBehindEnd(int from, int at) {
        int last = at - 4;
        while (last > from && words.at(last) == 0 && at - last < 64) {
            last -= 4;
        }
        return isEnd(from, last) || isEnd(from, last - 4);
    }

    private boolean isEnd(int from, int at) {
        return at >= from && (words.at(at) == 0x03e0_0008 || words.at(at) >>> 26 == 2);
    }

    @Override
    public int trimmed(int from, int to, Encoding encoding) {
        return words.trimmed(from, to, NOP);
    }

    @Override
    public int begin(int from, int to) {
        return words.begin(from, to, NOP);
    }
}
