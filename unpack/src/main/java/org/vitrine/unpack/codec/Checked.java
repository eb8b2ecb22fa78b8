package org.vitrine.unpack.codec;

import java.util.zip.Checksum;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Out;

/// Passes decoded bytes on, and keeps their count and checksum.
public final class Checked implements Out {
    private static final byte[] ZEROS = new byte[1 << 14];

    private final Out out;
    private final Checksum checksum;
    private long count;

    /// A counter in front of `out`.
    public Checked(Out out, Checksum checksum) {
        this.out = out;
        this.checksum = checksum;
    }

    /// How many bytes passed.
    public long count() {
        return count;
    }

    /// The checksum of what passed.
    public long value() {
        return checksum.getValue();
    }

    @Override
    public void write(byte[] source, int offset, int length) throws Unreadable {
        out.write(source, offset, length);
        checksum.update(source, offset, length);
        count += length;
    }

    @Override
    public void hole(long length) throws Unreadable {
        out.hole(length);
        for (long left = length; left > 0; left -= ZEROS.length) {
            checksum.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
        count += length;
    }
}
