package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// Where tests of formats get their samples from, and how they damage them.
final class FormatSamples {
    private FormatSamples() {}

    /// Bytes as programs have them: words that repeat, numbers that grow, runs; the same for the same seed.
    static byte[] plausible(int size, long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        while (bytes.size() < size) {
            switch (random.nextInt(4)) {
                case 0 -> bytes.writeBytes(("word" + random.nextInt(50) + " ").getBytes(StandardCharsets.UTF_8));
                case 1 -> bytes.writeBytes(new byte[random.nextInt(400)]);
                case 2 -> {
                    byte[] noise = new byte[random.nextInt(60)];
                    random.nextBytes(noise);
                    bytes.writeBytes(noise);
                }
                default -> {
                    for (int i = 0; i < 20; i++) {
                        bytes.write(bytes.size() >> 8);
                        bytes.write(bytes.size());
                    }
                }
            }
        }
        return Arrays.copyOf(bytes.toByteArray(), size);
    }

    /// One array after another.
    static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            bytes.writeBytes(piece);
        }
        return bytes.toByteArray();
    }

    /// Cuts and flips a sample again and again: whatever comes out, nothing but [Unreadable] may be thrown, the
    /// end stays inside, and the same damage gives the same result twice.
    static void damage(Format format, byte[] sample, long seed, int rounds) {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = sample.clone();
            String what;
            if (round % 3 == 0) {
                int length = random.nextInt(sample.length);
                damaged = Arrays.copyOf(damaged, length);
                what = "cut to " + length;
            } else {
                // Headers are where damage hurts, so half of it goes there.
                int reach = round % 3 == 1 ? sample.length : Math.min(sample.length, 1024);
                int bit = random.nextInt(reach * 8);
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                what = "bit " + bit + " flipped";
            }
            try {
                String first = summary(format, damaged);
                assertThat(summary(format, damaged)).as(what).isEqualTo(first);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                fail(format.card().name() + ", " + what, e);
            }
        }
    }

    /// What came out, in a line; contents are drained, not kept.
    static String summary(Format format, byte[] image) {
        Draining sink = new Draining();
        Bytes bytes = Bytes.of(image);
        try {
            Optional<Claim> claim = format.claim(bytes, 0);
            if (claim.isEmpty()) {
                return "not claimed";
            }
            long end = format.unpack(bytes, claim.get(), sink);
            assertThat(end).isBetween(1L, (long) image.length);
            sink.text.append(" end ").append(end);
        } catch (Unreadable e) {
            sink.text.append(' ').append(e.problem());
        }
        return sink.text.toString();
    }

    /// Takes everything and counts it.
    private static final class Draining implements Sink, Out {
        private static final long LIMIT = 16 << 20;

        private final StringBuilder text = new StringBuilder();
        private long bytes;

        @Override
        public void write(byte[] source, int offset, int length) throws LimitReached {
            hole(length);
        }

        @Override
        public void hole(long length) throws LimitReached {
            bytes += length;
            if (bytes > LIMIT) {
                throw new LimitReached("bytes", LIMIT, bytes);
            }
        }

        @Override
        public void entry(Entry entry) {
            text.append(entry).append('\n');
        }

        @Override
        public void file(Entry entry, Bytes content) {
            text.append(entry).append(content.size()).append('\n');
        }

        @Override
        public void file(Entry entry, long size, Decoder content) {
            long before = bytes;
            text.append(entry);
            try {
                content.decode(this);
            } catch (Unreadable e) {
                text.append(e.problem());
            }
            text.append(bytes - before).append('\n');
            bytes = before;
        }

        @Override
        public void part(String what, long offset, Bytes part) {
            text.append(what).append(offset).append(' ').append(part.size()).append('\n');
        }

        @Override
        public Out payload(String what, long offset) {
            return this;
        }

        @Override
        public void header(String field, String value, long offset, long length) {
            text.append(field).append(value).append(offset).append('\n');
        }

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
            text.append(problem).append('\n');
        }
    }

    /// The reasons of problems, for assertions on them.
    static List<String> reasons(RecordingSink sink) {
        return sink.problems.stream()
                .map(each -> each.field() + ": " + each.reason())
                .toList();
    }
}
