package org.vitrine.inspect.spi;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;

/// Tells what follows from the facts of a root file system, once all tree inspectors have looked at it: which port a
/// setting opens, say. Called once for each root file system; stateless.
public interface Deduction {
    /// Its identity card.
    Card card();

    /// Puts what follows to `facts`, in a fixed order.
    ///
    /// @param root the root file system, for what the facts don't hold
    /// @param seen what the tree inspectors found in it, in their order
    void deduce(RootFs root, List<Fact> seen, Facts facts);

    /// The facts of one kind, in their order.
    static <F extends Fact> List<F> of(List<Fact> seen, Class<F> kind) {
        return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
