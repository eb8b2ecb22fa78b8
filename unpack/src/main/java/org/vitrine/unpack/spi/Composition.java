package org.vitrine.unpack.spi;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// An input of several files that are one thing together, such as an image of layers: asked about every folder once
/// all that lies in it has been opened. What it gives stands beside those files, as a view of them. Stateless.
public interface Composition {
    /// A node that has been opened already, with what was found inside it.
    interface Member {
        /// Its raw name; empty for a part, which has none.
        Name name();

        /// What kind of node it is.
        ArtifactType type();

        /// The format it was opened as; empty for what is no container.
        String format();

        /// Its content. What is given to a [Sink] as it is isn't digested or opened a second time.
        Bytes content();

        /// SHA-256 of its content.
        Digest sha256();

        /// What its container said of it, under another path.
        Entry entry(List<Name> path);

        /// What lies directly in it, in canonical order: the entries of a folder or container, and parts.
        List<Member> members();

        /// The entry of this name directly in it, the latest where there are several.
        Optional<Member> member(Name name);

        /// The entry at this path below it.
        default Optional<Member> at(String... path) {
            Optional<Member> member = Optional.of(this);
            for (String name : path) {
                member = member.flatMap(each -> each.member(Name.of(name)));
            }
            return member;
        }
    }

    /// Its identity card.
    Card card();

    /// Whether this folder, or the top of this container, holds one.
    boolean claim(Member folder);

    /// Gives what the files of the folder are together to `out`.
    ///
    /// @throws Unreadable when it can't be read to the end; what was given out before is kept
    void unpack(Member folder, Sink out) throws Unreadable;
}
