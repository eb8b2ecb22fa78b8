package org.vitrine.unpack.spi;

import java.util.List;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;

/// What a container says of one of its entries, byte for byte.
///
/// @param path the segments of its name from the container's root; empty for the root folder itself
/// @param type what kind of node it is
/// @param recorded which of mode, owner and time the container records; the others are 0 here
/// @param mode the 12 permission bits
/// @param uid numeric owner
/// @param gid numeric group
/// @param mtime last change, seconds since 1970-01-01 UTC
/// @param major major number of a device node, else 0
/// @param minor minor number of a device node, else 0
/// @param target what a link points to, as the image says it; for a [ArtifactType#HARDLINK] the path from the
///     container's root; empty for what is no link
/// @param attributes extended attributes in the container's order
public record Entry(
        List<Name> path,
        ArtifactType type,
        Recorded recorded,
        int mode,
        long uid,
        long gid,
        long mtime,
        long major,
        long minor,
        Name target,
        List<Attribute> attributes) {

    /// An extended attribute.
    ///
    /// @param name in full, such as `security.capability`
    public record Attribute(Name name, Name value) {}

    /// Copies the lists.
    public Entry {
        path = List.copyOf(path);
        attributes = List.copyOf(attributes);
    }

    /// An entry of which the container records name and type only.
    public static Entry of(List<Name> path, ArtifactType type) {
        return new Entry(path, type, Recorded.NOTHING, 0, 0, 0, 0, 0, 0, Name.EMPTY, List.of());
    }

    /// The same with mode, owner and time recorded.
    public Entry owned(int newMode, long newUid, long newGid, long newMtime) {
        return new Entry(
                path,
                type,
                Recorded.MODE_OWNER_TIME,
                newMode & 07777,
                newUid,
                newGid,
                newMtime,
                major,
                minor,
                target,
                attributes);
    }

    /// The same with a device number.
    public Entry device(long newMajor, long newMinor) {
        return new Entry(path, type, recorded, mode, uid, gid, mtime, newMajor, newMinor, target, attributes);
    }

    /// The same with a link's target.
    public Entry to(Name newTarget) {
        return new Entry(path, type, recorded, mode, uid, gid, mtime, major, minor, newTarget, attributes);
    }

    /// The same with extended attributes.
    public Entry with(List<Attribute> newAttributes) {
        return new Entry(path, type, recorded, mode, uid, gid, mtime, major, minor, target, newAttributes);
    }
}
