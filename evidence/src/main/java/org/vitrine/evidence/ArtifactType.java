package org.vitrine.evidence;

import java.util.Optional;

/// What kind of node an artifact is.
public enum ArtifactType {
    /// A regular file, or the file that was supplied.
    FILE,
    /// A folder.
    DIRECTORY,
    /// A symbolic link; its target is text in the image and is never followed on the host.
    SYMLINK,
    /// A further name of a file, where the container says so itself (tar). Content and size are those of its target.
    HARDLINK,
    /// A character device.
    CHARACTER,
    /// A block device.
    BLOCK,
    /// A named pipe.
    FIFO,
    /// A socket.
    SOCKET,
    /// A span of its parent's bytes, or what its parent decodes to: named by us, `what@offset`.
    PART;

    /// The type in the upper bits of a mode (`S_IFMT`, POSIX `<sys/stat.h>`, with Linux's numbers); empty where they
    /// name none.
    public static Optional<ArtifactType> ofMode(int mode) {
        return switch (mode & 0170000) {
            case 0010000 -> Optional.of(FIFO);
            case 0020000 -> Optional.of(CHARACTER);
            case 0040000 -> Optional.of(DIRECTORY);
            case 0060000 -> Optional.of(BLOCK);
            case 0100000 -> Optional.of(FILE);
            case 0120000 -> Optional.of(SYMLINK);
            case 0140000 -> Optional.of(SOCKET);
            default -> Optional.empty();
        };
    }
}
