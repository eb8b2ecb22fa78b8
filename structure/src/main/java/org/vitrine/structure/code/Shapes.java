package org.vitrine.structure.code;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.function.Consumer;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.structure.Elf;

/// Makes functions of a span and its starts: bounds them, finds further starts by calls where nothing
/// else names them, and takes the shape of each.
final class Shapes {
    private final Elf elf;
    private final Image image;
    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] digest = new byte[32];

    Shapes(Elf elf, Image image) {
        this.elf = elf;
        this.image = image;
    }

    /// Gives the functions of a span in their order, and what lies between them.
    void give(Span span, FunctionStarts starts, Consumer<CodeFunction> taker) throws Malformed {
        Decoder decoder = Decoder.of(image, span);
        starts.settle();
        discover(span, decoder, starts);
        int end = 0;
        for (int i = 0; i < starts.count(); i++) {
            gap(span, decoder, end, starts.position(i), taker);
            int next = i + 1 < starts.count() ? starts.position(i + 1) : span.code().length;
            end = end(starts, i, next);
            if (!starts.isForeign(i)) {
                int to = starts.length(i) > 0 ? end : decoder.trimmed(starts.position(i), end, starts.encoding(i));
                if (to > starts.position(i)) {
                    give(span, decoder, starts, i, to, taker);
                }
            }
        }
        gap(span, decoder, end, span.code().length, taker);
    }

    private static int end(FunctionStarts starts, int i, int next) {
        int length = starts.length(i);
        return length > 0 ? Math.min(starts.position(i) + length, next) : next;
    }

    /// Calls are looked at only where there is code that no other source bounds.
    private void discover(Span span, Decoder decoder, FunctionStarts starts) {
        BitSet open = open(span, decoder, starts);
        if (open.isEmpty()) {
            return;
        }
        BitSet found = new BitSet(span.code().length);
        BitSet shorts = new BitSet();
        decoder.starts(0, span.code().length, (position, encoding) -> {
            if (position >= 0 && position < span.code().length && open.get((int) position)) {
                found.set((int) position);
                shorts.set((int) position, encoding == Encoding.SHORT);
            }
        });
        for (int at = found.nextSetBit(0); at >= 0; at = found.nextSetBit(at + 1)) {
            starts.add(at, 0, Bounds.CALL, shorts.get(at) ? Encoding.SHORT : Encoding.MAIN, 4, Name.EMPTY);
        }
        if (!found.isEmpty()) {
            starts.settle();
        }
    }

    /// What nothing bounds, or bounds at its start only; without padding.
    private static BitSet open(Span span, Decoder decoder, FunctionStarts starts) {
        BitSet open = new BitSet();
        int end = 0;
        for (int i = 0; i <= starts.count(); i++) {
            int next = i < starts.count() ? starts.position(i) : span.code().length;
            int begin = decoder.begin(end, next);
            if (begin < next) {
                open.set(begin, next);
            }
            if (i < starts.count()) {
                int after = i + 1 < starts.count() ? starts.position(i + 1) : span.code().length;
                end = starts.length(i) > 0 ? end(starts, i, after) : next;
            }
        }
        return open;
    }

    private void gap(Span span, Decoder decoder, int from, int to, Consumer<CodeFunction> taker) throws Malformed {
        int begin = from < to ? decoder.begin(from, to) : to;
        int end = begin < to ? decoder.trimmed(begin, to, Encoding.UNKNOWN) : begin;
        if (begin < end) {
            Basis basis = mask(span, decoder, begin, end, Encoding.UNKNOWN);
            taker.accept(new CodeFunction(
                    Name.EMPTY, span.offset() + begin, end - begin, shape(span, begin, end), Bounds.GAP, basis));
        }
    }

    private void give(Span span, Decoder decoder, FunctionStarts starts, int i, int end, Consumer<CodeFunction> taker)
            throws Malformed {
        int begin = starts.position(i);
        Basis basis = mask(span, decoder, begin, end, starts.encoding(i));
        taker.accept(new CodeFunction(
                starts.name(i), span.offset() + begin, end - begin, shape(span, begin, end), starts.bounds(i), basis));
    }

    private Basis mask(Span span, Decoder decoder, int begin, int end, Encoding encoding) throws Malformed {
        if (decoder.mask(begin, end, encoding)) {
            return Basis.DECODED;
        }
        elf.content().copy(span.offset() + begin, span.code(), begin, end - begin, "code");
        return Basis.RAW;
    }

    private long shape(Span span, int begin, int end) {
        sha256.update(span.code(), begin, end - begin);
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are too few for a SHA-256", e);
        }
        return ByteBuffer.wrap(digest).getLong();
    }
}
