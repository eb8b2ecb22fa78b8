package org.vitrine.change.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Header;

/// The fields of two containers' headers: those that have to be the same, and those that a rule lets differ.
final class HeaderFields {
    /// As many members of a gzip file as their headers are recorded of.
    private static final int MEMBERS = 16;

    private final PackingRule oldRule;
    private final PackingRule newRule;

    HeaderFields(PackingRule oldRule, PackingRule newRule) {
        this.oldRule = oldRule;
        this.newRule = newRule;
    }

    /// What is set aside.
    ///
    /// @throws Hindrance when a field differs that has to be the same
    List<Aside> compare(List<Header> old, List<Header> current) throws Hindrance {
        Map<String, List<String>> was = fixed(old, oldRule);
        Map<String, List<String>> is = fixed(current, newRule);
        for (String field : was.keySet()) {
            if (!was.get(field).equals(is.get(field))) {
                throw different(field, was, is);
            }
        }
        for (String field : is.keySet()) {
            if (!is.get(field).equals(was.get(field))) {
                throw different(field, was, is);
            }
        }
        if (was.getOrDefault("members", List.of()).stream().anyMatch(count -> isBeyond(count, MEMBERS))) {
            throw new Hindrance("it has more members than their headers are recorded of", 0);
        }
        List<Aside> asides = new ArrayList<>();
        differing(NormalisedSpan.Where.OLD, old, oldRule, current, asides);
        differing(NormalisedSpan.Where.NEW, current, newRule, old, asides);
        return asides;
    }

    private static boolean isBeyond(String count, int most) {
        return count.length() > 9 || Integer.parseInt(count) > most;
    }

    private static Hindrance different(String field, Map<String, List<String>> was, Map<String, List<String>> is) {
        return new Hindrance("header field " + field + ": " + shown(was.get(field)) + " -> " + shown(is.get(field)), 0);
    }

    private static String shown(@org.jspecify.annotations.Nullable List<String> values) {
        return values == null ? "none" : String.join(", ", values);
    }

    private static Map<String, List<String>> fixed(List<Header> headers, PackingRule rule) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (Header header : headers) {
            if (rule.normaliser(header.field()).isEmpty() && !isVerdict(header)) {
                fields.computeIfAbsent(header.field(), _ -> new ArrayList<>()).add(header.value());
            }
        }
        fields.values().forEach(values -> values.sort(null));
        return fields;
    }

    /// A row that says of a checksum that it is right; the checksum has a row of its own.
    private static boolean isVerdict(Header header) {
        return header.field().endsWith("verified") && header.value().startsWith("right over ");
    }

    private static void differing(
            NormalisedSpan.Where side, List<Header> those, PackingRule rule, List<Header> others, List<Aside> asides) {
        for (Header header : those) {
            Optional<Normaliser> by = rule.normaliser(header.field());
            boolean differs = others.stream()
                    .noneMatch(other -> other.field().equals(header.field())
                            && other.value().equals(header.value())
                            && other.length() == header.length());
            if (by.isPresent() && differs && header.offset() >= 0 && header.length() > 0) {
                asides.add(new Aside(
                        side, header.offset(), header.length(), true, by.get(), header.field() + " " + header.value()));
            }
        }
    }
}
