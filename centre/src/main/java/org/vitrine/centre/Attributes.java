package org.vitrine.centre;

import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;

/// What a container says of an artifact beyond its bytes, and what is usual where it says nothing.
///
/// @param mode the 12 permission bits
/// @param mtime seconds since 1970-01-01 UTC
/// @param major of a device, else 0
/// @param minor of a device, else 0
record Attributes(int mode, long uid, long gid, long mtime, long major, long minor) {
    private static final int USUAL_FOLDER = 0755;
    private static final int USUAL_LINK = 0777;
    private static final int USUAL_FILE = 0644;

    /// What is written of an artifact.
    ///
    /// @param folder whether it is written as a folder; a file's own mode is none for the folder of
    ///     its contents
    static Attributes of(Artifact artifact, boolean folder) {
        String recorded = artifact.recorded().name();
        boolean own = !folder || artifact.type() == ArtifactType.DIRECTORY;
        int usual = folder ? USUAL_FOLDER : artifact.type() == ArtifactType.SYMLINK ? USUAL_LINK : USUAL_FILE;
        String[] device = artifact.device().split(":", -1);
        boolean numbered = artifact.device().matches("[0-9]{1,9}:[0-9]{1,9}");
        return new Attributes(
                own && recorded.contains("MODE") ? artifact.mode() : usual,
                artifact.uid(),
                artifact.gid(),
                artifact.mtime(),
                numbered ? Long.parseLong(device[0]) : 0,
                numbered ? Long.parseLong(device[1]) : 0);
    }
}
