package org.vitrine.change.equivalence;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.SectionHeader;

/// The identity that a linker gives a build: the descriptor of the one note of `.note.gnu.build-id`. The section has to
/// be of the same size at the same place on both sides, and to hold nothing else.
final class BuildId implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "build-id",
            1,
            Risk.N2,
            "The linker hashes its whole input into the note, debug information and build paths with it.",
            "GNU ld, option --build-id; Linux Standard Base Core 5.0, section 10.9 (note sections)");

    private static final int NT_GNU_BUILD_ID = 3;
    private static final int DESCRIPTOR = 16;
    /// MD5 and UUID, SHA-1, SHA-256; `fast` of lld.
    private static final List<Long> LENGTHS = List.of(8L, 16L, 20L, 32L);

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    @Override
    public List<Cut> cuts(Bytes old, Bytes current) throws Unreadable {
        Optional<SectionPair> found = SectionPair.of(old, current, ".note.gnu.build-id");
        if (found.isEmpty()) {
            return List.of();
        }
        SectionPair pair = found.get();
        long length = pair.size() - DESCRIPTOR;
        if (!LENGTHS.contains(length) || !isNote(pair.old(), pair.before(), length)) {
            return List.of();
        }
        return isNote(pair.current(), pair.after(), length)
                ? List.of(Cut.field(
                        pair.before().offset() + DESCRIPTOR, pair.after().offset() + DESCRIPTOR, length))
                : List.of();
    }

    private static boolean isNote(Elf elf, SectionHeader section, long length) throws Unreadable {
        Bytes content = elf.content();
        var order = elf.header().order();
        long at = section.offset();
        return section.type() == SectionHeader.SHT_NOTE
                && content.u32(at, order, "n_namesz") == 4
                && content.u32(at + 4, order, "n_descsz") == length
                && content.u32(at + 8, order, "n_type") == NT_GNU_BUILD_ID
                && content.matches(at + 12, new byte[] {'G', 'N', 'U', 0});
    }
}
