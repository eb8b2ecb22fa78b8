package org.vitrine.inspect.spi;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Unreadable;

/// Looks at one content and nothing else, so that its facts hold wherever that content lies, and can be kept by its
/// SHA-256. Called once for each unique content, from several threads; stateless.
public interface ContentInspector {
    /// Its identity card.
    Card card();

    /// Whether it finds so much in every program that a release with many can't be looked at whole: then it is asked
    /// of the first programs only, in the order of the tree.
    default boolean isAbundant() {
        return false;
    }

    /// Puts what it finds in `content` to `facts`, in the order of the offsets. Finding nothing is no problem.
    ///
    /// @param sha256 the content's digest, for [org.vitrine.evidence.Location]
    /// @throws Unreadable when the content is of the kind it looks for, but can't be read to the end; the
    ///     facts found before are kept
    void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable;
}
