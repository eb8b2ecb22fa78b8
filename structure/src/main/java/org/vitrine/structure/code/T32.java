package org.vitrine.structure.code;

/// T32 (Thumb) instructions: their lengths, branches, literals, tables of jumps, and addresses that are
/// made of the program counter or moved by halves (Arm Architecture Reference Manual, ARMv7-A and
/// ARMv7-R, DDI 0406, chapter A6).
final class T32 {
    private final Span span;
    private final Words words;
    private final ArmAddresses addresses;
    /// The number that was compared with last; a table of jumps behind it has one entry more.
    private int compared;

    T32(Span span, Words words, ArmAddresses addresses) {
        this.span = span;
        this.words = words;
        this.addresses = addresses;
    }

    /// Whether an instruction that starts with this half word has a second one.
    static boolean isLong(int half) {
        return half >= 0xe800;
    }

    void mask(int from, int to) {
        addresses.start();
        compared = 0;
        for (int at = from; at + 2 <= to; ) {
            int half = words.half(at);
            if (addresses.isData(at)) {
                at += 2;
            } else if (!isLong(half)) {
                single(at, half, from, to);
                at += 2;
            } else if (at + 4 <= to) {
                pair(at, half << 16 | words.half(at + 2), from, to);
                at += 4;
            } else {
                return;
            }
        }
    }

    private void single(int at, int half, int from, int to) {
        if ((half & 0xf800) == 0x4800) {
            literal(at, half >>> 8 & 7, (half & 0xff) * 4, 0, 0xff, from, to);
        } else if ((half & 0xf000) == 0xd000) {
            if ((half & 0x0f00) < 0x0e00) {
                branch(at, half << 24 >> 23, 0, 0xff, from, to);
            }
        } else if ((half & 0xf800) == 0xe000) {
            branch(at, half << 21 >> 20, 0, 0x7ff, from, to);
        } else if ((half & 0xf800) == 0xa000) {
            address(at, half >>> 8 & 7, (half & 0xff) * 4, 0, 0xff, from, to);
        } else if ((half & 0xff00) == 0x4400) {
            high(half);
        } else if ((half & 0xfe00) == 0x1800) {
            addresses.add(half >>> 3 & 7, half >>> 6 & 7, true);
            addresses.overwrite(half & 7);
        } else if ((half & 0xf000) == 0x5000) {
            addresses.add(half >>> 3 & 7, half >>> 6 & 7, true);
            if ((half & 0x0e00) >= 0x0600) {
                addresses.overwrite(half & 7);
            }
        } else if ((half & 0xf800) == 0x2800) {
            compared = half & 0xff;
        } else if ((half & 0xf800) == 0x2000 || (half & 0xf800) == 0x3000 || (half & 0xf800) == 0x3800) {
            addresses.overwrite(half >>> 8 & 7);
        } else if ((half & 0xe000) == 0 || (half & 0xf800) == 0x6800 || (half & 0xf800) == 0x7800) {
            addresses.overwrite(half & 7);
        } else if ((half & 0xff00) == 0x4600) {
            addresses.overwrite(half & 7 | half >>> 4 & 8);
        } else if ((half & 0xff80) == 0x4780) {
            addresses.call();
        }
    }

    /// ADD with registers above r7, among them the program counter.
    private void high(int half) {
        int target = half & 7 | half >>> 4 & 8;
        int source = half >>> 3 & 15;
        if (source == 15) {
            addresses.use(target, true);
            addresses.base(target);
        } else {
            addresses.add(target, source, true);
            addresses.overwrite(target);
        }
    }

