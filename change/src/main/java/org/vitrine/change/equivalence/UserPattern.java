package org.vitrine.change.equivalence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.SectionHeader;

/// Somebody's own pattern, such as that of a date that a compiler wrote into a program: what it matches in printable
/// text may differ. A match is short, few are taken, there have to be as many of the same lengths at the same places on
/// both sides, and none is taken in code.
final class UserPattern implements ContentNormaliser {
    /// A longer match holds more than a date or a number.
    private static final int LONGEST = 64;
    private static final int MOST = 16;
    private static final long LARGEST = 256 << 20;
    /// Looks at a character, together: patterns may be slow, and contents are made to make them slow.
    private static final long LOOKS = 200_000_000;
    private static final int RUN = 4096;
    private static final long SHF_EXECINSTR = 4;

    private final String name;
    private final Pattern pattern;
    private final String reason;

    /// A pattern that was asked for.
    ///
    /// @param name a word
    /// @param pattern of printable text, each byte a character
    /// @param reason with who reviewed it and until when it holds
    UserPattern(String name, Pattern pattern, String reason) {
        this.name = name;
        this.pattern = pattern;
        this.reason = reason;
    }

    @Override
    public NormaliserCard card() {
        return new NormaliserCard("pattern " + name, 1, Risk.N4, reason, "");
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        if (old.size() != current.size() || old.size() > LARGEST) {
            return List.of();
        }
        List<Spans.Span> was = matches(old);
        List<Spans.Span> is = matches(current);
        if (!was.equals(is)) {
            return List.of();
        }
        List<Cut> cuts = new ArrayList<>();
        for (Spans.Span span : was) {
            cuts.add(Cut.field(span.from(), span.from(), span.size()));
        }
        return cuts;
    }

    private List<Spans.Span> matches(Bytes content) throws Unreadable {
        List<Spans.Span> code = code(content);
        List<Spans.Span> found = new ArrayList<>();
        long[] looks = {LOOKS};
        byte[] window = new byte[RUN];
        for (long at = 0; at < content.size(); ) {
            int count = content.copyAvailable(at, window, 0, RUN);
            int start = 0;
            int end = 0;
            while (end < count) {
                start = end;
                while (end < count && isPrintable(window[end])) {
                    end++;
                }
                // A run that may go on behind the window is looked at again from its start.
                if (end == RUN && start > 0) {
                    break;
                }
                run(window, start, end, at, code, looks, found);
                while (end < count && !isPrintable(window[end])) {
                    end++;
                }
            }
            at += end == RUN && start > 0 && isPrintable(window[RUN - 1]) ? start : count;
        }
        return found;
    }

    private void run(
            byte[] window, int start, int end, long at, List<Spans.Span> code, long[] looks, List<Spans.Span> found)
            throws Unreadable {
        if (start == end) {
            return;
        }
        String text = new String(window, start, end - start, StandardCharsets.ISO_8859_1);
        Matcher matcher = pattern.matcher(new Counted(text, looks));
        try {
            while (matcher.find()) {
                int length = matcher.end() - matcher.start();
                long from = at + start + matcher.start();
                Spans.Span span = new Spans.Span(from, from + length);
                if (length > LONGEST || found.size() == MOST) {
                    throw new LimitReached("bytes or matches of the pattern " + name, LONGEST, length);
                }
                if (length > 0 && Spans.cut(List.of(span), code).equals(List.of(span))) {
                    found.add(span);
                }
            }
        } catch (Exhausted | StackOverflowError e) {
            throw new LimitReached("looks of the pattern " + name, LOOKS, LOOKS + 1);
        }
    }

    private static boolean isPrintable(byte value) {
        return value >= ' ' && value < 0x7f;
    }

    /// Where an ELF file has code; of a file whose sections can't be told all of it.
    private static List<Spans.Span> code(Bytes content) throws Unreadable {
        Spans code = new Spans();
        if (ElfHeader.startsWithMagic(content)) {
            Elf elf = Elf.open(content);
            if (elf.sections().isEmpty()) {
                throw new Malformed(0, "e_shoff", "no sections to tell code by");
            }
            for (SectionHeader section : elf.sections()) {
                if ((section.flags() & SHF_EXECINSTR) != 0 && section.type() != SectionHeader.SHT_NOBITS) {
                    code.add(section.offset(), section.size());
                }
            }
        }
        return code.merged();
    }

    /// Thrown where a pattern looks too often.
    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super(null, null, false, false);
        }
    }

    /// A text that counts how often it is looked at.
    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private final long[] looks;

        Counted(CharSequence text, long[] looks) {
            this.text = text;
            this.looks = looks;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--looks[0] < 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
