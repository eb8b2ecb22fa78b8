package org.vitrine.structure.code;

/// A32 instructions: branches, literals, and addresses that are made of the program counter or moved by
/// halves (Arm Architecture Reference Manual, ARMv7-A and ARMv7-R, DDI 0406, chapter A5).
final class A32 {
    private final Words words;
    private final ArmAddresses addresses;

    A32(Words words, ArmAddresses addresses) {
        this.words = words;
        this.addresses = addresses;
    }

    void mask(int from, int to) {
        addresses.start();
        for (int at = from; at + 4 <= to; at += 4) {
            if (!addresses.isData(at)) {
                instruction(at, words.at(at), from, to);
            }
        }
    }

    private void instruction(int at, int word, int from, int to) {
        int target = word >>> 12 & 15;
        if (word >>> 28 == 15) {
            if ((word & 0x0e00_0000) == 0x0a00_0000) {
                branch(at, word, 0x01ff_ffff, from, to);
                addresses.call();
            }
        } else if ((word & 0x0e00_0000) == 0x0a00_0000) {
            branch(at, word, 0x00ff_ffff, from, to);
            if ((word & 0x0100_0000) != 0) {
                addresses.call();
            }
        } else if ((word & 0x0f7f_0000) == 0x051f_0000) {
            int distance = (word & 0x0080_0000) != 0 ? word & 0xfff : -(word & 0xfff);
            literal(at, target, at + 8 + distance, 0xfff, from, to);
        } else if ((word & 0x0f3f_0e00) == 0x0d1f_0a00) {
            int distance = (word & 0x0080_0000) != 0 ? (word & 0xff) * 4 : -(word & 0xff) * 4;
            constant(at + 8 + distance, (word & 0x100) != 0 ? 8 : 4, from, to);
        } else if ((word & 0x0f7f_00f0) == 0x014f_00d0) {
            int amount = word >>> 4 & 0xf0 | word & 0xf;
            constant(at + 8 + ((word & 0x0080_0000) != 0 ? amount : -amount), 8, from, to);
        } else if ((word & 0x0ff0_0000) == 0x0300_0000 || (word & 0x0ff0_0000) == 0x0340_0000) {
            addresses.move(target, at, (word & 0x0040_0000) != 0, false);
        } else if ((word & 0x0fff_f000) == 0x079f_f000) {
            addresses.table(at + 8, from, to);
        } else if ((word & 0x0ff0_fff0) == 0x0790_f100) {
            addresses.jump(word >>> 16 & 15, from, to);
        } else if ((word & 0x0e00_0ff0) == 0x0600_0000) {
            access(word, target);
        } else if ((word & 0x0c00_0000) == 0) {
            process(at, word, target, from, to);
        } else if ((word & 0x0e10_0000) == 0x0810_0000) {
            for (int register = 0; register < 16; register++) {
                if ((word >>> register & 1) != 0) {
                    addresses.overwrite(register);
                }
            }
        } else if ((word & 0x0c10_0000) == 0x0410_0000) {
            addresses.overwrite(target);
        }
    }

    private void branch(int at, int word, int field, int from, int to) {
        long target = (long) at + 8 + (word << 8 >> 6);
        if (target < from || target >= to) {
            words.put(at, word & ~field);
        }
    }

    private void literal(int at, int register, int position, int field, int from, int to) {
        if (position >= from && position + 4 <= to) {
            addresses.load(register, position);
        } else {
            words.clear(at, field);
            addresses.overwrite(register);
        }
    }

    private void constant(int position, int length, int from, int to) {
        if (position >= from && position + length <= to) {
            addresses.setData(position, length);
        }
    }

    /// A load or store at a register plus a register.
    private void access(int word, int target) {
        int base = word >>> 16 & 15;
        if (base == 15) {
            addresses.use(word & 15, false);
        } else {
            addresses.add(base, word & 15, false);
        }
        if ((word & 0x0010_0000) != 0) {
            addresses.overwrite(target);
        }
    }

    /// Data processing: of interest is what adds to the program counter.
    private void process(int at, int word, int target, int from, int to) {
        if ((word & 0x0fff_0000) == 0x028f_0000 || (word & 0x0fff_0000) == 0x024f_0000) {
            int amount = Integer.rotateRight(word & 0xff, word >>> 7 & 0x1e);
            long position = (long) at + 8 + ((word & 0x0080_0000) != 0 ? amount : -amount);
            if (position >= from && position < to) {
                addresses.point(target, (int) position);
            } else {
                words.clear(at, 0xfff);
                addresses.overwrite(target);
            }
        } else if ((word & 0x0fff_0ff0) == 0x008f_0000) {
            addresses.use(word & 15, false);
            addresses.base(target);
        } else if ((word & 0x0ff0_0fff) == 0x0080_000f) {
            addresses.use(word >>> 16 & 15, false);
            addresses.base(target);
        } else if ((word & 0x0ff0_0ff0) == 0x0080_0000) {
            addresses.add(word >>> 16 & 15, word & 15, false);
            addresses.overwrite(target);
        } else if ((word & 0x0180_0000) != 0x0100_0000 || (word & 0x0210_0090) == 0x0010_0090) {
            addresses.overwrite(target);
        }
    }
}
