package org.vitrine.inspect.spi;

import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;

/// Looks at a root file system as a whole: who owns a file, what starts it, what else says so. Called once for each
/// root file system; stateless.
public interface TreeInspector {
    /// Its identity card.
    Card card();

    /// Puts what it finds in `root` to `facts`, in a fixed order. What can't be read goes there too, as a
    /// [org.vitrine.evidence.ProblemFact].
    void inspect(RootFs root, Facts facts);
}
