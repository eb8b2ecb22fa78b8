package org.vitrine.structure.code;

/// MIPS instructions of 32 bits, with 32- and 64-bit registers, releases 1 to 5: jumps, branches, and
/// addresses that are made of two halves or found by way of the global pointer (MIPS Architecture For
/// Programmers, volume II-A; System V ABI, MIPS RISC Processor Supplement).
final class Mips implements Decoder {
    private static final int NOP = 0;
    private static final int SHORT_NOP = 0x6500;
    /// SIGRIE, which LLVM's linker fills with.
    private static final int FILL = 0x0417_0001;
    /// Where the global pointer points, from the start of the table it serves.
    private static final int GP_BIAS = 0x7ff0;

    private static final long EF_MIPS_MICROMIPS = 0x0200_0000;
    private static final long EF_MIPS_ARCH_ASE_M16 = 0x0400_0000;
    /// A bit for each operation that compilers write often: SPECIAL, JAL, BEQ, BNE, ADDIU, LUI, LW, SW.
    private static final long USUAL = 1L | 1L << 3 | 1L << 4 | 1L << 5 | 1L << 9 | 1L << 15 | 1L << 35 | 1L << 43;

    private final Image image;
    private final Span span;
    private final Words words;
    private final MipsAddresses addresses;
    private final Mips16 mips16;

    Mips(Image image, Span span) {
        this.image = image;
        this.span = span;
        this.words = new Words(span.code(), image.order());
        this.addresses = new MipsAddresses(image, words);
        this.mips16 = new Mips16(image, span, words);
    }

    @Override
    public boolean mask(int from, int to, Encoding encoding) {
        if (encoding == Encoding.SHORT || encoding == Encoding.UNKNOWN && isShort(from, to)) {
            if ((image.flags() & EF_MIPS_MICROMIPS) != 0) {
                return false;
            }
            mips16.mask(from, to);
            return true;
        }
        addresses.start();
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            int operation = word >>> 26;
            switch (operation) {
                case 0 -> registers(word);
                case 2, 3, 29 -> jump(at, word, from, to);
                case 1, 4, 5, 6, 7, 20, 21, 22, 23 -> branch(at, word, from, to);
                case 15 -> addresses.upper(at, word);
                case 9, 25 -> addresses.add(at, word);
                case 17, 18 -> coprocessor(at, word, from, to);
                case 28, 31 -> {
                    addresses.overwrite(word >>> 11 & 31);
                    addresses.overwrite(word >>> 16 & 31);
                }
                default -> immediate(at, word, operation);
            }
        }
        return true;
    }

    /// Whether code of which nothing is said is MIPS16, in a file that has some: most words of other
    /// code start with one of a few operations.
    private boolean isShort(int from, int to) {
        if ((image.flags() & EF_MIPS_ARCH_ASE_M16) == 0) {
            return false;
        }
        int usual = 0;
        int all = 0;
        for (int at = from + 3 & ~3; at + 4 <= to; at += 4) {
            usual += (USUAL >>> (words.at(at) >>> 26) & 1) != 0 ? 1 : 0;
            all++;
        }
        return 3 * usual < 2 * all;
    }

    private void registers(int word) {
        switch (word & 63) {
            // ADDU, OR, DADDU
            case 0x21, 0x25, 0x2d -> addresses.sum(word);
            // SLL, DSLL, DSLL32
            case 0, 0x38 -> addresses.shift(word, word >>> 6 & 31);
            case 0x3c -> addresses.shift(word, 32 + (word >>> 6 & 31));
            // JR, SYSCALL, BREAK
            case 8, 12, 13 -> {}
            default -> addresses.overwrite(word >>> 11 & 31);
        }
    }

    private void coprocessor(int at, int word, int from, int to) {
        int kind = word >>> 21 & 31;
        if (kind == 8) {
            branch(at, word, from, to);
        } else if (kind < 4) {
            addresses.overwrite(word >>> 16 & 31);
        }
    }

    private void immediate(int at, int word, int operation) {
        boolean loads = operation >= 32 && operation < 40 || operation == 26 || operation == 27 || operation == 55;
        if (operation >= 32 || loads) {
            addresses.access(at, word);
        }
        if (operation == 35 || operation == 55) {
            addresses.load(word, GP_BIAS);
        } else if (loads || operation >= 8 && operation < 15 || operation == 24) {
            addresses.overwrite(word >>> 16 & 31);
        }
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

    private void branch(int at, int word, int from, int to) {
        long target = (long) at + 4 + (word << 16 >> 14);
        if (target < from || target >= to) {
            words.clear(at, 0xffff);
        }
    }

    @Override
    public void starts(int from, int to, Starts starts) {
        if (isShort(from, to)) {
            mips16.starts(from, to, starts);
            return;
        }
        for (int at = from; at + 4 <= to; at += 4) {
            int word = words.at(at);
            if (word >>> 26 == 3) {
                long next = span.address() + at + 4;
                long target = next & ~0x0fff_ffffL | (word & 0x03ff_ffffL) << 2;
                starts.add(target - span.address(), Encoding.MAIN);
            } else if (word >>> 26 == 29) {
                long next = span.address() + at + 4;
                long target = next & ~0x0fff_ffffL | (word & 0x03ff_ffffL) << 2;
                starts.add(target - span.address(), Encoding.SHORT);
            } else if (word >>> 16 == 0x0411 && (word & 0xffff) != 1) {
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
        if (encoding == Encoding.SHORT) {
            int end = to;
            while (end - 2 >= from && words.half(end - 2) == SHORT_NOP) {
                end -= 2;
            }
            return end;
        }
        return words.trimmed(from, to, NOP, FILL);
    }

    @Override
    public int begin(int from, int to) {
        return words.begin(from, to, NOP, FILL);
    }
}
