package org.vitrine.change.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Malformed;

/// Compares texts line by line, and structured ones by key: within a budget of rows for each text and for all, which
/// says what it leaves out.
public final class TextChanges {

    /// The largest text that is compared, in bytes.
    public static final int LARGEST = 4 << 20;

    /// How many rows of lines, and of keys, one text has at most.
    public static final int EACH = 400;

    /// How many rows of lines, and of keys, there are in all.
    public static final int ALL = 60_000;

    /// How many lines that stayed are told beside one that didn't.
    static final int CONTEXT = 2;

    private static final int LONGEST = 400;
    private static final int FIRST = 8 << 10;

    private final List<Fact> facts = new ArrayList<>();
    private int lines;
    private int keys;

    private TextChanges() {}

    /// A file of both releases whose content differs.
    ///
    /// @param path its path in the newer release
    /// @param older gives its content in the older release
    /// @param newer gives its content in the newer release
    public record Pair(long oldArtifact, long newArtifact, String path, Supplier<Bytes> older, Supplier<Bytes> newer) {}

    /// What reads otherwise in those of these files that are texts, in their order.
    public static List<Fact> of(Iterable<Pair> pairs) {
        TextChanges changes = new TextChanges();
        pairs.forEach(changes::compare);
        return changes.facts;
    }

    private void compare(Pair pair) {
        Bytes older = pair.older().get();
        Bytes newer = pair.newer().get();
        if (!isText(older, FIRST) || !isText(newer, FIRST)) {
            return;
        }
        if (older.size() > LARGEST || newer.size() > LARGEST) {
            untold(pair, "larger than " + LARGEST + " bytes: not compared");
            return;
        }
        if (!isText(older, LARGEST) || !isText(newer, LARGEST)) {
            return;
        }
        byte[] left = whole(older);
        byte[] right = whole(newer);
        Optional<Lines> before = Lines.of(left);
        Optional<Lines> after = Lines.of(right);
        if (before.isEmpty() || after.isEmpty()) {
            untold(pair, "more than " + Lines.MOST + " lines: not compared");
        } else {
            compare(pair, left, before.get(), right, after.get());
        }
    }

    private void untold(Pair pair, String note) {
        facts.add(new TextChange(
                pair.oldArtifact(), pair.newArtifact(), pair.path(), TextChange.Form.LINES, -1, -1, -1, 0, 0, note));
    }

    private void compare(Pair pair, byte[] left, Lines before, byte[] right, Lines after) {
        Map<String, Integer> numbers = new HashMap<>();
        LineDiff.Result diff = LineDiff.of(before.numbers(numbers), after.numbers(numbers));
        TextChange.Form form = TextChange.Form.LINES;
        Optional<Keys> was = Optional.empty();
        Optional<Keys> now = Optional.empty();
        for (TextChange.Form tried : List.of(TextChange.Form.JSON, TextChange.Form.XML, TextChange.Form.KEYS)) {
            was = keys(tried, left, before);
            now = was.isEmpty() ? was : keys(tried, right, after);
            if (now.isPresent()) {
                form = tried;
                break;
            }
        }
        List<KeyChange> differing =
                was.isPresent() && now.isPresent() ? differing(pair, form, was.get(), now.get()) : List.of();
        int keysTold = Math.min(differing.size(), Math.min(EACH, ALL - keys));
        keys += keysTold;
        List<LineChange> told = new Telling(pair, before, after, diff).rows(Math.min(EACH, ALL - lines));
        lines += told.size();
        int removed = diff.removed().cardinality();
        int added = diff.added().cardinality();
        int linesTold = (int) told.stream()
                .filter(line -> line.kind() != LineChange.Kind.CONTEXT)
                .count();
        facts.add(new TextChange(
                pair.oldArtifact(),
                pair.newArtifact(),
                pair.path(),
                form,
                removed,
                added,
                form == TextChange.Form.LINES ? -1 : differing.size(),
                linesTold,
                keysTold,
                note(diff, removed + added - linesTold, differing.size() - keysTold)));
        facts.addAll(told);
        facts.addAll(differing.subList(0, keysTold));
    }

    private static Optional<Keys> keys(TextChange.Form form, byte[] text, Lines lines) {
        return switch (form) {
            case LINES -> Optional.empty();
            case KEYS -> PlainKeys.of(lines);
            case JSON -> JsonKeys.of(text);
            case XML -> XmlKeys.of(text);
        };
    }

    private static String note(LineDiff.Result diff, int lines, int keys) {
        List<String> notes = new ArrayList<>();
        if (lines > 0) {
            notes.add(lines + " lines are not told, to keep within " + EACH + " rows a text and " + ALL + " in all");
        }
        if (keys > 0) {
            notes.add(keys + " keys are not told, to keep within " + EACH + " rows a text and " + ALL + " in all");
        }
        if (!diff.shortest()) {
            notes.add("a shorter list of lines may exist: the budget of steps ended");
        }
        return String.join("; ", notes);
    }

