package org.vitrine.change.equivalence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// `.gnu_debuglink`: the name of the file with the debug information, and its CRC. The CRC is set aside, and the name
/// where it is one that was made from a build-id; any other name has to be the same.
final class DebugLink implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "debug-link",
            1,
            Risk.N2,
            "It names the debug information by its build-id and holds its CRC, which build paths change.",
            "GDB manual, \"Debugging Information in Separate Files\"");

    private static final int CRC = 4;
    /// Longer names were never met.
    private static final int LONGEST = 4096;
    /// As debhelper names them: the build-id without its first byte, which is the folder's name.
    private static final Pattern OF_BUILD_ID = Pattern.compile("[0-9a-f]{14,62}\\.debug");

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        Optional<SectionPair> found = SectionPair.of(old, current, ".gnu_debuglink");
        if (found.isEmpty() || found.get().size() > LONGEST) {
            return List.of();
        }
        SectionPair pair = found.get();
        long before = pair.before().offset();
        long after = pair.after().offset();
        Optional<String> was = name(old, before, pair.size());
        Optional<String> is = name(current, after, pair.size());
        if (was.isEmpty() || is.isEmpty() || was.get().length() != is.get().length()) {
            return List.of();
        }
        List<Cut> cuts = new ArrayList<>();
        if (!was.equals(is)) {
            if (!OF_BUILD_ID.matcher(was.get()).matches()
                    || !OF_BUILD_ID.matcher(is.get()).matches()) {
                return List.of();
            }
            cuts.add(Cut.field(before, after, was.get().length()));
        }
        cuts.add(Cut.field(before + pair.size() - CRC, after + pair.size() - CRC, CRC));
        return cuts;
    }

    /// The name, where the section is exactly a name, zeros up to a multiple of four, and the CRC.
    private static Optional<String> name(Bytes content, long at, long size) throws Unreadable {
        byte[] section = content.array(at, size, "debuglink");
        int length = 0;
        while (length < section.length && section[length] != 0) {
            length++;
        }
        int filled = (length + 1 + 3) & ~3;
        if (length == 0 || filled + CRC != section.length) {
            return Optional.empty();
        }
        for (int i = length; i < filled; i++) {
            if (section[i] != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new String(section, 0, length, StandardCharsets.ISO_8859_1));
    }
}
