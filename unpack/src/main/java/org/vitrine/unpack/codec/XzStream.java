package org.vitrine.unpack.codec;

import java.io.EOFException;
import java.io.IOException;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;
import org.vitrine.evidence.ByteStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.spi.Out;

/// Decodes .xz streams (The .xz File Format 1.2.1) with XZ for Java: LZMA2 behind any of the BCJ and delta
/// filters. Every check (CRC32, CRC64, SHA-256) is verified.
public final class XzStream {
    /// What one stream may ask for, in KiB: the dictionary of `xz -9` twice.
    public static final int MEMORY_LIMIT = 128 << 10;

    private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

    private XzStream() {}

    /// Whether the magic of a stream header stands at `at`.
    public static boolean startsAt(Bytes image, long at) {
        return image.matches(at, MAGIC);
    }

    /// Decodes the stream at `at` and those that follow it, directly or behind stream padding.
    ///
    /// @return the offset of the first byte behind the last stream. Padding no stream follows is not taken
    /// @throws Unreadable when a stream contradicts the specification, a check is wrong, or `out` takes no more
    public static long decode(Bytes image, long at, Out out) throws Unreadable {
        ByteStream input = image.stream(at);
        byte[] block = new byte[1 << 16];
        while (true) {
            one(input, block, out);
            long end = input.position();
            long next = behindPadding(image, end);
            if (!startsAt(image, next)) {
                return end;
            }
            if (next > end) {
                input = image.stream(next);
            }
        }
    }

    private static void one(ByteStream input, byte[] block, Out out) throws Unreadable {
        try (SingleXZInputStream xz =
                new SingleXZInputStream(input, MEMORY_LIMIT, true, BasicArrayCache.getInstance())) {
            for (int count = xz.read(block, 0, block.length); count >= 0; count = xz.read(block, 0, block.length)) {
                out.write(block, 0, count);
            }
        } catch (MemoryLimitException e) {
            throw new Unsupported(
                    input.position(),
                    "dictionary size",
                    e.getMemoryNeeded() + " KiB needed, " + MEMORY_LIMIT + " KiB allowed");
        } catch (UnsupportedOptionsException e) {
            throw new Unsupported(input.position(), "xz", String.valueOf(e.getMessage()));
        } catch (EOFException e) {
            throw new Malformed(input.position(), "xz", "the stream ends early");
        } catch (IOException e) {
            throw new Malformed(input.position(), "xz", String.valueOf(e.getMessage()));
        }
    }

    private static long behindPadding(Bytes image, long end) {
        byte[] zeros = new byte[4];
        long next = end;
        while (image.matches(next, zeros)) {
            next += zeros.length;
        }
        return next;
    }
}
