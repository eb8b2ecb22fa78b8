package org.vitrine.unpack.format.romfs;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.ByteArrayOutputStream;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;

/// What stands before each file: four numbers, and its name, filled up to a multiple of 16.
///
/// @param at where it stands
/// @param next offset of the next one in the same folder, 0 behind the last
/// @param type 0 to 7
/// @param executable whether the file may be executed
/// @param info of a link or a folder the offset of a header, of a device its number
/// @param size bytes of its content
/// @param name its name
/// @param data where its content starts
record FileHeader(long at, long next, int type, boolean executable, long info, long size, Name name, long data) {
    /// The name of a file that another header describes.
    static final int LINK = 0;

    static final int FOLDER = 1;
    static final int ALIGN = 16;

    /// Linux knows no longer names.
    private static final int LONGEST = 255;

    static FileHeader of(Bytes image, long at) throws Malformed {
        long next = image.u32(at, BIG_ENDIAN, "next filehdr");
        Name name = name(image, at + ALIGN);
        return new FileHeader(
                at,
                next & -ALIGN,
                (int) next & 7,
                (next & 8) != 0,
                image.u32(at + 4, BIG_ENDIAN, "spec.info"),
                image.u32(at + 8, BIG_ENDIAN, "size"),
                name,
                at + ALIGN + padded(name));
    }

    /// A name that ends with a zero byte.
    static Name name(Bytes image, long at) throws Malformed {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int letter = image.u8(at, "name"); letter != 0; letter = image.u8(at + name.size(), "name")) {
            if (name.size() == LONGEST) {
                throw new Malformed(at, "name", "is longer than 255 bytes");
            }
            name.write(letter);
        }
        return Name.of(name.toByteArray());
    }

    /// Bytes of a name with its zero byte, filled up.
    static int padded(Name name) {
        return (name.size() + ALIGN) / ALIGN * ALIGN;
    }

    ArtifactType kind() {
        return switch (type) {
            case FOLDER -> ArtifactType.DIRECTORY;
            case 3 -> ArtifactType.SYMLINK;
            case 4 -> ArtifactType.BLOCK;
            case 5 -> ArtifactType.CHARACTER;
            case 6 -> ArtifactType.SOCKET;
            case 7 -> ArtifactType.FIFO;
            default -> ArtifactType.FILE;
        };
    }

    /// The permissions that Linux shows for it.
    int mode() {
        int mode = switch (type) {
            case 3 -> 0777;
            case 4, 5 -> 0600;
            default -> 0644;
        };
        return executable ? mode | 0111 : mode;
    }
}
