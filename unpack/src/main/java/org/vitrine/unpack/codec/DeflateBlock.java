package org.vitrine.unpack.codec;

import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.Malformed;

/// One block of Deflate data in an array, bare (RFC 1951) or in a zlib stream (RFC 1950), as file systems keep it.
public final class DeflateBlock {
    private static final ThreadLocal<Inflater> BARE = ThreadLocal.withInitial(() -> new Inflater(true));
    private static final ThreadLocal<Inflater> ZLIB = ThreadLocal.withInitial(Inflater::new);

    private DeflateBlock() {}

    /// Decodes one block; what stands behind its end is ignored.
    ///
    /// @param at where it starts in `src`
    /// @param length of the block in bytes, as the file system says it
    /// @param dstAt where the decoded bytes go in `dst`
    /// @param capacity how many decoded bytes are acceptable
    /// @param zlib whether it has the header and the checksum of RFC 1950
    /// @return how many bytes were decoded
    /// @throws Malformed when it is damaged or holds more than `capacity`; offsets are from `at`
    public static int decode(byte[] src, int at, int length, byte[] dst, int dstAt, int capacity, boolean zlib)
            throws Malformed {
        Objects.checkFromIndexSize(at, length, src.length);
        Objects.checkFromIndexSize(dstAt, capacity, dst.length);
        Inflater inflater = (zlib ? ZLIB : BARE).get();
        inflater.reset();
        inflater.setInput(src, at, length);
        int done = 0;
        try {
            while (!inflater.finished()) {
                int step = inflater.inflate(dst, dstAt + done, capacity - done);
                done += step;
                if (step == 0 && !inflater.finished()) {
                    throw new Malformed(
                            inflater.getBytesRead(),
                            "deflate",
                            done == capacity ? "decodes to more than " + capacity + " bytes" : "ends early");
                }
            }
        } catch (DataFormatException e) {
            String reason = e.getMessage();
            throw new Malformed(inflater.getBytesRead(), "deflate", reason == null ? "can't be inflated" : reason);
        }
        return done;
    }
}
