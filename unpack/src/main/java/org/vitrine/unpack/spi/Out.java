package org.vitrine.unpack.spi;

import org.vitrine.evidence.Unreadable;

/// Takes decoded bytes.
public interface Out {
    /// Takes `length` bytes of `source` from `offset`; they are copied.
    ///
    /// @throws Unreadable when they are more than was declared, or than the budget allows: the decoder must stop
    void write(byte[] source, int offset, int length) throws Unreadable;

    /// Takes `length` zero bytes, at no cost in memory.
    ///
    /// @throws Unreadable as for [#write]
    void hole(long length) throws Unreadable;
}
