package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.NormalisedSpan.Where.NEW;
import static org.vitrine.change.equivalence.NormalisedSpan.Where.OLD;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;

/// Two containers of which both were opened: whether their own bytes, beside those of their entries, are the same or
/// accounted for. Every byte of both counts: what the container explains, and what nobody explains.
final class ContainerPair {
    /// The formats whose times stand at places that follow from other fields.
    private static final Map<String, Times> TIMES = Map.of("ext", ExtTimes::of, "iso9660", IsoTimes::of);
    /// The one archive whose entries are encoded.
    private static final String ENCODED = "zip";

    private final Opened old;
    private final Opened current;
    private final PackingRule oldRule;
    private final PackingRule rule;
    private final List<Aside> asides = new ArrayList<>();

    private ContainerPair(Opened old, Opened current) {
        this.old = old;
        this.current = current;
        this.oldRule = PackingRule.of(old.artifact().format());
        this.rule = PackingRule.of(current.artifact().format());
    }

    /// What came of comparing two containers.
    ///
    /// @param hindrance why they aren't the same; empty where all is accounted for
    /// @param asides what was set aside
    /// @param residual bytes that nothing accounts for
    record Outcome(String hindrance, List<Aside> asides, long residual) {}

    /// Finds the times of two containers of one shape.
    @FunctionalInterface
    private interface Times {
        List<Aside> of(Bytes old, Bytes current, List<Spans.Span> known) throws Malformed;
    }

    /// Compares two containers, whose artifacts are held to be the same thing.
    static Outcome compare(Opened old, Opened current) {
        long larger = Math.max(old.content().size(), current.content().size());
        try {
            ContainerPair pair = new ContainerPair(old, current);
            pair.compare(larger);
            pair.asides.sort(Comparator.comparing(Aside::side).thenComparingLong(Aside::offset));
            return new Outcome("", pair.asides, 0);
        } catch (Hindrance e) {
            return new Outcome(String.valueOf(e.getMessage()), List.of(), e.residual());
        } catch (Unreadable e) {
            return new Outcome("its records can't be compared: " + e.getMessage(), List.of(), larger);
        }
    }

    private void compare(long larger) throws Hindrance, Unreadable {
        if (old.half().side().troubled(old.artifact()) || current.half().side().troubled(current.artifact())) {
            throw new Hindrance("it could not be read to its end", larger);
        }
        String format = old.artifact().format();
        if (!format.equals(current.artifact().format()) && !(oldRule.isStream() && rule.isStream())) {
            throw new Hindrance("format " + format + " -> " + current.artifact().format(), larger);
        }
        if (!old.half().partitions(old.artifact()).equals(current.half().partitions(current.artifact()))) {
            throw new Hindrance("the partition table differs", 0);
        }
        if (!old.half().layers(old.artifact()).equals(current.half().layers(current.artifact()))) {
            throw new Hindrance("the image's layers differ", 0);
        }
        List<Aside> fields = new HeaderFields(oldRule, rule)
                .compare(old.half().headers(old.artifact()), current.half().headers(current.artifact()));
        if (rule.hasFields()) {
            asides.addAll(fields);
        }
        if (TIMES.containsKey(format)) {
            asides.addAll(TIMES.get(format)
                    .of(old.content(), current.content(), masks(OLD).merged()));
        }
        rest();
        switch (rule.structure()) {
            case TABLES -> {
                packed(Extent.Kind.STRUCTURE);
                packed(Extent.Kind.DATA);
            }
            case RECORDS -> records();
            case NODES -> nodes();
            case FIXED -> fixed();
        }
    }

