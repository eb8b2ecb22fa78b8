package org.vitrine.structure.code;

/// x86-64 instructions: lengths, and where displacements and immediates stand (Intel 64 and IA-32
/// Architectures Software Developer's Manual, volume 2, chapter 2 and appendix A; AMD64 Architecture
/// Programmer's Manual, volume 6, for XOP).
final class X86 implements Decoder {
    /// No instruction is longer.
    private static final int LONGEST = 15;

    private final Image image;
    private final byte[] code;

    /// Where the displacement relative to the instruction's end, or the absolute one, stands; -1 for
    /// none.
    private int displacementAt;

    private boolean isRelative;
    private int immediateAt;
    private int immediateSize;
    private boolean isBranch;
    private boolean isNop;

    X86(Image image, Span span) {
        this.image = image;
        this.code = span.code();
    }

    @Override
    public boolean mask(int from, int to, Encoding encoding) {
        for (int at = from; at < to; ) {
            int length = length(at, to);
            if (length < 0) {
                return false;
            }
            int next = at + length;
            if (displacementAt >= 0 && (isRelative || image.holds(i32(displacementAt)))) {
                clear(displacementAt, 4);
            }
            if (isBranch) {
                long target = (long) next + (immediateSize == 1 ? code[immediateAt] : i32(immediateAt));
                if (target < from || target >= to) {
                    clear(immediateAt, immediateSize);
                }
            } else if (immediateSize >= 4 && image.holds(immediateSize == 4 ? i32(immediateAt) : i64(immediateAt))) {
                clear(immediateAt, immediateSize);
            }
            at = next;
        }
        return true;
    }

    @Override
    public void starts(int from, int to, Starts starts) {
        for (int at = from; at < to; ) {
            int length = length(at, to);
            if (length < 0) {
                at++;
                continue;
            }
            at += length;
            if (isBranch && immediateSize == 4 && code[immediateAt - 1] == (byte) 0xe8 && i32(immediateAt) != 0) {
                starts.add((long) at + i32(immediateAt), Encoding.MAIN);
            }
        }
    }

    @Override
    public int trimmed(int from, int to, Encoding encoding) {
        int end = from;
        for (int at = from; at < to; ) {
            int length = length(at, to);
            if (length < 0) {
                return lastNonZero(at, to);
            }
            boolean padding = isNop || length == 2 && code[at] == 0 && code[at + 1] == 0;
            at += length;
            end = padding ? end : at;
        }
        return end;
    }