    private static List<KeyChange> differing(Pair pair, TextChange.Form form, Keys older, Keys newer) {
        Charset charset = form == TextChange.Form.KEYS ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        Set<String> all = new LinkedHashSet<>(older.values().keySet());
        all.addAll(newer.values().keySet());
        List<KeyChange> changes = new ArrayList<>();
        for (String key : all) {
            String was = older.values().get(key);
            String now = newer.values().get(key);
            if (was == null || now == null || !was.equals(now)) {
                changes.add(new KeyChange(
                        pair.oldArtifact(),
                        pair.newArtifact(),
                        pair.path(),
                        changes.size(),
                        was == null
                                ? KeyChange.Kind.ADDED
                                : now == null ? KeyChange.Kind.REMOVED : KeyChange.Kind.CHANGED,
                        shown(key, Secrets::line, charset),
                        was == null ? "" : shown(was, value -> Secrets.value(key, value), charset),
                        now == null ? "" : shown(now, value -> Secrets.value(key, value), charset)));
            }
        }
        return changes;
    }

    /// Whether there is no byte that no text has, among the first ones.
    private static boolean isText(Bytes content, int most) {
        byte[] window = new byte[(int) Math.min(content.size(), most)];
        int count = content.copyAvailable(0, window, 0, window.length);
        for (int i = 0; i < count; i++) {
            int unit = window[i] & 0xff;
            if (unit < ' ' && unit != '\t' && unit != '\n' && unit != '\r' && unit != '\f' && unit != 0x1b) {
                return false;
            }
        }
        return true;
    }

    private static byte[] whole(Bytes content) {
        try {
            return content.array(0, content.size(), "text");
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /// A text without its secrets, printable and not too long.
    private static String shown(String raw, UnaryOperator<String> redacted, Charset charset) {
        // What lies behind is not shown, and need not be looked at.
        String told = redacted.apply(raw.length() <= 4 * LONGEST ? raw : raw.substring(0, 4 * LONGEST));
        String text = Display.text(told.getBytes(charset));
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + " … (" + raw.length() + " characters in all)";
    }

    /// Tells the lines of one text.
    private record Telling(Pair pair, Lines before, Lines after, LineDiff.Result diff) {
        List<LineChange> rows(int most) {
            BitSet oldSecrets = Secrets.bodies(before);
            BitSet newSecrets = Secrets.bodies(after);
            BitSet beside = beside();
            List<LineChange> rows = new ArrayList<>();
            int older = 0;
            int newer = 0;
            while (rows.size() < most && (older < before.count() || newer < after.count())) {
                if (diff.removed().get(older)) {
                    rows.add(row(rows.size(), LineChange.Kind.REMOVED, older + 1, newer, before, older, oldSecrets));
                    older++;
                } else if (diff.added().get(newer)) {
                    rows.add(row(rows.size(), LineChange.Kind.ADDED, older, newer + 1, after, newer, newSecrets));
                    newer++;
                } else {
                    if (beside.get(newer)) {
                        rows.add(row(
                                rows.size(), LineChange.Kind.CONTEXT, older + 1, newer + 1, after, newer, newSecrets));
                    }
                    older++;
                    newer++;
                }
            }
            return rows;
        }

        /// The lines of the newer text that stayed and stand beside one that was removed or added.
        private BitSet beside() {
            BitSet beside = new BitSet();
            int older = 0;
            for (int newer = 0; newer <= after.count(); newer++) {
                boolean near = diff.added().get(newer);
                while (diff.removed().get(older)) {
                    near = true;
                    older++;
                }
                if (near) {
                    beside.set(
                            Math.max(0, newer - CONTEXT),
                            Math.min(
                                    after.count(),
                                    newer + CONTEXT + (diff.added().get(newer) ? 1 : 0)));
                }
                if (!diff.added().get(newer)) {
                    older++;
                }
            }
            return beside;
        }

        private LineChange row(
                int ordinal, LineChange.Kind kind, int oldLine, int newLine, Lines text, int line, BitSet secrets) {
            return new LineChange(
                    pair.oldArtifact(),
                    pair.newArtifact(),
                    pair.path(),
                    ordinal,
                    kind,
                    oldLine,
                    newLine,
                    secrets.get(line)
                            ? Secrets.REDACTED
                            : shown(text.line(line), Secrets::line, StandardCharsets.ISO_8859_1),
                    text.isEnded(line) ? LineChange.Ending.LF : LineChange.Ending.NONE);
        }
    }
}
