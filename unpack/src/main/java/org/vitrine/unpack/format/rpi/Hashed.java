package org.vitrine.unpack.format.rpi;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Decoded bytes on their way to another [Out], of which the SHA-256 is taken: that of a packed file of a boot EEPROM
/// stands behind it.
public final class Hashed implements Out {
    private static final byte[] ZEROS = new byte[1 << 12];

    private final Out out;
    private final MessageDigest sha256 = Digest.sha256();

    /// Gives what it takes to `out`.
    public Hashed(Out out) {
        this.out = out;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws Unreadable {
        sha256.update(source, offset, length);
        out.write(source, offset, length);
    }

    @Override
    public void hole(long length) throws Unreadable {
        out.hole(length);
        for (long left = length; left > 0; left -= ZEROS.length) {
            sha256.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    /// Compares the hash of all that was written with the stored one. To be called once, at the end.
    ///
    /// @param at offset of the stored one
    /// @throws Malformed when they differ
    public void require(byte[] stored, long at) throws Malformed {
        byte[] computed = sha256.digest();
        if (!Arrays.equals(stored, computed)) {
            HexFormat hex = HexFormat.of();
            throw new Malformed(
                    at, "SHA-256", hex.formatHex(stored) + " stored, " + hex.formatHex(computed) + " computed");
        }
    }
}
