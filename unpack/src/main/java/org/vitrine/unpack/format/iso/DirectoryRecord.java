package org.vitrine.unpack.format.iso;

import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A record of a folder (ECMA-119 section 9.1).
///
/// @param at where it stands, from the start of the volume
/// @param start where the content starts, in bytes
/// @param size of the content in bytes
/// @param flags hidden, folder, associated and so on
/// @param interleaved whether its content has gaps
/// @param time of its recording
/// @param nameAt where its identifier stands
/// @param nameLength bytes of its identifier
/// @param useAt where its system use area starts
/// @param useEnd where that ends
record DirectoryRecord(
        long at,
        long start,
        long size,
        int flags,
        boolean interleaved,
        OptionalLong time,
        long nameAt,
        int nameLength,
        long useAt,
        long useEnd) {
    private static final int FIXED = 33;

    /// The record at `at`, which has a length.
    static DirectoryRecord of(Disc disc, long at) throws Malformed {
        Bytes image = disc.image();
        int length = image.u8(at, "Length of Directory Record");
        int name = image.u8(at + 32, "Length of File Identifier");
        if (length < FIXED + name) {
            throw new Malformed(at, "Length of Directory Record", length + ", with a name of " + name);
        }
        image.require(at, length, "Directory Record");
        int attributes = image.u8(at + 1, "Extended Attribute Record Length");
        long extent = disc.both(at + 2, "Location of Extent");
        int use = FIXED + name + (name % 2 == 0 ? 1 : 0);
        return new DirectoryRecord(
                at,
                (extent + attributes) * disc.block(),
                disc.both(at + 10, "Data Length"),
                image.u8(at + 25, "File Flags"),
                image.u8(at + 26, "File Unit Size") != 0 || image.u8(at + 27, "Interleave Gap Size") != 0,
                disc.shortTime(at + 18, "Recording Date and Time"),
                at + FIXED,
                name,
                at + Math.min(use, length),
                at + length);
    }

    boolean isFolder() {
        return (flags & 2) != 0;
    }

    boolean isAssociated() {
        return (flags & 4) != 0;
    }

    /// Whether the next record goes on with the same file.
    boolean goesOn() {
        return (flags & 0x80) != 0;
    }

    /// Whether it is the folder itself (`\0`) or the one above (`\1`).
    boolean isSpecial(Bytes image) throws Malformed {
        return nameLength == 1 && image.u8(nameAt, "File Identifier") <= 1;
    }
}
