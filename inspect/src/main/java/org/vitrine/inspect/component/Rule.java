package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one product gives itself away in its binaries.
///
/// @param product what it is
/// @param needle the literal that is looked for, at least six bytes
/// @param string what must stand around the needle; its first group is the version, when it has one
/// @param elsewhere the version where the needle's string hasn't got it: a string of its own, near the needle
/// @param needsVersion whether nothing is told without exactly one version nearby
/// @param with a literal that must stand in the same content; empty where the string alone is enough
/// @param without a literal that must not; empty where none is in the way
/// @param packed whether the version is a number of two digits each: `20910` is 2.9.10
/// @param examples strings as they were met, each with the version it gives behind a `=>`
record Rule(
        Product product,
        String needle,
        Pattern string,
        Optional<Pattern> elsewhere,
        boolean needsVersion,
        String with,
        String without,
        boolean packed,
        List<String> examples) {
    /// What begins a string: nothing printable before it.
    private static final String START = "(?<![\\x20-\\x7e])";
    /// What ends it: nothing printable behind it.
    private static final String END = "(?![\\x20-\\x7e])";

    /// An expression in which `^` and `$` stand for the ends of the printable run.
    static Pattern bounded(String string) {
        // Inside of brackets ^ keeps its own meaning.
        return Pattern.compile(string.replaceAll("(?<![\\[\\\\])\\^", Matcher.quoteReplacement(START))
                .replaceAll("(?<!\\\\)\\$", Matcher.quoteReplacement(END)));
    }

    byte[] bytes() {
        return needle.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The version that the strings mean by what was matched.
    String version(String matched) {
        if (!packed) {
            return matched;
        }
        int number = Integer.parseInt(matched);
        return number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
    }
}
