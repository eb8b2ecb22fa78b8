package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.NormalisedSpan.Where.NEW;
import static org.vitrine.change.equivalence.NormalisedSpan.Where.OLD;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of two containers of one format, matched by what they say: of an archive each has its twin, of a file
/// system on flash each is said on the other side too.
final class RecordPair {
    private static final Map<String, EntryRecord.Reader> READERS = Map.of(
            "tar", new TarRecords(),
            "cpio", new CpioRecords(),
            "ar", new ArRecords(),
            "zip", new ZipRecords(),
            "rpm", new RpmRecords(),
            "fat", new FatRecords(),
            "jffs2", new Jffs2Records(),
            "ubifs", new UbifsRecords(),
            "ubi", new UbiRecords());

    private final Opened old;
    private final Opened current;
    private final List<EntryRecord> was;
    private final List<EntryRecord> is;
    private final List<Aside> asides;

    /// Reads both.
    ///
    /// @param asides takes what is set aside
    /// @throws Unreadable when one of them holds anything else than what is known of its format
    RecordPair(Opened old, Opened current, List<Aside> asides) throws Unreadable {
        EntryRecord.Reader reader =
                Optional.ofNullable(READERS.get(old.artifact().format())).orElseThrow();
        this.old = old;
        this.current = current;
        this.was = reader.read(old.content());
        this.is = reader.read(current.content());
        this.asides = asides;
    }

    /// The records of one side.
    List<EntryRecord> of(NormalisedSpan.Where side) {
        return side == OLD ? was : is;
    }

    /// Sets aside what differs in records of which each has a twin, in any order.
    void each() throws Hindrance, Malformed {
        Map<Digest, Deque<EntryRecord>> waiting = waiting();
        for (EntryRecord after : is) {
            Deque<EntryRecord> same = waiting.getOrDefault(after.normal(), new ArrayDeque<>());
            if (same.isEmpty()) {
                throw differs(after.length());
            }
            fields(same.remove(), after);
        }
        long left = waiting.values().stream()
                .flatMap(Deque::stream)
                .mapToLong(EntryRecord::length)
                .sum();
        if (left > 0) {
            throw differs(left);
        }
        order();
    }

    /// Sets aside what differs in records of which each has to be said on both sides, however often.
    void said() throws Hindrance, Malformed {
        Map<Digest, Deque<EntryRecord>> waiting = waiting();
        Map<Digest, EntryRecord> unsaid = new HashMap<>();
        was.forEach(each -> unsaid.put(each.normal(), each));
        for (EntryRecord after : is) {
            Deque<EntryRecord> same = waiting.get(after.normal());
            if (same == null) {
                throw differs(after.length());
            }
            unsaid.remove(after.normal());
            if (!same.isEmpty()) {
                fields(same.remove(), after);
            }
        }
        if (!unsaid.isEmpty()) {
            throw differs(
                    unsaid.values().stream().mapToLong(EntryRecord::length).sum());
        }
    }

    private static Hindrance differs(long residual) {
        return new Hindrance("what it records of an entry differs in more than times", residual);
    }

    private Map<Digest, Deque<EntryRecord>> waiting() {
        Map<Digest, Deque<EntryRecord>> waiting = new HashMap<>();
        was.forEach(each ->
                waiting.computeIfAbsent(each.normal(), _ -> new ArrayDeque<>()).add(each));
        return waiting;
    }

    private void fields(EntryRecord before, EntryRecord after) throws Malformed {
        boolean sameShape = before.fields().size() == after.fields().size();
        for (int i = 0; sameShape && i < before.fields().size(); i++) {
            EntryRecord.Field older = before.fields().get(i);
            EntryRecord.Field newer = after.fields().get(i);
            if (Residual.of(
                            old.content().slice(older.offset(), older.length(), "field"),
                            current.content().slice(newer.offset(), newer.length(), "field"))
                    > 0) {
                add(OLD, older);
                add(NEW, newer);
            }
        }
        if (!sameShape) {
            before.fields().forEach(older -> add(OLD, older));
            after.fields().forEach(newer -> add(NEW, newer));
        }
    }

    private void add(NormalisedSpan.Where side, EntryRecord.Field field) {
        asides.add(new Aside(side, field.offset(), field.length(), true, field.by(), ""));
    }

    /// Lists the records that stand at another place in the order, whole but for the fields set aside.
    private void order() {
        for (int i = 0; i < was.size(); i++) {
            if (!was.get(i).normal().equals(is.get(i).normal())) {
                moved(OLD, was.get(i));
                moved(NEW, is.get(i));
            }
        }
    }

    private void moved(NormalisedSpan.Where where, EntryRecord record) {
        Spans fields = new Spans();
        record.fields().forEach(field -> fields.add(field.offset(), field.length()));
        Spans.Span whole = new Spans.Span(record.offset(), record.offset() + record.length());
        for (Spans.Span span : Spans.cut(List.of(whole), fields.merged())) {
            asides.add(new Aside(where, span.from(), span.size(), false, ContainerNormaliser.ENTRY_ORDER, ""));
        }
    }
}
