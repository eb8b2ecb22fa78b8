package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// The folder a build was made in, as the strings of its debug information name it: strings of `.debug_str` and
/// `.debug_line_str` that are absolute paths of the same length, and of which the last segment is the same. No such
/// section is loaded when the file runs.
final class BuildPath implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "build-path",
            1,
            Risk.N2,
            "Debug information names the folder that the source lay in.",
            "DWARF 5, sections 6.2 and 7.26 (.debug_line_str, .debug_str)");

    private static final List<String> SECTIONS = List.of(".debug_str", ".debug_line_str");
    private static final long SHF_ALLOC = 2;
    private static final long SHF_COMPRESSED = 0x800;
    /// Debug strings of the largest programs.
    private static final long MOST = 256L << 20;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        List<Cut> cuts = new ArrayList<>();
        for (String name : SECTIONS) {
            Optional<SectionPair> found = SectionPair.of(old, current, name);
            if (found.isPresent()
                    && (found.get().before().flags() & (SHF_ALLOC | SHF_COMPRESSED)) == 0
                    && found.get().size() <= MOST) {
                strings(found.get(), cuts);
            }
        }
        return cuts;
    }

    private static void strings(SectionPair pair, List<Cut> cuts) throws Unreadable {
        byte[] was = pair.old().content().array(pair.before().offset(), pair.size(), "strings");
        byte[] is = pair.current().content().array(pair.after().offset(), pair.size(), "strings");
        int start = 0;
        for (int i = 0; i < was.length; i++) {
            if (was[i] == 0) {
                if (isPath(was, is, start, i)) {
                    cuts.add(Cut.field(
                            pair.before().offset() + start, pair.after().offset() + start, i - start));
                }
                start = i + 1;
            }
        }
    }

    /// Whether both hold a path there, not the same one, with the same last segment.
    private static boolean isPath(byte[] was, byte[] is, int from, int to) {
        if (to - from < 2 || was[from] != '/' || is[from] != '/' || is[to] != 0) {
            return false;
        }
        if (Arrays.equals(was, from, to, is, from, to)) {
            return false;
        }
        int last = to;
        boolean inLast = true;
        for (int i = to - 1; i >= from; i--) {
            if (is[i] < ' ' || was[i] < ' ') {
                return false;
            }
            inLast &= was[i] != '/';
            last = inLast ? i : last;
        }
        // A path that ends in a folder has no last segment to be known by, but a slash before it on both sides.
        return last > from && is[last - 1] == '/' && Arrays.equals(was, last, to, is, last, to);
    }
}
