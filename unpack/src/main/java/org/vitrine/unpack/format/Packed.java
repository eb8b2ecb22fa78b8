package org.vitrine.unpack.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A compressed stream inside a boot image, by one of the seven ways in which Linux compresses kernels
/// and ramdisks.
///
/// @param compression its name as the kernel's build calls it
/// @param at where it starts in the image
/// @param decoder the format that it is, which finds its end
record Packed(String compression, long at, Format decoder) {
    private static final class Magic {
        private final String compression;
        private final byte[] bytes;
        private final Format decoder;

        Magic(String compression, Format decoder, int... bytes) {
            this.compression = compression;
            this.decoder = decoder;
            this.bytes = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                this.bytes[i] = (byte) bytes[i];
            }
        }
    }

    private static final List<Magic> MAGIC = List.of(
            new Magic("gzip", new Gzip(), 0x1f, 0x8b, 0x08),
            new Magic("xz", new Xz(), 0xfd, '7', 'z', 'X', 'Z', 0),
            new Magic("lzma", new Lzma(), 0x5d, 0, 0),
            new Magic("bzip2", new Bzip2(), 'B', 'Z', 'h'),
            new Magic("lzo", new Lzop(), 0x89, 'L', 'Z', 'O', 0, 0x0d, 0x0a, 0x1a, 0x0a),
            new Magic("lz4", new Lz4(), 0x02, 0x21, 0x4c, 0x18),
            new Magic("zstd", new Zstd(), 0x28, 0xb5, 0x2f, 0xfd));

    /// Enough decoded bytes to tell a stream from bytes that look like the start of one.
    private static final int PROOF = 1 << 14;

    /// Places that are tried, at first and for each further 16 KiB of what is searched; each costs a little decoding.
    private static final int FIRST_TRIED = 16;

    private static final int MOST_TRIED = 200;

    /// Ends a decoding that has given enough.
    private static LimitReached enough() {
        return new LimitReached("bytes looked at", 0, 0);
    }

    /// The stream that starts at `at` by its magic alone; empty where none does.
    static Optional<Packed> at(Bytes image, long at) {
        for (Magic magic : MAGIC) {
            if (image.matches(at, magic.bytes)) {
                return Optional.of(new Packed(magic.compression, at, magic.decoder));
            }
        }
        return Optional.empty();
    }

    /// Whether a decoded beginning is what somebody looks for.
    interface Beginning {
        /// The first decoded bytes, up to 16 KiB.
        boolean fits(byte[] decoded);
    }

    /// The first stream in `[from, to)` at a multiple of `step` that decodes, and whose beginning fits.
    static Optional<Packed> first(Bytes image, long from, long to, int step, Beginning beginning) throws Malformed {
        byte[] window = new byte[(1 << 16) + 16];
        int tried = 0;
        long most = Math.min(MOST_TRIED, FIRST_TRIED + (to - from) / PROOF);
        for (long start = from; start < to; start += 1 << 16) {
            int filled = image.copyAvailable(start, window, 0, window.length);
            for (int i = 0; i < Math.min(filled, 1 << 16) && start + i < to; i++) {
                Magic magic = magic(window, i, filled);
                if (magic == null || (start + i) % step != 0) {
                    continue;
                }
                Packed packed = new Packed(magic.compression, start + i, magic.decoder);
                if (++tried > most) {
                    return Optional.empty();
                }
                if (beginning.fits(packed.beginning(image))) {
                    return Optional.of(packed);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Magic magic(byte[] window, int at, int filled) {
        for (Magic magic : MAGIC) {
            int length = magic.bytes.length;
            if (window[at] == magic.bytes[0]
                    && at + length <= filled
                    && Arrays.equals(window, at, at + length, magic.bytes, 0, length)) {
                return magic;
            }
        }
        return null;
    }

    /// The first decoded bytes; none where nothing decodes.
    private byte[] beginning(Bytes image) {
        Front front = new Front();
        try {
            run(image, front);
        } catch (LimitReached e) {
            return front.bytes;
        } catch (Unreadable e) {
            return new byte[0];
        }
        return Arrays.copyOf(front.bytes, front.filled);
    }

    /// Where it ends, found by decoding it into nothing.
    ///
    /// @throws Unreadable when it doesn't decode to its end
    long end(Bytes image) throws Unreadable {
        return run(image, new Nothing());
    }

    /// Decodes it into the payload of a container that starts at `start`, and says where it ends.
    ///
    /// @throws Unreadable when it doesn't decode to its end
    long into(Bytes image, String what, long start, Sink out) throws Unreadable {
        return run(image, out.payload(what, at - start));
    }

    private long run(Bytes image, Out target) throws Unreadable {
        Optional<Claim> claim = decoder.claim(image, at);
        if (claim.isEmpty()) {
            throw new Malformed(at, compression, "no stream starts here");
        }
        return decoder.unpack(image, claim.get(), new OnlyPayload(target));
    }

    private static final class Nothing implements Out {
        /// More than any ramdisk or kernel has.
        private long left = 256L << 20;

        @Override
        public void write(byte[] source, int offset, int length) throws LimitReached {
            hole(length);
        }

        @Override
        public void hole(long length) throws LimitReached {
            left -= length;
            if (left < 0) {
                throw enough();
            }
        }
    }

    private static final class Front implements Out {
        private final byte[] bytes = new byte[PROOF];
        private int filled;

        @Override
        public void write(byte[] source, int offset, int length) throws LimitReached {
            int step = Math.min(length, PROOF - filled);
            System.arraycopy(source, offset, bytes, filled, step);
            hole(length);
        }

        @Override
        public void hole(long length) throws LimitReached {
            filled += (int) Math.min(length, PROOF - filled);
            if (filled == PROOF) {
                throw enough();
            }
        }
    }

    /// Takes a stream's payload and nothing else.
    private record OnlyPayload(Out target) implements Sink {
        @Override
        public void entry(Entry entry) {}

        @Override
        public void file(Entry entry, Bytes content) {}

        @Override
        public void file(Entry entry, long size, Decoder content) {}

        @Override
        public void part(String what, long offset, Bytes bytes) {}

        @Override
        public void volume(String what, long offset, Bytes bytes) {}

        @Override
        public Out payload(String what, long offset) {
            return target;
        }

        @Override
        public void header(String field, String value, long offset, long length) {}

        @Override
        public void fact(LongFunction<Fact> row) {}

        @Override
        public void uses(Extent.Kind kind, long offset, long length) {}

        @Override
        public void problem(Problem problem) {}
    }
}
