package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;

/// An artifact that is still being built: it gets its id and path once the whole tree stands.
final class Node {
    /// A problem and who met it.
    record Met(String reader, Problem problem) {}

    /// A field of a container's header.
    record Field(String format, String field, String value, long offset, long length) {}

    final Name name;
    /// Its own segment, in display form; unique among its siblings.
    final String segment;

    ArtifactType type;
    Recorded recorded = Recorded.NOTHING;
    int mode;
    long uid;
    long gid;
    long mtime;
    String device = "";
    Name target = Name.EMPTY;
    List<Entry.Attribute> attributes = List.of();
    /// Where it starts in its parent's bytes, or -1.
    long offset = -1;

    /// How it will be decoded, until it is.
    @Nullable
    Decoder decoder;
    /// What its container says its size is; the same as the content's once that is there and whole.
    long declared;

    Bytes content = Bytes.EMPTY;
    ContentPass.@Nullable Findings findings;
    /// The kind of content it is when it is no container.
    String leaf = "";
    /// Whether it is the file that was supplied.
    boolean supplied;
    /// Whether it is a content that was digested and opened elsewhere: a composition shows it a second time.
    boolean known;
    /// The format it was opened as; empty as long as it was not.
    String opened = "";

    List<Node> children = List.of();
    List<Met> problems = List.of();
    List<Field> fields = List.of();
    /// Rows about it that wait for its id.
    List<LongFunction<Fact>> rows = List.of();
    /// Which of its bytes it explains itself; only for what was opened as a container.
    @Nullable
    Spans spans;

    List<Gap> gaps = List.of();
    private @Nullable Map<String, Node> bySegment;
    private @Nullable Map<Name, Node> byName;
    /// How often each segment was wanted that was taken: a thousand of one name must not try a thousand each.
    private @Nullable Map<String, Integer> copies;

    Node(Name name, String segment, ArtifactType type) {
        this.name = name;
        this.segment = segment;
        this.type = type;
    }

    /// A node named by us: `what@offset`.
    static Node part(String what, long offset) {
        return new Node(Name.EMPTY, what + "@" + offset, ArtifactType.PART);
    }

    boolean hasContent() {
        return switch (type) {
            case FILE, HARDLINK, PART -> true;
            case DIRECTORY, SYMLINK, CHARACTER, BLOCK, FIFO, SOCKET -> false;
        };
    }

    void met(String reader, Problem problem) {
        problems = growing(problems);
        problems.add(new Met(reader, problem));
    }

    /// Takes a field of its header.
    void say(Field field) {
        fields = growing(fields);
        fields.add(field);
    }

    /// Takes a row that waits for its id.
    void say(LongFunction<Fact> row) {
        rows = growing(rows);
        rows.add(row);
    }

    /// Takes spans of its bytes that nothing explains.
    void leave(List<Gap> unexplained) {
        gaps = growing(gaps);
        gaps.addAll(unexplained);
    }

    /// Half a million nodes have nothing to put into their lists: a list is made for the first thing in it.
    private static <T> List<T> growing(List<T> list) {
        return list.isEmpty() ? new ArrayList<>() : list;
    }

    /// The entry of this name, the latest where there are several.
    @Nullable
    Node entry(Name wanted) {
        return byName == null ? null : byName.get(wanted);
    }

    /// Adds a child; where its segment is taken, the child is the same under a segment made unique: `passwd@2`.
    Node add(Node child) {
        if (bySegment == null) {
            bySegment = new HashMap<>();
            byName = new HashMap<>();
        }
        Node unique = child;
        // A real name never holds a bare `@`, so what is made here can't meet one.
        while (bySegment.putIfAbsent(unique.segment, unique) != null) {
            copies = copies == null ? new HashMap<>() : copies;
            int copy = copies.merge(child.segment, 1, Integer::sum) + 1;
            unique = new Node(child.name, child.segment + "@" + copy, child.type);
        }
        if (unique.name.size() > 0 && byName != null) {
            byName.put(unique.name, unique);
        }
        children = growing(children);
        children.add(unique);
        return unique;
    }

    /// Becomes the container that was collected: its entries, what it says of itself, and what could not be read
    /// of it.
    void adopt(Node collected) {
        collected.children.forEach(this::add);
        collected.problems.forEach(met -> met(met.reader(), met.problem()));
        collected.fields.forEach(this::say);
        collected.rows.forEach(this::say);
        spans = collected.spans;
        if (collected.recorded != Recorded.NOTHING && recorded == Recorded.NOTHING) {
            recorded = collected.recorded;
            mode = collected.mode;
            uid = collected.uid;
            gid = collected.gid;
            mtime = collected.mtime;
            attributes = collected.attributes;
        }
    }

    /// What was said of it, under another path.
    Entry entry(List<Name> path) {
        int colon = device.indexOf(':');
        long major = colon < 0 ? 0 : Long.parseLong(device.substring(0, colon));
        long minor = colon < 0 ? 0 : Long.parseLong(device.substring(colon + 1));
        return new Entry(path, type, recorded, mode, uid, gid, mtime, major, minor, target, attributes);
    }

    /// Whether it is bytes that nothing around it explains: what was supplied, or a part.
    boolean isRaw() {
        return type == ArtifactType.PART || supplied;
    }

    /// Takes what a container says of it.
    void describe(Entry entry) {
        recorded = entry.recorded();
        mode = entry.mode() & 07777;
        uid = entry.uid();
        gid = entry.gid();
        mtime = entry.mtime();
        target = entry.target();
        attributes = entry.attributes();
        if (entry.type() == ArtifactType.CHARACTER || entry.type() == ArtifactType.BLOCK) {
            device = entry.major() + ":" + entry.minor();
        }
    }
}
