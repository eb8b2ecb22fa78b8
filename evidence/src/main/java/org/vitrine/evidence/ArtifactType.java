package org.vitrine.evidence;

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
    PART
}
