package org.vitrine.unpack.format.flash;

import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Malformed;

/// The mode and the device numbers of Linux, as file systems of flash store them.
public final class UnixMode {
    private UnixMode() {}

    /// The type in the upper bits of a mode (`S_IFMT`, POSIX `<sys/stat.h>`).
    ///
    /// @throws Malformed when there is no such type
    public static ArtifactType type(int mode, long at, String field) throws Malformed {
        return ArtifactType.ofMode(mode)
                .orElseThrow(() -> new Malformed(at, field, "0%o is no type of file".formatted(mode)));
    }

    /// The type of a folder's entry (`DT_` of Linux, `<dirent.h>`); what is none of them is a file.
    public static ArtifactType ofDirent(int type) {
        return switch (type) {
            case 1 -> ArtifactType.FIFO;
            case 2 -> ArtifactType.CHARACTER;
            case 4 -> ArtifactType.DIRECTORY;
            case 6 -> ArtifactType.BLOCK;
            case 10 -> ArtifactType.SYMLINK;
            case 12 -> ArtifactType.SOCKET;
            default -> ArtifactType.FILE;
        };
    }

    /// The major number in a device number of 32 bits.
    public static long major(long device) {
        return device >>> 8 & 0xfff;
    }

    /// The minor number in a device number of 32 bits.
    public static long minor(long device) {
        return device & 0xff | device >>> 12 & 0xfff00;
    }
}