    private void pair(int at, int word, int from, int to) {
        int target = word >>> 12 & 15;
        int base = word >>> 16 & 15;
        boolean up = (word & 0x0080_0000) != 0;
        if ((word & 0xf800_8000) == 0xf000_8000) {
            branches(at, word, from, to);
        } else if ((word & 0xff7f_0000) == 0xf85f_0000) {
            literal(at, target, up ? word & 0xfff : -(word & 0xfff), 0, 0xfff, from, to);
        } else if ((word & 0xff3f_0e00) == 0xed1f_0a00) {
            constant(at, (up ? word & 0xff : -(word & 0xff)) * 4, (word & 0x100) != 0 ? 8 : 4, from, to);
        } else if ((word & 0xff7f_0000) == 0xe95f_0000) {
            constant(at, (up ? word & 0xff : -(word & 0xff)) * 4, 8, from, to);
        } else if ((word & 0xfb70_8000) == 0xf240_0000) {
            addresses.move(word >>> 8 & 15, at, up, true);
        } else if ((word & 0xfbff_8000) == 0xf20f_0000 || (word & 0xfbff_8000) == 0xf2af_0000) {
            int amount = word >>> 15 & 0x800 | word >>> 4 & 0x700 | word & 0xff;
            address(at, word >>> 8 & 15, up ? -amount : amount, 0x0400, 0x70ff, from, to);
        } else if ((word & 0xffff_ffe0) == 0xe8df_f000) {
            int size = (word & 0x10) != 0 ? 2 : 1;
            int length = (compared + 1) * size + 1 & ~1;
            addresses.setData(at + 4, Math.min(length, to - at - 4));
        } else if ((word & 0xfff0_fff0) == 0xf850_f020) {
            addresses.jump(base, from, to);
        } else if ((word & 0xfff0_0fc0) == 0xf850_0000) {
            addresses.add(base, word & 15, true);
            addresses.overwrite(target);
        } else if ((word & 0xfbf0_8f00) == 0xf1b0_0f00) {
            compared = word & 0xff;
        } else if ((word & 0xfe50_0000) == 0xe810_0000 || (word & 0xfe10_0000) == 0xf810_0000) {
            addresses.overwrite(target);
        } else if ((word & 0xfa00_8000) == 0xf000_0000 || (word & 0xfe00_0000) == 0xea00_0000) {
            addresses.overwrite(word >>> 8 & 15);
        }
    }

    private void branches(int at, int word, int from, int to) {
        boolean links = (word & 0x4000) != 0;
        if ((word & 0x5000) == 0) {
            if ((word >>> 23 & 7) != 7) {
                int distance = (word & 0x0400_0000) << 5 >> 11
                        | (word & 0x800) << 8
                        | (word & 0x2000) << 5
                        | (word & 0x003f_0000) >>> 4
                        | (word & 0x7ff) << 1;
                branch(at, distance, 0x043f, 0x2fff, from, to);
            }
            return;
        }
        int sign = word << 5 >> 31;
        int first = ~(word >>> 13 ^ sign) & 1;
        int second = ~(word >>> 11 ^ sign) & 1;
        int distance = sign << 24 | first << 23 | second << 22 | (word & 0x03ff_0000) >>> 4 | (word & 0x7ff) << 1;
        branch(at, distance, 0x07ff, 0x2fff, from, to);
        if (links) {
            addresses.call();
        }
    }

    private void branch(int at, int distance, int firstField, int secondField, int from, int to) {
        long target = (long) at + 4 + distance;
        if (target < from || target >= to) {
            clear(at, firstField, secondField);
        }
    }

    /// A branch of one half word has its field in the second parameter.
    private void clear(int at, int firstField, int secondField) {
        if (isLong(words.half(at))) {
            words.clearHalf(at, firstField);
            words.clearHalf(at + 2, secondField);
        } else {
            words.clearHalf(at, secondField);
        }
    }

    /// Where the program counter stands for loads and for ADR: two instructions on, at a whole word.
    private int aligned(int at) {
        return (int) ((span.address() + at + 4 & ~3L) - span.address());
    }

    private void literal(int at, int register, int distance, int firstField, int secondField, int from, int to) {
        long position = (long) aligned(at) + distance;
        if (position >= from && position + 4 <= to) {
            addresses.load(register, (int) position);
        } else {
            clear(at, firstField, secondField);
            addresses.overwrite(register);
        }
    }

    private void constant(int at, int distance, int length, int from, int to) {
        long position = (long) aligned(at) + distance;
        if (position >= from && position + length <= to) {
            addresses.setData((int) position, length);
        }
    }

    private void address(int at, int register, int distance, int firstField, int secondField, int from, int to) {
        long position = (long) aligned(at) + distance;
        if (position >= from && position < to) {
            addresses.point(register, (int) position);
        } else {
            clear(at, firstField, secondField);
            addresses.overwrite(register);
        }
    }
}
