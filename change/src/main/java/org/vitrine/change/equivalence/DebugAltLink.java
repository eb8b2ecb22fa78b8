package org.vitrine.change.equivalence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// `.gnu_debugaltlink`: the name of a file with shared debug information, and that file's build-id of 20 bytes. Only
/// the build-id is set aside.
final class DebugAltLink implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "debug-alt-link",
            1,
            Risk.N2,
            "It holds the build-id of the shared debug information, which build paths change.",
            "dwz(1); DWARF 5, section 7.3.6 (supplementary object files)");

    private static final int BUILD_ID = 20;
    /// Longer names were never met.
    private static final int LONGEST = 4096;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        Optional<SectionPair> found = SectionPair.of(old, current, ".gnu_debugaltlink");
        if (found.isEmpty() || found.get().size() > LONGEST || found.get().size() < BUILD_ID + 2) {
            return List.of();
        }
        SectionPair pair = found.get();
        int name = (int) pair.size() - BUILD_ID;
        byte[] was = old.array(pair.before().offset(), name, "debugaltlink");
        byte[] is = current.array(pair.after().offset(), name, "debugaltlink");
        boolean isName = was[name - 1] == 0;
        for (int i = 0; i < name - 1; i++) {
            isName &= was[i] != 0;
        }
        return isName && Arrays.equals(was, is)
                ? List.of(Cut.field(pair.before().offset() + name, pair.after().offset() + name, BUILD_ID))
                : List.of();
    }
}
