package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one product gives itself away in its binaries.
///
/// @param product the usual name, lower case
/// @param needle the literal that is looked for, at least six bytes
/// @param string what must stand around the needle; its first group is the version, when it has one
/// @param elsewhere the version where the needle's string hasn't got it: a string of its own, near the needle
/// @param also a literal that must stand in the same content; empty where the string alone is enough
/// @param examples strings as they were met, each with the version it gives behind a `=>`
record Rule(
        String product,
        String needle,
        Pattern string,
        Optional<Pattern> elsewhere,
        String also,
        List<String> examples) {
    /// What begins a string: nothing printable before it.
    private static final String START = "(?<![\\x20-\\x7e])";
    /// What ends it: nothing printable behind it.
    private static final String END = "(?![\\x20-\\x7e])";

    /// A version that the string itself holds.
    ///
    /// @param string where `^` and `$` stand for the ends of the printable run
    static Rule of(String product, String needle, String string, String... examples) {
        return new Rule(product, needle, bounded(string), Optional.empty(), "", List.of(examples));
    }

    /// A version that stands elsewhere as a string of its own.
    static Rule apart(String product, String needle, String version, String... examples) {
        Pattern string = Pattern.compile(Pattern.quote(needle));
        return new Rule(product, needle, string, Optional.of(bounded("^(" + version + ")$")), "", List.of(examples));
    }

    /// The same rule, for contents that hold another literal too.
    Rule with(String other) {
        return new Rule(product, needle, string, elsewhere, other, examples);
    }

    private static Pattern bounded(String string) {
        // Inside of brackets ^ keeps its own meaning.
        return Pattern.compile(string.replaceAll("(?<!\\[)\\^", Matcher.quoteReplacement(START))
                .replace("$", END));
    }

    byte[] bytes() {
        return needle.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The package URL of a version; of the product alone when it is empty.
    String purl(String version) {
        String name = "pkg:generic/" + product;
        return version.isEmpty() ? name : name + "@" + version.replace("+", "%2B");
    }
}
