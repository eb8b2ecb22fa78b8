package org.vitrine.unpack.format.squashfs;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.codec.Zstd;

/// Decodes one compressed block. Safe for several threads.
@FunctionalInterface
interface Decompressor {
    /// Decodes `length` bytes of `source` from `at` into `target` from `targetAt`, at most `capacity` bytes.
    ///
    /// @param source has the slack of [org.vitrine.unpack.codec.Lzma] behind the bytes
    /// @return how many bytes were decoded
    /// @throws Malformed when they can't be decoded, or to more than `capacity`; its offset is from `at`
    int decode(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed;

    /// A zlib stream; what stands behind it in the block is ignored, as the kernel does.
    static int zlib(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        Inflater inflater = Workbench.mine().inflater();
        inflater.reset();
        inflater.setInput(source, at, length);
        int done = 0;
        try {
            while (!inflater.finished()) {
                int step = inflater.inflate(target, targetAt + done, capacity - done);
                done += step;
                if (step == 0 && !inflater.finished()) {
                    throw new Malformed(
                            inflater.getBytesRead(),
                            "zlib stream",
                            done == capacity ? "decodes to more than " + capacity + " bytes" : "ends early");
                }
            }
        } catch (DataFormatException e) {
            String reason = e.getMessage();
            throw new Malformed(inflater.getBytesRead(), "zlib stream", reason == null ? "can't be inflated" : reason);
        }
        return done;
    }

    /// A whole xz stream.
    static int xz(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        return Workbench.mine().xz().decode(source, at, length, target, targetAt, capacity);
    }

    /// A Zstandard frame. What its reader doesn't support, a dictionary, no squashfs can have.
    static int zstd(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        try {
            return Zstd.decode(source, at, length, target, targetAt, capacity);
        } catch (Unsupported e) {
            throw new Malformed(
                    e.problem().offset(), e.problem().field(), e.problem().reason());
        }
    }
}
