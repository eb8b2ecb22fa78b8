package org.vitrine.unpack;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.RegionKind;

/// The raw bytes of one node while containers are carved out of them: every byte ends up in a part or in a gap.
final class Carving {
    private final Node node;
    private final Bytes image;
    /// The first byte that is not yet accounted for.
    long position;
    /// Bytes that were decoded for claims that turned out to be none.
    long wasted;
    /// Bytes before this are in parts or in recorded gaps.
    private long settled;
    /// A container that could not be read to its end: it reaches to the next one.
    private @Nullable Node open;
    private boolean carved;
    /// The node itself is a container.
    private boolean adopted;

    Carving(Node node) {
        this.node = node;
        this.image = node.content;
    }

    /// Whether nothing but one value stands behind `end`.
    boolean isPadding(long end) {
        if (end == image.size()) {
            return true;
        }
        List<Gap> rest = Gap.between(image, end, image.size());
        return rest.size() == 1 && rest.getFirst().kind() == RegionKind.PADDING;
    }

    /// The node is a container itself, up to `end`.
    void adopt(Node collected, long end) {
        node.adopt(collected);
        unexplained(node, image, end);
        node.leave(Gap.between(image, end, image.size()));
        position = image.size();
        adopted = true;
    }

    /// A container was found at the part's offset.
    ///
    /// @param reach how many bytes it has
    /// @param closed whether that is known, or merely the most it can have
    void take(Node part, Node collected, long reach, boolean closed) {
        settle(part.offset);
        carved = true;
        part.adopt(collected);
        node.add(part);
        if (closed) {
            close(part, part.offset + reach);
        } else {
            open = part;
            position = part.offset + 1;
        }
    }

    /// What a container doesn't say it uses, up to its end, is a gap in it.
    private static void unexplained(Node container, Bytes bytes, long end) {
        Spans spans = container.spans;
        if (spans != null) {
            for (Spans.Span span : spans.over(end)) {
                if (span.role() == Spans.Role.FREE) {
                    container.leave(Gap.between(bytes, span.offset(), span.end()));
                }
            }
        }
    }

    private void close(Node part, long end) {
        part.content = slice(part.offset, end);
        part.declared = part.content.size();
        part.findings = ContentPass.over(part.content, 0, part.content.size());
        unexplained(part, part.content, part.content.size());
        settled = end;
        position = end;
    }

    /// Accounts for everything before `start`.
    private void settle(long start) {
        if (open != null) {
            close(open, start);
            open = null;
        } else if (settled < start) {
            node.leave(Gap.between(image, settled, start));
            settled = start;
        }
    }

    /// Nothing more will be found.
    void end() {
        if (adopted) {
            return;
        }
        if (carved) {
            settle(image.size());
            if (settled < image.size()) {
                node.leave(Gap.between(image, settled, image.size()));
            }
            node.opened = "raw";
        } else if (node.isRaw() && node.leaf.equals(Leaf.DATA)) {
            // What a stream decodes to is one thing, and the zeros inside it are its own; flash is padded between
            // things.
            ContentPass.Findings findings = Objects.requireNonNull(node.findings);
            node.leave(node.supplied ? Gap.within(image, findings) : List.of(Gap.of(0, image.size(), findings)));
        }
    }

    private Bytes slice(long start, long end) {
        try {
            return image.slice(start, end - start, "part");
        } catch (Malformed e) {
            throw new IllegalStateException("a part outside of what it is carved from", e);
        }
    }
}
