package org.vitrine.unpack.format.squashfs;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// Which squashfs it is: what decides how its structures are laid out. The superblock of every version has this at the
/// same place, so it is the version that tells the byte order, not the magic: vendors have shuffled that one's letters.
///
/// @param major 1 to 4
/// @param minor 0 or 1; vendors have written others
/// @param order the order of all numbers, and of the bits in those that are packed
public record Version(int major, int minor, ByteOrder order) {
    /// The letters of the magic as `mksquashfs` writes them on machines of either byte order, and as vendors have
    /// shuffled them to keep their images to themselves.
    public static final List<String> MAGICS = List.of("hsqs", "sqsh", "shsq", "qshs", "hsqt", "tqsh", "sqlz", "zlqs");

    private static final int LATEST = 4;
    private static final int MAJOR = 28;
    private static final int LETTERS = 4;

    /// The one whose superblock stands at `at`, where one does.
    static Optional<Version> at(Bytes image, long at) throws Malformed {
        if (!image.holds(at, MAJOR + 4) || !MAGICS.contains(letters(image, at))) {
            return Optional.empty();
        }
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            int major = image.u16(at + MAJOR, order, "s_major");
            int minor = image.u16(at + MAJOR + 2, order, "s_minor");
            if (major >= 1 && major <= LATEST && (major == LATEST ? minor == 0 : minor <= 0xff)) {
                Version version = new Version(major, minor, order);
                return image.holds(at, version.superblock()) ? Optional.of(version) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String letters(Bytes image, long at) throws Malformed {
        StringBuilder letters = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            letters.append((char) image.u8(at + i, "s_magic"));
        }
        return letters.toString();
    }

    /// Whether it is one of those before 4.0, which pack their fields into bits.
    public boolean early() {
        return major < LATEST;
    }

    /// Bytes of the superblock.
    int superblock() {
        return switch (major) {
            case 1 -> 51;
            case 2 -> 63;
            case 3 -> 119;
            default -> Superblock.SIZE;
        };
    }

    /// Bytes of a number that says where a block of a table is.
    int pointer() {
        return major < 3 ? 4 : 8;
    }

    /// Bytes of the word that says how a data block is stored.
    int blockSize() {
        return major == 1 ? 2 : 4;
    }

    /// Bytes of an entry of the fragment table.
    int fragment() {
        return major < 3 ? 8 : 16;
    }

    /// Bytes before each run of names in a folder.
    int runHeader() {
        return switch (major) {
            case 1, 2 -> 4;
            case 3 -> 9;
            default -> 12;
        };
    }

    /// Bytes before each name in a folder.
    int item() {
        return switch (major) {
            case 1, 2 -> 3;
            case 3 -> 5;
            default -> 8;
        };
    }

    /// How many bytes the size of a folder counts that its listing doesn't have: for `.` and `..`, which aren't
    /// stored.
    int unlisted() {
        return major < 3 ? 0 : 3;
    }

    /// The order of the two bytes before a metadata block. The only big-endian images of 4.0, of AVM, have these in
    /// little-endian like the others of 4.0.
    ByteOrder headers() {
        return early() ? order : ByteOrder.LITTLE_ENDIAN;
    }

    /// As the maker says it, such as `3.1`.
    public String text() {
        return major + "." + minor;
    }
}
