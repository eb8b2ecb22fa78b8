package org.vitrine.unpack.format;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/// Keeps all that a format gives out, for tests of one format alone. Decodes on the spot, within a
/// limit.
public final class RecordingSink implements Sink {
    private static final int LIMIT = 64 << 20;

    public final List<Entry> entries = new ArrayList<>();
    public final Map<String, byte[]> files = new LinkedHashMap<>();
    public final Map<String, Bytes> parts = new LinkedHashMap<>();
    public final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();
    public final List<Span> spans = new ArrayList<>();
    public final List<Problem> problems = new ArrayList<>();
    public final List<Fact> facts = new ArrayList<>();
    private @Nullable ByteArrayOutputStream payload;

    /// Claims at 0 and unpacks; the sink holds what came out, its [#end] and the problem that ended
    /// it, if any.
    public static RecordingSink unpack(Format format, byte[] image) {
        RecordingSink sink = new RecordingSink();
        Bytes bytes = Bytes.of(image);
        try {
            Claim claim = format.claim(bytes, 0).orElseThrow(() -> new AssertionError("not claimed"));
            sink.end = format.unpack(bytes, claim, sink);
        } catch (Unreadable e) {
            sink.problems.add(e.problem());
        }
        return sink;
    }

    /// Where the container ended; -1 when it didn't.
    public long end = -1;

    /// All values of a field, in their order.
    public List<String> rows(String field) {
        return fields.stream()
                .filter(each -> each.getKey().equals(field))
                .map(Map.Entry::getValue)
                .toList();
    }

    public byte[] payload() {
        return payload == null ? new byte[0] : payload.toByteArray();
    }

    @Override
    public void entry(Entry entry) {
        entries.add(entry);
    }

    @Override
    public void file(Entry entry, Bytes content) {
        entries.add(entry);
        try {
            files.put(path(entry), content.array(0, content.size(), "content"));
        } catch (Malformed e) {
            problems.add(e.problem());
        }
    }

    @Override
    public void file(Entry entry, long size, Decoder content) {
        entries.add(entry);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.decode(out(bytes, Math.min(size, LIMIT)));
            if (bytes.size() != size) {
                problems.add(new Problem.Malformed(-1, "size", size + " declared, " + bytes.size() + " decoded"));
            }
        } catch (Unreadable e) {
            problems.add(e.problem());
        }
        files.put(path(entry), bytes.toByteArray());
    }

    @Override
    public void part(String what, long offset, Bytes bytes) {
        parts.put(what + "@" + offset, bytes);
    }

    @Override
    public Out payload(String what, long offset) {
        payload = new ByteArrayOutputStream();
        return out(payload, LIMIT);
    }

    @Override
    public void header(String field, String value, long offset, long length) {
        fields.add(Map.entry(field, value));
        headers.put(field, value);
    }

    @Override
    public void volume(String what, long offset, Bytes bytes) {
        part(what, offset, bytes);
    }

    @Override
    public void fact(LongFunction<Fact> row) {
        facts.add(row.apply(0));
    }

    @Override
    public void uses(Extent.Kind kind, long offset, long length) {
        if (length > 0) {
            spans.add(new Span(kind, offset, length));
        }
    }

    /// A span that the container said it explains.
    public record Span(Extent.Kind kind, long offset, long length) {}

    /// The bytes before [#end] that neither a span nor a part explains.
    public BitSet unexplained() {
        BitSet bytes = new BitSet();
        bytes.set(0, Math.toIntExact(end));
        for (Span span : spans) {
            bytes.clear((int) span.offset(), (int) (span.offset() + span.length()));
        }
        parts.forEach((name, part) -> {
            int at = Integer.parseInt(name.substring(name.lastIndexOf('@') + 1));
            bytes.clear(at, at + (int) part.size());
        });
        return bytes;
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    public static String path(Entry entry) {
        return String.join("/", entry.path().stream().map(Object::toString).toList());
    }

    private static Out out(ByteArrayOutputStream bytes, long limit) {
        return new Out() {
            private void charge(long length) throws Unreadable {
                if (bytes.size() + length > limit) {
                    throw new LimitReached("bytes", limit, bytes.size() + length);
                }
            }

            @Override
            public void write(byte[] source, int offset, int length) throws Unreadable {
                charge(length);
                bytes.write(source, offset, length);
            }

            @Override
            public void hole(long length) throws Unreadable {
                charge(length);
                bytes.writeBytes(new byte[Math.toIntExact(length)]);
            }
        };
    }
}
