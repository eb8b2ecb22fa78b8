package org.vitrine.change.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads texts of which every line is a key and its value: `key = value`, `key: value`, sections in brackets (INI), and
/// OpenWrt's UCI (`config type 'name'`, `option key 'value'`, `list key 'value'`). Comments start with `#`, `;`, `//`
/// or
/// `!`. A text with any other line is none of these.
///
/// A section without a name of its own is called after its option `name`, so that one put in before it moves nothing.
final class PlainKeys {
    private static final Pattern SECTION = Pattern.compile("\\[([^\\[\\]]{1,200})]");
    private static final Pattern PAIR =
            Pattern.compile("(?:export\\s{1,9})?([A-Za-z0-9_.*%@/-]{1,200})\\s{0,40}[=:](.*)", Pattern.DOTALL);
    private static final Pattern UCI = Pattern.compile(
            "(package|config|option|list)\\s{1,40}(['\"]?)([^'\"\\s]{1,200})\\2(?:\\s{1,40}(.*))?", Pattern.DOTALL);

    private final Keys keys = new Keys();
    private final List<Map.Entry<String, String>> open = new ArrayList<>();
    private String section = "";
    private boolean named;

    private PlainKeys() {}

    /// The keys of a text; nothing where it is none of these forms, or has no key.
    static Optional<Keys> of(Lines lines) {
        PlainKeys read = new PlainKeys();
        for (int i = 0; i < lines.count(); i++) {
            String line = lines.line(i).strip();
            if (!isNothing(line) && !read.take(line)) {
                return Optional.empty();
            }
        }
        return read.close() && !read.keys.values().isEmpty() ? Optional.of(read.keys) : Optional.empty();
    }

    private static boolean isNothing(String line) {
        return line.isEmpty()
                || line.startsWith("#")
                || line.startsWith(";")
                || line.startsWith("//")
                || line.startsWith("!");
    }

    private boolean take(String line) {
        Matcher heading = SECTION.matcher(line);
        if (heading.matches()) {
            return start(heading.group(1), true);
        }
        Matcher uci = UCI.matcher(line);
        if (uci.matches()) {
            String value = uci.group(4) == null ? "" : unquoted(uci.group(4));
            return switch (uci.group(1)) {
                case "config" ->
                    start(uci.group(3) + (value.isEmpty() ? "" : "." + value), !value.isEmpty())
                            && open.add(Map.entry("", ""));
                default -> open.add(Map.entry(uci.group(3), value));
            };
        }
        Matcher pair = PAIR.matcher(line);
        return pair.matches() && open.add(Map.entry(pair.group(1), unquoted(pair.group(2))));
    }

    private boolean start(String name, boolean isNamed) {
        boolean room = close();
        section = name;
        named = isNamed;
        return room;
    }

    /// Gives the keys of the section that ends here their names; says whether there was room for them.
    private boolean close() {
        String name = section;
        if (!named && !section.isEmpty()) {
            name += open.stream()
                    .filter(entry -> entry.getKey().equals("name"))
                    .findFirst()
                    .map(entry -> "[" + entry.getValue() + "]")
                    .orElse("");
        }
        boolean room = true;
        for (Map.Entry<String, String> entry : open) {
            String key =
                    entry.getKey().isEmpty() ? name : name.isEmpty() ? entry.getKey() : name + "." + entry.getKey();
            room &= keys.put(key, entry.getValue());
        }
        open.clear();
        return room;
    }

    private static String unquoted(String value) {
        String bare = value.strip();
        int last = bare.length() - 1;
        boolean quoted = last > 0
                && (bare.charAt(0) == '\'' || bare.charAt(0) == '"')
                && bare.charAt(last) == bare.charAt(0)
                && bare.indexOf(bare.charAt(0), 1) == last;
        return quoted ? bare.substring(1, last) : bare;
    }
}
