package org.vitrine.unpack.format.squashfs;

import java.io.IOException;
import org.tukaani.xz.SingleXZInputStream;
import org.vitrine.evidence.Malformed;

/// A block that is one whole xz stream.
final class XzBlock {
    /// Memory for one decoder in KiB: a dictionary is never larger than a block of 1 MiB in an image the kernel
    /// reads.
    private static final int MEMORY = 16 << 10;

    private XzBlock() {}

    static int decode(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        ArrayStream input = new ArrayStream(source, at, length);
        try (SingleXZInputStream xz =
                new SingleXZInputStream(input, MEMORY, true, Workbench.mine().arrays())) {
            return ArrayStream.drain(xz, target, targetAt, capacity);
        } catch (IOException e) {
            throw ArrayStream.malformed(input.position() - at, "xz stream", e);
        }
    }
}
