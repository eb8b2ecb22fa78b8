package org.vitrine.change.deployed;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;

/// What a manifest says of one path of the element.
///
/// @param line in the manifest, from 1
/// @param path as the manifest spells it, unescaped
/// @param word what the element's own tool says of the path
/// @param type what kind of node it is, where it is said
/// @param sha256 of the content, where it is said
/// @param size in bytes, where it is said
/// @param mode the 12 permission bits, where they are said
/// @param uid the owner, where it is said
/// @param gid the group, where it is said
/// @param target of a symbolic link, where it is said
/// @param note why less is said than would be needed; empty where nothing is missing
public record ManifestLine(
        int line,
        Name path,
        Word word,
        Optional<ArtifactType> type,
        Optional<Digest> sha256,
        OptionalLong size,
        OptionalInt mode,
        OptionalLong uid,
        OptionalLong gid,
        Optional<Name> target,
        String note) {

    /// What the element's own tool says of a path.
    public enum Word {
        /// That it is there.
        THERE,
        /// That it differs from what was installed.
        ALTERED,
        /// That it is gone.
        MISSING
    }

    /// A file with its digest.
    static ManifestLine file(int line, Name path, Digest sha256) {
        return new ManifestLine(
                line,
                path,
                Word.THERE,
                Optional.empty(),
                Optional.of(sha256),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                "");
    }

    /// A path of which nothing is said that a release could be held against.
    static ManifestLine said(int line, Name path, Word word, String note) {
        return new ManifestLine(
                line,
                path,
                word,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                note);
    }
}