    private int lastNonZero(int from, int to) {
        int end = to;
        while (end > from && code[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Override
    public int begin(int from, int to) {
        int at = from;
        while (at < to) {
            if (code[at] == 0) {
                at++;
                continue;
            }
            int length = length(at, to);
            if (length < 0 || !isNop) {
                break;
            }
            at += length;
        }
        return at;
    }

    /// How many bytes the instruction at `at` has; -1 when it is unknown, or would pass `end`.
    int length(int at, int end) {
        displacementAt = -1;
        immediateSize = 0;
        isBranch = false;
        isNop = false;
        int limit = Math.min(end, at + LONGEST);
        boolean narrow = false;
        boolean shortAddress = false;
        boolean wide = false;
        int next = at;
        while (true) {
            if (next >= limit) {
                return -1;
            }
            int opcode = code[next++] & 0xff;
            char form = X86Opcodes.ONE.charAt(opcode);
            switch (form) {
                case 'P' -> {
                    narrow |= opcode == 0x66;
                    shortAddress |= opcode == 0x67;
                    wide = false;
                }
                case 'R' -> wide = (opcode & 8) != 0;
                case 'X' -> {
                    return escaped(at, next, limit, narrow && !wide);
                }
                case 'V' -> {
                    return vex(at, opcode, next, limit);
                }
                case 'E' -> {
                    return evex(at, next, limit);
                }
                case 'A' -> {
                    boolean xop = next < limit && (code[next] & 0x1f) >= 8;
                    return xop ? xop(at, next, limit) : finish(at, next, limit, 'M', false, false, false);
                }
                default -> {
                    // 90 without REX.B, with or without prefixes; CC is what some linkers fill with.
                    isNop = opcode == 0x90 || opcode == 0xcc;
                    return finish(at, next, limit, form, narrow && !wide, wide, shortAddress);
                }
            }
        }
    }

    private int escaped(int at, int next, int limit, boolean narrow) {
        if (next >= limit) {
            return -1;
        }
        int opcode = code[next++] & 0xff;
        char form = X86Opcodes.TWO.charAt(opcode);
        if (form == 'Y' || form == 'T') {
            return next >= limit ? -1 : finish(at, next + 1, limit, form == 'Y' ? 'M' : 'B', false, false, false);
        }
        isNop = opcode == 0x1f;
        return finish(at, next, limit, form, narrow, false, false);
    }

    private int vex(int at, int first, int next, int limit) {
        int map = 1;
        int opcodeAt = next + 1;
        if (first == 0xc4) {
            if (next >= limit) {
                return -1;
            }
            map = code[next] & 0x1f;
            opcodeAt = next + 2;
        }
        return vector(at, map, opcodeAt, limit);
    }

    private int evex(int at, int next, int limit) {
        return next + 3 >= limit ? -1 : vector(at, code[next] & 7, next + 3, limit);
    }

    private int vector(int at, int map, int opcodeAt, int limit) {
        if (opcodeAt >= limit || map == 0 || map > 6 || map == 4) {
            return -1;
        }
        int opcode = code[opcodeAt] & 0xff;
        if (map == 1 && opcode == 0x77) {
            return opcodeAt + 1 - at;
        }
        boolean immediate = map == 3 || map == 1 && X86Opcodes.TWO.charAt(opcode) == 'B';
        return finish(at, opcodeAt + 1, limit, immediate ? 'B' : 'M', false, false, false);
    }

    private int xop(int at, int next, int limit) {
        if (next + 2 >= limit) {
            return -1;
        }
        return switch (code[next] & 0x1f) {
            case 8 -> finish(at, next + 3, limit, 'B', false, false, false);
            case 9 -> finish(at, next + 3, limit, 'M', false, false, false);
            case 10 -> finish(at, next + 3, limit, 'Z', false, false, false);
            default -> -1;
        };
    }

    /// The whole length, by what follows the opcode.
    private int finish(int at, int next, int limit, char form, boolean narrow, boolean wide, boolean shortAddress) {
        int after = next;
        char rest = form;
        if (form == 'M' || form == 'B' || form == 'Z' || form == 'G' || form == 'H') {
            after = operand(next, limit);
            if (after < 0) {
                return -1;
            }
            boolean tests = (code[next] & 0x30) == 0;
            rest = switch (form) {
                case 'B' -> 'b';
                case 'Z' -> 'z';
                case 'G' -> tests ? 'b' : '0';
                case 'H' -> tests ? 'z' : '0';
                default -> '0';
            };
        }
        int size = switch (rest) {
            case '0' -> 0;
            case 'b', 'j' -> 1;
            case 'w' -> 2;
            case 'e' -> 3;
            case 'z' -> narrow ? 2 : 4;
            case 'v' -> wide ? 8 : narrow ? 2 : 4;
            case 'J' -> 4;
            case 'o' -> shortAddress ? 4 : 8;
            default -> -1;
        };
        if (size < 0 || after + size > limit) {
            return -1;
        }
        immediateAt = after;
        immediateSize = size;
        isBranch = rest == 'j' || rest == 'J';
        return after + size - at;
    }

    /// Where the operand that starts with a ModRM byte ends; -1 when it passes the limit.
    private int operand(int at, int limit) {
        if (at >= limit) {
            return -1;
        }
        int modrm = code[at] & 0xff;
        int mod = modrm >> 6;
        int rm = modrm & 7;
        int next = at + 1;
        if (mod == 3) {
            return next;
        }
        int base = rm;
        if (rm == 4) {
            if (next >= limit) {
                return -1;
            }
            base = code[next++] & 7;
        }
        int size = mod == 1 ? 1 : mod == 2 ? 4 : base == 5 ? 4 : 0;
        if (size == 4) {
            displacementAt = next;
            isRelative = mod == 0 && rm == 5;
        }
        return next + size <= limit ? next + size : -1;
    }

    private void clear(int at, int size) {
        for (int i = at; i < at + size; i++) {
            code[i] = 0;
        }
    }

    private int i32(int at) {
        return code[at] & 0xff | (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff) << 16 | code[at + 3] << 24;
    }

    private long i64(int at) {
        return Integer.toUnsignedLong(i32(at)) | (long) i32(at + 4) << 32;
    }
}
