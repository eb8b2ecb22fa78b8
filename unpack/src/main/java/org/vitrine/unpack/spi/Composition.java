package org.vitrine.unpack.spi;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Unreadable;

/// An input of several files, such as a split archive or an image layout: claims a folder once the folder is
/// complete. Stateless; called from several threads.
public interface Composition {
    /// A file of the folder.
    ///
    /// @param artifact the file's node
    /// @param bytes its content
    record Member(Artifact artifact, Bytes bytes) {}

    /// Its identity card.
    Card card();

    /// The members of a folder that belong together, in their order; empty when these files are no such thing.
    ///
    /// @param files the regular files directly in the folder, in canonical order
    Optional<List<Member>> claim(List<Member> files);

    /// Gives what the members hold together to `out`.
    ///
    /// @throws Unreadable when it can't be read to the end; what was given out before is kept and marked partial
    void unpack(List<Member> members, Sink out) throws Unreadable;
}
