package org.vitrine.change.equivalence;

import java.util.List;
import org.vitrine.change.Contents;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;

/// A normaliser of spans within one content.
interface ContentNormaliser extends Normaliser {
    /// Where two contents may differ; nothing where they are of no kind that it knows.
    ///
    /// @throws Unreadable when they seem of its kind, but can't be read; then it sets nothing aside
    List<Cut> cuts(Bytes old, Bytes current) throws Unreadable;

    /// The same, for one that has to know where the two contents lie.
    ///
    /// @param contents what is in the files beside them
    /// @throws Unreadable as above
    default List<Cut> cuts(Opened old, Opened current, Contents contents) throws Unreadable {
        return cuts(old.content(), current.content());
    }
}