    /// What nobody explains has to be the same, in the same order; but for padding.
    private void rest() throws Hindrance, Malformed {
        List<Spans.Span> was = new ArrayList<>(Spans.cut(old.rest(), tables(old)));
        List<Spans.Span> is = new ArrayList<>(Spans.cut(current.rest(), tables(current)));
        List<Aside> oldPadding = padding(old, was, OLD);
        List<Aside> newPadding = padding(current, is, NEW);
        List<Spans.Span> oldMasks = masks(OLD).merged();
        List<Spans.Span> newMasks = masks(NEW).merged();
        long residual = 0;
        boolean same = was.size() == is.size();
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            Bytes before = i < was.size() ? masked(old, oldMasks, List.of(was.get(i))) : Bytes.EMPTY;
            Bytes after = i < is.size() ? masked(current, newMasks, List.of(is.get(i))) : Bytes.EMPTY;
            residual += Residual.of(before, after);
        }
        if (!same || residual > 0) {
            throw new Hindrance("bytes that no format explains differ", residual);
        }
        matched(oldPadding, newPadding);
    }

    /// The tables of a format that no format explains bit by bit, but that no entry can lie in.
    private static List<Spans.Span> tables(Opened side) throws Malformed {
        return side.artifact().format().equals("ubifs") ? UbifsRecords.space(side.content()) : List.of();
    }

    /// Takes runs of zeros and of erased flash out of `spans`.
    private static List<Aside> padding(Opened side, List<Spans.Span> spans, NormalisedSpan.Where where)
            throws Malformed {
        List<Aside> padding = new ArrayList<>();
        List<Spans.Span> others = new ArrayList<>();
        for (Spans.Span span : spans) {
            int value = side.content().u8(span.from(), "padding");
            if ((value == 0 || value == 0xff) && isOnly(side.slice(span), value)) {
                padding.add(new Aside(
                        where,
                        span.from(),
                        span.size(),
                        false,
                        ContainerNormaliser.PADDING,
                        "0x%02x".formatted(value)));
            } else {
                others.add(span);
            }
        }
        spans.clear();
        spans.addAll(others);
        return padding;
    }

    private static boolean isOnly(Bytes bytes, int value) {
        boolean[] only = {true};
        bytes.feed((window, offset, length) -> {
            for (int i = offset; i < offset + length && only[0]; i++) {
                only[0] = (window[i] & 0xff) == value;
            }
        });
        return only[0];
    }

    /// Lists the padding that the other side has no twin of.
    private void matched(List<Aside> oldPadding, List<Aside> newPadding) {
        Map<String, Integer> balance = new HashMap<>();
        oldPadding.forEach(each -> balance.merge(each.value() + each.length(), 1, Integer::sum));
        newPadding.forEach(each -> balance.merge(each.value() + each.length(), -1, Integer::sum));
        for (Aside each : oldPadding) {
            if (balance.merge(each.value() + each.length(), 0, Integer::sum) > 0) {
                balance.merge(each.value() + each.length(), -1, Integer::sum);
                asides.add(each);
            }
        }
        for (Aside each : newPadding) {
            if (balance.merge(each.value() + each.length(), 0, Integer::sum) < 0) {
                balance.merge(each.value() + each.length(), 1, Integer::sum);
                asides.add(each);
            }
        }
    }

    /// Lists the spans of a kind that the other side has no twin of.
    private void packed(Extent.Kind kind) throws Malformed {
        packed(spans(OLD, old.own(kind)), spans(NEW, current.own(kind)));
    }

    private void packed(List<Aside> was, List<Aside> is) throws Malformed {
        Map<Digest, Integer> balance = new HashMap<>();
        List<Digest> oldDigests = digests(old, was);
        List<Digest> newDigests = digests(current, is);
        oldDigests.forEach(each -> balance.merge(each, 1, Integer::sum));
        newDigests.forEach(each -> balance.merge(each, -1, Integer::sum));
        for (int i = 0; i < was.size(); i++) {
            if (balance.getOrDefault(oldDigests.get(i), 0) > 0) {
                balance.merge(oldDigests.get(i), -1, Integer::sum);
                asides.add(was.get(i));
            }
        }
        for (int i = 0; i < is.size(); i++) {
            if (balance.getOrDefault(newDigests.get(i), 0) < 0) {
                balance.merge(newDigests.get(i), 1, Integer::sum);
                asides.add(is.get(i));
            }
        }
    }

    private List<Aside> spans(NormalisedSpan.Where where, List<Spans.Span> own) {
        List<Aside> spans = new ArrayList<>();
        for (Spans.Span span : Spans.cut(own, masks(where).merged())) {
            spans.add(new Aside(where, span.from(), span.size(), false, ContainerNormaliser.PACKING, ""));
        }
        return spans;
    }

    private static List<Digest> digests(Opened side, List<Aside> spans) throws Malformed {
        List<Digest> digests = new ArrayList<>();
        for (Aside span : spans) {
            digests.add(Digest.ofContent(side.content().slice(span.offset(), span.length(), "span")));
        }
        return digests;
    }

    /// The fields of the header that are set aside already.
    private Spans masks(NormalisedSpan.Where where) {
        Spans masks = new Spans();
        asides.stream()
                .filter(each -> each.side() == where && each.kept())
                .forEach(each -> masks.add(each.offset(), each.length()));
        return masks;
    }

    private void records() throws Hindrance, Unreadable {
        RecordPair records = new RecordPair(old, current, asides);
        records.each();
        beside(records.of(OLD), records.of(NEW));
        if (old.artifact().format().equals(ENCODED)) {
            packed(Extent.Kind.DATA);
        }
    }

    private void nodes() throws Hindrance, Unreadable {
        new RecordPair(old, current, asides).said();
        packed(Extent.Kind.STRUCTURE);
        packed(Extent.Kind.DATA);
        packed(spans(OLD, tables(old)), spans(NEW, tables(current)));
    }

    /// What an archive explains beside its records and its entries has to be zeros: the blocks that end it.
    private void beside(List<EntryRecord> was, List<EntryRecord> is) throws Hindrance, Malformed {
        List<Aside> oldEnd = ends(old, was, OLD);
        List<Aside> newEnd = ends(current, is, NEW);
        matched(oldEnd, newEnd);
    }

    private static List<Aside> ends(Opened side, List<EntryRecord> records, NormalisedSpan.Where where)
            throws Hindrance, Malformed {
        Spans known = new Spans();
        records.forEach(each -> known.add(each.offset(), each.length()));
        List<Spans.Span> left = new ArrayList<>(Spans.cut(side.own(Extent.Kind.STRUCTURE), known.merged()));
        List<Aside> ends = padding(side, left, where);
        // The magic of an ar archive, and the line feed behind an odd member, are the same in each.
        left.removeIf(span ->
                side.artifact().format().equals("ar") && (span.from() == 0 && span.size() == 8 || isFeed(side, span)));
        if (!left.isEmpty()) {
            throw new Hindrance(
                    "it holds more than records and entries", left.getFirst().size());
        }
        return ends;
    }

    private static boolean isFeed(Opened side, Spans.Span span) {
        return span.size() == 1 && side.content().matches(span.from(), new byte[] {'\n'});
    }

    /// All of its own bytes have to be the same, but for the fields of the header.
    private void fixed() throws Hindrance, Malformed {
        if (!masks(OLD).merged().equals(masks(NEW).merged())) {
            throw new Hindrance("its header's fields stand at other places", 0);
        }
        long residual = Residual.of(
                masked(old, masks(OLD).merged(), old.own()),
                masked(current, masks(NEW).merged(), current.own()));
        if (residual > 0) {
            throw new Hindrance("its own bytes differ, and nothing accounts for that", residual);
        }
    }

    /// The bytes of spans with zeros in the place of the header's fields.
    private static Bytes masked(Opened side, List<Spans.Span> masks, List<Spans.Span> spans) throws Malformed {
        List<Bytes> pieces = new ArrayList<>();
        for (Spans.Span span : spans) {
            long at = span.from();
            for (Spans.Span left : Spans.cut(List.of(span), masks)) {
                pieces.add(Hole.of(left.from() - at));
                pieces.add(side.slice(left));
                at = left.to();
            }
            pieces.add(Hole.of(span.to() - at));
        }
        return Stitched.of(pieces);
    }
}
