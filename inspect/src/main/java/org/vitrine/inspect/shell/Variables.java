package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the variables and positional parameters of a running script are known to hold. Words are expanded as far as
/// that goes (POSIX.1-2017 XCU 2.6); what isn't known stays as it stands.
final class Variables {
    private static final int MAXIMUM_DEPTH = 8;
    private static final int MAXIMUM_LENGTH = 4096;
    private static final int MAXIMUM_WORDS = 256;

    private final Map<String, String> values;
    private final List<String> positional;

    /// An expanded word.
    ///
    /// @param known whether nothing in it was left as it stands
    /// @param given whether it holds something of the positional parameters
    record Expansion(String text, boolean known, boolean given) {}

    /// An expansion under way.
    private static final class Expanding {
        final StringBuilder text = new StringBuilder();
        boolean known = true;
        boolean given;
        int work;
    }

    private Variables(Map<String, String> values, List<String> positional) {
        this.values = values;
        this.positional = positional;
    }

    /// Those of a script that was called.
    ///
    /// @param positional `$0`, `$1`, …
    static Variables of(Map<String, String> values, List<String> positional) {
        return new Variables(new HashMap<>(values), List.copyOf(positional));
    }

    /// The same variables, with other positional parameters: a function's.
    Variables called(List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add(positional.isEmpty() ? "" : positional.getFirst());
        all.addAll(arguments);
        return new Variables(values, all);
    }

    /// Adds what a sourced script assigns; what is known already stays.
    void add(Map<String, String> more) {
        more.forEach(values::putIfAbsent);
    }

    /// A list of words, expanded and split.
    List<String> words(List<String> raw) {
        List<String> words = new ArrayList<>();
        for (String word : raw) {
            if (word.equals("\"$@\"") || word.equals("$@") || word.equals("$*") || word.equals("${1+\"$@\"}")) {
                words.addAll(positional.subList(Math.min(1, positional.size()), positional.size()));
                continue;
            }
            String text = expand(word).text();
            boolean split = !word.contains("\"")
                    && !word.contains("'")
                    && word.contains("$")
                    && !word.contains("`")
                    && !word.contains("$(")
                    && text.indexOf(' ') >= 0;
            if (split) {
                words.addAll(List.of(text.strip().split("\\s+", -1)));
            } else if (!(text.isEmpty() && word.startsWith("$"))) {
                words.add(text);
            }
            if (words.size() > MAXIMUM_WORDS) {
                return words.subList(0, MAXIMUM_WORDS);
            }
        }
        return words;
    }

    /// One word, expanded and its quotes taken away.
    Expansion expand(String raw) {
        Expanding to = new Expanding();
        expand(raw, to, 0);
        return new Expansion(to.text.toString(), to.known, to.given);
    }

    private void expand(String raw, Expanding to, int depth) {
        boolean doubled = false;
        int i = 0;
        while (i < raw.length() && to.text.length() < MAXIMUM_LENGTH) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length()) {
                char escaped = raw.charAt(i + 1);
                if (doubled && "$`\"\\\n".indexOf(escaped) < 0) {
                    to.text.append(c);
                }
                if (escaped != '\n') {
                    to.text.append(escaped);
                }
                i += 2;
            } else if (c == '\'' && !doubled) {
                int end = raw.indexOf('\'', i + 1);
                end = end < 0 ? raw.length() : end;
                to.text.append(raw, i + 1, end);
                i = end + 1;
            } else if (c == '"') {
                doubled = !doubled;
                i++;
            } else if (c == '`') {
                int end = raw.indexOf('`', i + 1);
                end = end < 0 ? raw.length() : end + 1;
                to.text.append(raw, i, end);
                to.known = false;
                i = end;
            } else if (c == '$' && i + 1 < raw.length()) {
                i = dollar(raw, i, to, depth);
            } else {
                to.text.append(c);
                i++;
            }
        }
    }

    private int dollar(String raw, int at, Expanding to, int depth) {
        char c = raw.charAt(at + 1);
        if (c == '(') {
            int end = closing(raw, at + 1, '(', ')');
            to.text.append(raw, at, end);
            to.known = false;
            return end;
        }
        if (c == '{') {
            int end = closing(raw, at + 1, '{', '}');
            braces(raw.substring(at, end), to, depth);
            return end;
        }
        int end = at + 1;
        if (Character.isDigit(c)) {
            end++;
        } else {
            while (end < raw.length() && isName(raw.charAt(end))) {
                end++;
            }
        }
        if (end == at + 1) {
            to.text.append('$');
            if ("#?$!@*-".indexOf(c) >= 0) {
                to.text.append(c);
                to.known = false;
                return at + 2;
            }
            return end;
        }
        value(raw.substring(at + 1, end), raw.substring(at, end), "", to, depth);
        return end;
    }

    private void braces(String whole, Expanding to, int depth) {
        int end = 2;
        while (end < whole.length() && isName(whole.charAt(end))) {
            end++;
        }
        String name = whole.substring(2, end);
        String rest = whole.endsWith("}") ? whole.substring(end, whole.length() - 1) : "?";
        if (rest.isEmpty()) {
            value(name, whole, "", to, depth);
        } else if (rest.startsWith(":-") || rest.startsWith(":=")) {
            value(name, whole, rest.substring(2), to, depth);
        } else if (rest.startsWith("-") || rest.startsWith("=")) {
            value(name, whole, rest.substring(1), to, depth);
        } else {
            to.text.append(whole);
            to.known = false;
        }
    }

    private void value(String name, String asItStands, String otherwise, Expanding to, int depth) {
        if (name.length() == 1 && Character.isDigit(name.charAt(0)) && !positional.isEmpty()) {
            int index = name.charAt(0) - '0';
            to.given = true;
            String value = index < positional.size() ? positional.get(index) : "";
            if (value.isEmpty() && !otherwise.isEmpty()) {
                expand(otherwise, to, depth + 1);
            } else {
                to.text.append(value);
            }
            return;
        }
        String value = values.getOrDefault(name, otherwise);
        // Variables of variables can grow without giving any text: the work is counted too.
        if (depth >= MAXIMUM_DEPTH || ++to.work > MAXIMUM_WORDS || value.isEmpty() && !values.containsKey(name)) {
            to.text.append(asItStands);
            to.known = false;
        } else {
            // A value that is computed says less than the variable's name.
            int before = to.text.length();
            boolean known = to.known;
            to.known = true;
            expand(value, to, depth + 1);
            if (!to.known) {
                to.text.setLength(before);
                to.text.append(asItStands);
            }
            to.known &= known;
        }
    }

    private static boolean isName(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static int closing(String raw, int at, char opener, char closer) {
        int depth = 0;
        for (int i = at; i < raw.length(); i++) {
            if (raw.charAt(i) == opener) {
                depth++;
            } else if (raw.charAt(i) == closer && --depth == 0) {
                return i + 1;
            }
        }
        return raw.length();
    }
}
