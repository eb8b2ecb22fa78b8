package org.vitrine.unpack.spi;

import org.vitrine.evidence.Unreadable;

/// The content of an entry that still has to be decoded. Called once, later, on any thread; must not depend on
/// what else was decoded before.
@FunctionalInterface
public interface Decoder {
    /// Writes the whole content to `out`.
    ///
    /// @throws Unreadable when it can't be decoded to the end; what was written before is kept and marked partial
    void decode(Out out) throws Unreadable;
}
