package org.vitrine.unpack.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.CRC32;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// A sink with little patience: it holds a format to what the walk relies on and to a small budget, and
/// keeps a sum of
/// all calls, so that two runs can be compared.
final class WatchedSink implements Sink {
    private static final long MOST_BYTES = 8 << 20;
    /// Of one stream: what decodes to more goes on as it began.
    private static final long MOST_DECODED = 1 << 20;

    private static final int MOST_ENTRIES = 2_000;
    private static final int LONGEST_NAME = 65_536;

    private record Content(long size, Decoder decoder) {}

    private final Bytes container;
    private final List<Content> contents = new ArrayList<>();
    private final StringBuilder calls = new StringBuilder();
    private final CRC32 sum = new CRC32();
    private long bytes;
    private int entries;
    private boolean paid;

    /// @param container all bytes from where the container starts
    WatchedSink(Bytes container) {
        this.container = container;
    }

    /// A sum of everything that was given, in its order.
    long sum() {
        flush();
        return sum.getValue();
    }

    /// Decodes what was given; the order must not matter.
    void decode(boolean backwards) {
        long[] sums = new long[contents.size()];
        for (int i = 0; i < sums.length; i++) {
            int which = backwards ? sums.length - 1 - i : i;
            sums[which] = decoded(contents.get(which));
        }
        for (long each : sums) {
            note("decoded", each);
        }
    }

    private static long decoded(Content content) {
        Drain drain = new Drain(content.size());
        try {
            content.decoder().decode(drain);
        } catch (Unreadable e) {
            drain.crc.update(e.problem().toString().getBytes(StandardCharsets.UTF_8));
        }
        return drain.crc.getValue();
    }

    /// Takes no more than was declared, and not too much.
    private static final class Drain implements Out {
        private final CRC32 crc = new CRC32();
        private long left;

        Drain(long declared) {
            this.left = Math.min(declared, MOST_DECODED);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws Malformed {
            crc.update(source, offset, (int) Math.min(length, left));
            take(length);
        }

        @Override
        public void hole(long length) throws Malformed {
            expect(length >= 0, "a hole of " + length + " bytes");
            crc.update((int) length);
            take(length);
        }

        private void take(long length) throws Malformed {
            if (length > left) {
                left = 0;
                throw new Malformed(-1, "size", "more decoded than declared");
            }
            left -= length;
        }
    }

    private static void expect(boolean held, String otherwise) {
        if (!held) {
            throw new AssertionError(otherwise);
        }
    }

    private void note(Object... call) {
        for (Object each : call) {
            calls.append(each).append(' ');
        }
        if (calls.length() > 1 << 14) {
            flush();
        }
    }

    private void flush() {
        sum.update(calls.toString().getBytes(StandardCharsets.UTF_8));
        calls.setLength(0);
    }

    private void charge(long amount) throws LimitReached {
        if (amount < 0 || amount > MOST_BYTES - bytes) {
            throw new LimitReached("bytes", MOST_BYTES, amount);
        }
        bytes += amount;
    }

    private void count() throws LimitReached {
        if (++entries > MOST_ENTRIES) {
            throw new LimitReached("entries", MOST_ENTRIES, entries);
        }
    }

    private void named(Entry entry) throws LimitReached {
        count();
        for (Name segment : entry.path()) {
            charge(1L + segment.size());
            if (segment.size() > LONGEST_NAME) {
                throw new LimitReached("name", LONGEST_NAME, segment.size());
            }
        }
        if (entry.target().size() > LONGEST_NAME) {
            throw new LimitReached("name", LONGEST_NAME, entry.target().size());
        }
        note(entry);
    }

    private static void fileNamed(Entry entry) {
        expect(!entry.path().isEmpty(), "a file without a name");
    }

    @Override
    public void entry(Entry entry) throws LimitReached {
        expect(
                entry.type() == ArtifactType.DIRECTORY || !entry.path().isEmpty(),
                "a " + entry.type() + " without a name");
        named(entry);
    }

    @Override
    public void file(Entry entry, Bytes content) throws LimitReached {
        fileNamed(entry);
        named(entry);
        given(content);
    }

    @Override
    public void file(Entry entry, long size, Decoder content) throws LimitReached {
        fileNamed(entry);
        named(entry);
        charge(size);
        note("size", size);
        contents.add(new Content(size, content));
    }

    private void given(Bytes content) throws LimitReached {
        charge(content.size());
        CRC32 crc = new CRC32();
        content.feed(crc::update);
        note("content", content.size(), crc.getValue());
    }

    @Override
    public void part(String what, long offset, Bytes part) throws LimitReached {
        expect(container.holds(offset, part.size()), what + "@" + offset + " of " + part.size() + " outside of all");
        try {
            for (long at : part.size() == 0 ? new long[0] : new long[] {0, part.size() / 2, part.size() - 1}) {
                expect(
                        part.u8(at, "part") == container.u8(offset + at, "container"),
                        what + "@" + offset + " isn't what lies there");
            }
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
        assembled(what, offset, part);
    }

    @Override
    public void volume(String what, long offset, Bytes volume) throws LimitReached {
        expect(container.holds(offset, 0), what + "@" + offset + " outside of all");
        assembled(what, offset, volume);
    }

    private void assembled(String what, long offset, Bytes content) throws LimitReached {
        expect(!what.isEmpty(), "a part without a name");
        count();
        note("part", what, offset);
        given(content);
    }

    @Override
    public Out payload(String what, long offset) throws LimitReached {
        expect(!paid, "two payloads");
        paid = true;
        count();
        note("payload", what, offset);
        return new Out() {
            private long written;

            private void take(long length) throws LimitReached {
                charge(length);
                written += length;
                if (written > MOST_DECODED) {
                    throw new LimitReached("bytes", MOST_DECODED, written);
                }
            }

            @Override
            public void write(byte[] source, int from, int length) throws LimitReached {
                take(length);
                flush();
                sum.update(source, from, length);
            }

            @Override
            public void hole(long length) throws LimitReached {
                take(length);
                note("hole", length);
            }
        };
    }

    @Override
    public void header(String field, String value, long offset, long length) {
        expect(offset >= -1 && offset <= container.size(), field + " at " + offset + " outside of all");
        note("header", field, value, offset, length);
    }

    @Override
    public void fact(LongFunction<Fact> row) {
        note("fact", row.apply(7));
    }

    @Override
    public void uses(Extent.Kind kind, long offset, long length) {
        expect(length <= 0 || container.holds(offset, length), kind + " " + offset + "+" + length + " outside of all");
        note("uses", kind, offset, length);
    }

    @Override
    public void problem(Problem problem) {
        note("problem", problem);
    }
}
