package org.vitrine.evidence;

/// Where something was seen: so many bytes at an offset in a content.
///
/// @param content the content's SHA-256
/// @param offset in bytes, from the start of the content
/// @param length in bytes
public record Location(Digest content, long offset, long length) {
    /// The whole of a content.
    public static Location whole(Digest content, Bytes bytes) {
        return new Location(content, 0, bytes.size());
    }
}
