package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.inspect.spi.ContentInspector;

/// Third-party software by the version strings in its binaries: one pass for literals, then one expression
/// on a small window around each. A product and version are told once for a content, at their first string.
public final class ComponentInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "component",
            "Third-party software by its version strings",
            List.of("package-url/purl-spec, PURL-SPECIFICATION", "NISTIR 7695, 6.2 (CPE 2.3 names)"),
            List.of(
                    "A list of some 150 products; others are not recognised.",
                    "A string can be changed, and a distribution's corrections don't change it.",
                    "uClibc before 1.0 holds no version; its file's name is taken instead.",
                    "Text files and archives are left out, so that documentation gives no component.",
                    "What a program inside of a raw image holds is told for the image too."));

    /// Literals that must stand in a content too, or must not.
    private static final List<String> CONDITIONS = Rules.ALL.stream()
            .flatMap(rule -> Stream.of(rule.with(), rule.without()))
            .filter(literal -> !literal.isEmpty())
            .distinct()
            .toList();

    private static final Needles NEEDLES = needles();
    private static final int BEFORE = 128;
    private static final int WINDOW = 512;
    /// A version apart from its program's name is looked for this far from it.
    private static final int NEAR = 1 << 16;
    /// Hits of one rule that are looked at; a content with more holds lists or nonsense.
    private static final int MAXIMUM_HITS = 64;

    private static Needles needles() {
        List<byte[]> needles = new ArrayList<>();
        Rules.ALL.forEach(rule -> needles.add(rule.bytes()));
        CONDITIONS.forEach(literal -> needles.add(literal.getBytes(StandardCharsets.ISO_8859_1)));
        return new Needles(needles);
    }

    /// A place where a rule fits; the string has one character for each byte.
    private record Found(Rule rule, String version, long offset, String string) {}

    /// The inspector; it keeps nothing.
    public ComponentInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) {
        if (!Binary.is(content)) {
            return;
        }
        TreeMap<Integer, List<Long>> hits = new TreeMap<>();
        Set<String> also = new HashSet<>(Set.of(""));
        NEEDLES.search(content, (needle, at) -> {
            if (needle >= Rules.ALL.size()) {
                also.add(CONDITIONS.get(needle - Rules.ALL.size()));
            } else {
                List<Long> places = hits.computeIfAbsent(needle, _ -> new ArrayList<>());
                if (places.size() < MAXIMUM_HITS) {
                    places.add(at);
                }
            }
        });
        List<Found> found = new ArrayList<>();
        hits.forEach((needle, places) -> {
            Rule rule = Rules.ALL.get(needle);
            boolean out = !rule.without().isEmpty() && also.contains(rule.without());
            if (also.contains(rule.with()) && !out) {
                look(rule, content, places, found);
            }
        });
        found.sort(Comparator.comparingLong(Found::offset)
                .thenComparing(one -> one.rule.product().name()));
        tell(sha256, found, facts);
    }

    private static void look(Rule rule, Bytes content, List<Long> places, List<Found> found) {
        Set<String> versions = new HashSet<>();
        boolean near = false;
        for (long at : places) {
            Optional<Found> one = around(rule, content, at);
            if (one.isPresent() && rule.elsewhere().isPresent() && !near) {
                near = true;
                one = Optional.of(apart(rule, rule.elsewhere().get(), content, one.get()));
            }
            if (rule.needsVersion() && one.isPresent() && one.get().version.isEmpty()) {
                continue;
            }
            one.filter(string -> versions.add(string.version)).ifPresent(found::add);
        }
    }

    private static Optional<Found> around(Rule rule, Bytes content, long at) {
        long start = Math.max(0, at - BEFORE);
        byte[] window = new byte[WINDOW];
        int size = content.copyAvailable(start, window, 0, window.length);
        String text = new String(window, 0, size, StandardCharsets.ISO_8859_1);
        int needle = (int) (at - start);
        Matcher matcher = rule.string().matcher(text);
        int from = 0;
        while (from <= needle && matcher.find(from)) {
            if (matcher.start() <= needle && matcher.end() > needle) {
                String version = matcher.groupCount() > 0 ? rule.version(matcher.group(1)) : "";
                int end = run(text, matcher.end());
                String string = text.substring(matcher.start(), end);
                return Optional.of(new Found(rule, version, start + matcher.start(), string));
            }
            from = matcher.start() + 1;
        }
        return Optional.empty();
    }

    /// The end of the printable run, at most 200 further.
    private static int run(String text, int from) {
        int end = from;
        while (end < text.length() && end < from + 200 && text.charAt(end) >= 0x20 && text.charAt(end) <= 0x7e) {
            end++;
        }
        return end;
    }

    /// The one version that stands near a string as a string of its own; the string without one where there
    /// are several.
    private static Found apart(Rule rule, Pattern version, Bytes content, Found named) {
        long start = Math.max(0, named.offset - NEAR);
        byte[] window = new byte[2 * NEAR];
        int size = content.copyAvailable(start, window, 0, window.length);
        String text = new String(window, 0, size, StandardCharsets.ISO_8859_1);
        Matcher matcher = version.matcher(text);
        Set<String> versions = new LinkedHashSet<>();
        int first = -1;
        int end = -1;
        while (matcher.find()) {
            versions.add(matcher.group(1));
            end = first < 0 ? matcher.end() : end;
            first = first < 0 ? matcher.start() : first;
        }
        if (versions.size() != 1) {
            return named;
        }
        String one = rule.version(versions.iterator().next());
        return new Found(named.rule, one, start + first, text.substring(first, end));
    }

    private static void tell(Digest sha256, List<Found> found, Facts facts) {
        Set<String> named = new HashSet<>();
        Set<List<String>> whole = new HashSet<>();
        for (Found one : found) {
            if (!one.version.isEmpty()) {
                named.add(one.rule.product().name());
            }
            if (one.rule.elsewhere().isEmpty()) {
                whole.add(List.of(one.rule.product().name(), one.version));
            }
        }
        Set<List<String>> told = new HashSet<>();
        for (Found one : found) {
            String product = one.rule.product().name();
            boolean vague = one.version.isEmpty() && named.contains(product);
            // A string that holds product and version says more than a version alone.
            boolean poorer = one.rule.elsewhere().isPresent() && whole.contains(List.of(product, one.version));
            if (!vague && !poorer && told.add(List.of(product, one.version))) {
                facts.add(Component.seen(
                        one.rule.product(),
                        one.version,
                        Component.Method.VERSION_STRING,
                        Display.text(one.string.getBytes(StandardCharsets.ISO_8859_1)),
                        new Location(sha256, one.offset, one.string.length())));
            }
        }
    }
}
