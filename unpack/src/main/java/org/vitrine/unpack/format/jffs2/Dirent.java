package org.vitrine.unpack.format.jffs2;

import org.vitrine.evidence.Name;

/// A name in a folder, or the word that it was deleted (`struct jffs2_raw_dirent`).
///
/// @param at offset of the node
/// @param length of the node in bytes
/// @param version counts up with each node of the folder; unsigned
/// @param ino what it names; 0 when the name was deleted
/// @param type as in `<dirent.h>`
record Dirent(long at, int length, int version, int ino, int type, Name name) {
    /// Bytes before the name.
    static final int SIZE = 40;

    /// What the first checksum covers.
    static final int CHECKED = 32;

    /// Whether it stands in place of the other, which has the same name in the same folder.
    boolean outdoes(Dirent other) {
        return Integer.compareUnsigned(version, other.version) >= 0;
    }
}
