package org.vitrine.unpack;

import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Out;

/// Holds a decoder to the size its container declares, which is all that was charged.
final class DeclaredOut implements Out {
    private final Store store;
    private final long declared;

    DeclaredOut(Store store, long declared) {
        this.store = store;
        this.declared = declared;
    }

    private void check(long length) throws Malformed {
        if (length > declared - store.size()) {
            throw new Malformed(-1, "size", declared + " declared, more decoded");
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws Malformed {
        int allowed = (int) Math.min(length, declared - store.size());
        store.write(source, offset, allowed);
        check(length - allowed);
    }

    @Override
    public void hole(long length) throws Malformed {
        check(length);
        store.hole(length);
    }
}
