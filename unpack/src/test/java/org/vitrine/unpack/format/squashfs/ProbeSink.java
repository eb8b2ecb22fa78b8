package org.vitrine.unpack.format.squashfs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// Decodes everything and keeps nothing but counts, names and problems, within a budget of entries and bytes.
final class ProbeSink implements Sink {
    private static final int ENTRIES = 20_000;
    private static final long BYTES = 64 << 20;

    final List<String> paths = new ArrayList<>();
    final List<Problem> problems = new ArrayList<>();
    int plain;
    int decoded;
    int refused;
    private long bytes;

    /// Claims at 0 and unpacks; what isn't claimed has no entries.
    static ProbeSink unpack(Bytes image) {
        ProbeSink sink = new ProbeSink();
        Squashfs format = new Squashfs();
        try {
            Claim claim = format.claim(image, 0).orElse(null);
            if (claim != null) {
                format.unpack(image, claim, sink);
            }
        } catch (Unreadable e) {
            sink.problems.add(e.problem());
        }
        return sink;
    }

    @Override
    public void entry(Entry entry) throws LimitReached {
        if (paths.size() == ENTRIES) {
            throw new LimitReached("entries", ENTRIES, ENTRIES + 1);
        }
        paths.add(RecordingSink.path(entry));
    }

    @Override
    public void file(Entry entry, Bytes content) throws LimitReached {
        entry(entry);
        plain++;
        if (content.size() > 0) {
            try {
                content.u8(content.size() - 1, "last byte");
            } catch (Malformed e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void file(Entry entry, long size, Decoder content) throws LimitReached {
        entry(entry);
        decoded++;
        try {
            content.decode(new Out() {
                @Override
                public void write(byte[] source, int offset, int length) throws Unreadable {
                    hole(length);
                }

                @Override
                public void hole(long length) throws Unreadable {
                    bytes += length;
                    if (bytes > BYTES) {
                        throw new LimitReached("bytes", BYTES, bytes);
                    }
                }
            });
        } catch (Unreadable e) {
            refused++;
        }
    }

    @Override
    public void part(String what, long offset, Bytes part) {
        throw new AssertionError("no part in a file system");
    }

    @Override
    public Out payload(String what, long offset) {
        throw new AssertionError("no payload in a file system");
    }

    @Override
    public void header(String field, String value, long offset, long length) {}

    @Override
    public void volume(String what, long offset, Bytes bytes) {
        part(what, offset, bytes);
    }

    @Override
    public void fact(LongFunction<Fact> row) {}

    @Override
    public void uses(Extent.Kind kind, long offset, long length) {}

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }
}
