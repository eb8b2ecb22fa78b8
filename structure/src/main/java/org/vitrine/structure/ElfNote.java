package org.vitrine.structure;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Name;

/// A note: what a vendor wanted to be found in a file (System V gABI, "Note Section").
///
/// @param owner whose kind of note it is, without the zero byte at its end: `GNU`
/// @param type the owner's number for the kind
/// @param descriptor what it says
public record ElfNote(Name owner, long type, Bytes descriptor) {
    private static final long NT_GNU_BUILD_ID = 3;

    /// Whether it holds the identity that the GNU linker gives each build.
    public boolean isBuildId() {
        return type == NT_GNU_BUILD_ID && owner.is("GNU");
    }
}
