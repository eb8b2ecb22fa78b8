package org.vitrine.inspect.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The table of all products that are recognised, `products.txt` beside this class; its head says how a line reads.
final class Rules {
    /// In the order of the table.
    static final List<Rule> ALL = read();

    private String needle = "";
    private String string = "";
    private String elsewhere = "";
    private boolean needsVersion;
    private String with = "";
    private String without = "";
    private boolean packed;
    private final List<String> examples = new ArrayList<>();

    private Rules() {}

    private static List<Rule> read() {
        List<String> lines;
        try (InputStream table = Rules.class.getResourceAsStream("products.txt")) {
            if (table == null) {
                throw new IllegalStateException("products.txt is missing");
            }
            lines = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Rule> rules = new ArrayList<>();
        Product product = new Product("", "");
        Rules rule = new Rules();
        for (String line : lines) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean head = !line.startsWith("  ");
            if (head || line.startsWith("  find ")) {
                rule.finish(product).ifPresent(rules::add);
                rule = new Rules();
            }
            if (head) {
                int space = line.indexOf(' ');
                product = space < 0
                        ? new Product(line, "")
                        : new Product(line.substring(0, space), line.substring(space + 1));
            } else {
                rule.take(line.substring(2));
            }
        }
        rule.finish(product).ifPresent(rules::add);
        return List.copyOf(rules);
    }

    private void take(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String value = space < 0 ? "" : line.substring(space + 1);
        switch (word) {
            case "find" -> needle = quoted(value);
            case "match" -> string = value;
            case "apart" -> elsewhere = value;
            case "near" -> {
                elsewhere = value;
                needsVersion = true;
            }
            case "with" -> with = quoted(value);
            case "without" -> without = quoted(value);
            case "packed" -> packed = true;
            case "example" -> examples.add(value);
            default -> throw new IllegalStateException("products.txt: " + line);
        }
    }

    private static String quoted(String value) {
        return value.substring(1, value.length() - 1);
    }

    private Optional<Rule> finish(Product product) {
        if (needle.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                product,
                needle,
                elsewhere.isEmpty() ? Rule.bounded(string) : Pattern.compile(Pattern.quote(needle)),
                elsewhere.isEmpty() ? Optional.empty() : Optional.of(Rule.bounded(elsewhere)),
                needsVersion,
                with,
                without,
                packed,
                List.copyOf(examples)));
    }
}
