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

    /// A block of an early image, which doesn't say what it is: vendors have put LZMA in, for all of it or only for
    /// the files.
    static int early(byte[] source, int at, int length, byte[] target, int targetAt, int capacity) throws Malformed {
        boolean zlib = length > 1 && isZlib((source[at] & 0xff) << 8 | source[at + 1] & 0xff);
        return zlib
                ? zlib(source, at, length, target, targetAt, capacity)
                : LzmaBlock.decode(source, at, length, target, targetAt, capacity);
    }

    /// Whether the first two bytes can start a zlib stream with the window that everybody uses (RFC 1950, 2.2).
    static boolean isZlib(int first) {
        return first >>> 8 == 0x78 && first % 31 == 0 && (first & 0x20) == 0;
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
