package org.vitrine.structure;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// Reads the structure block of a devicetree (specification v0.4, section 5.4) token by token, with a stack of its
/// own.
final class DtbReader {
    static final int BEGIN_NODE = 1;
    static final int NOP = 4;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int END = 9;

    /// The kernel itself takes no more.
    private static final int DEEPEST = 64;
    /// Nodes and properties together; a large board has some 20,000.
    private static final int MOST = 1 << 19;
    /// The specification allows 31 bytes, many blobs have longer ones.
    private static final int LONGEST_NAME = 255;

    /// A node that is still being read.
    private record Open(Name name, long at, List<DtbProperty> properties, List<DtbNode> children) {}

    private final Bytes blob;
    private final Bytes strings;
    private final long end;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable DtbNode root;
    private int count;
    private long next;

    DtbReader(Bytes blob, DtbHeader header) throws Malformed {
        this.blob = blob;
        this.strings = blob.slice(header.strings(), header.stringsSize(), "strings block");
        blob.require(header.structure(), header.structureSize(), "structure block");
        this.end = header.structure() + header.structureSize();
        this.next = header.structure();
    }

    /// The offset of the next token, from the blob's start.
    long position() {
        return next;
    }

    DtbNode tree() throws Unreadable {
        while (true) {
            long at = next;
            int token = word("token");
            switch (token) {
                case NOP -> {}
                case BEGIN_NODE -> begin(at);
                case PROPERTY -> property(at);
                case END_NODE -> end(at);
                case END -> {
                    if (root == null) {
                        throw new Malformed(at, "FDT_END", "the tree is not closed");
                    }
                    return root;
                }
                default -> throw new Malformed(at, "token", Integer.toUnsignedString(token) + " is none");
            }
        }
    }

    private int word(String field) throws Malformed {
        if (next > end - 4) {
            throw new Malformed(next, field, "the structure block ends before it");
        }
        int value = blob.i32(next, BIG_ENDIAN, field);
        next += 4;
        return value;
    }

    private void count() throws LimitReached {
        if (++count > MOST) {
            throw new LimitReached("nodes and properties", MOST, count);
        }
    }

    private void begin(long at) throws Unreadable {
        count();
        if (root != null) {
            throw new Malformed(at, "FDT_BEGIN_NODE", "a second root");
        }
        if (open.size() == DEEPEST) {
            throw new LimitReached("depth of nodes", DEEPEST, DEEPEST + 1L);
        }
        byte[] name = ended(blob, next, end, "node name");
        next = next + name.length + 1 + 3 & ~3L;
        open.push(new Open(Name.of(name), at, new ArrayList<>(), new ArrayList<>()));
    }

    private void end(long at) throws Malformed {
        if (open.isEmpty()) {
            throw new Malformed(at, "FDT_END_NODE", "no node is open");
        }
        Open done = open.pop();
        DtbNode node = new DtbNode(done.name(), done.at(), done.properties(), done.children());
        if (open.isEmpty()) {
            root = node;
        } else {
            open.getFirst().children().add(node);
        }
    }

    private void property(long at) throws Unreadable {
        count();
        if (open.isEmpty()) {
            throw new Malformed(at, "FDT_PROP", "no node is open");
        }
        long length = Integer.toUnsignedLong(word("property length"));
        long nameOffset = Integer.toUnsignedLong(word("property nameoff"));
        if (length > end - next) {
            throw new Malformed(
                    at + 4, "property length", length + " bytes declared, " + (end - next) + " left in the block");
        }
        if (nameOffset >= strings.size()) {
            throw new Malformed(at + 8, "property nameoff", nameOffset + " lies behind the strings block");
        }
        Name name = Name.of(ended(strings, nameOffset, strings.size(), "property name"));
        open.getFirst().properties().add(new DtbProperty(name, next, blob.slice(next, length, "property value")));
        next = next + length + 3 & ~3L;
    }

    /// The bytes from `at` up to a zero.
    private static byte[] ended(Bytes bytes, long at, long limit, String field) throws Malformed {
        byte[] window = new byte[LONGEST_NAME + 1];
        int filled = bytes.copyAvailable(at, window, 0, Math.clamp(limit - at, 0, window.length));
        for (int i = 0; i < filled; i++) {
            if (window[i] == 0) {
                return Arrays.copyOf(window, i);
            }
        }
        throw new Malformed(at, field, "does not end within " + LONGEST_NAME + " bytes, or not in its block");
    }
}
