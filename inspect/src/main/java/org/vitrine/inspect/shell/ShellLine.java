package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The simple commands of one line of a shell script, as words with quotes taken off. A reader of text, not a
/// shell: nothing is executed or expanded, save variables that the same script sets to a plain value further
/// up.
final class ShellLine {
    private static final int MAXIMUM_VARIABLES = 1000;
    private static final int MAXIMUM_WORD = 4096;

    private final Map<String, String> variables = new HashMap<>();

    /// The commands of a line; none where it is a comment. Of a redirection `> file` the mark `>` and the
    /// file stand as two words.
    List<List<String>> commands(String line) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '$' && quote == '"') {
                    i = variable(line, i, word);
                } else {
                    word.append(c);
                }
                continue;
            }
            switch (c) {
                case '\'', '"' -> {
                    quote = c;
                    inWord = true;
                }
                case '\\' -> {
                    if (i + 1 < line.length()) {
                        word.append(line.charAt(++i));
                        inWord = true;
                    }
                }
                case '$' -> {
                    i = variable(line, i, word);
                    inWord = true;
                }
                case ' ', '\t', '\r' -> {
                    inWord = end(words, word, inWord);
                }
                case '>', '<' -> {
                    // In `2>` the number belongs to the mark.
                    if (inWord && word.length() == 1 && Character.isDigit(word.charAt(0))) {
                        word.setLength(0);
                        words.add("2>");
                        inWord = false;
                    } else {
                        inWord = end(words, word, inWord);
                        words.add(String.valueOf(c));
                    }
                    if (i + 1 < line.length() && line.charAt(i + 1) == c) {
                        i++;
                    }
                }
                case ';', '&', '|', '(', ')', '{', '}', '`' -> {
                    inWord = end(words, word, inWord);
                    words = finish(commands, words);
                }
                case '#' -> {
                    if (!inWord) {
                        finish(commands, words);
                        return commands;
                    }
                    word.append(c);
                }
                default -> {
                    word.append(c);
                    inWord = true;
                }
            }
            if (word.length() > MAXIMUM_WORD) {
                return commands;
            }
        }
        end(words, word, inWord);
        finish(commands, words);
        return commands;
    }

    private static boolean end(List<String> words, StringBuilder word, boolean inWord) {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
        }
        return false;
    }

    private List<String> finish(List<List<String>> commands, List<String> words) {
        int first = 0;
        while (first < words.size() && leads(words.get(first))) {
            first++;
        }
        if (first < words.size()) {
            commands.add(List.copyOf(words.subList(first, words.size())));
        }
        return new ArrayList<>();
    }

    /// Whether a word stands before a command rather than being one; remembers assignments.
    private boolean leads(String word) {
        int equals = word.indexOf('=');
        if (equals > 0 && isName(word.substring(0, equals))) {
            if (variables.size() < MAXIMUM_VARIABLES || variables.containsKey(word.substring(0, equals))) {
                variables.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return true;
        }
        return switch (word) {
            case "then",
                    "else",
                    "elif",
                    "do",
                    "if",
                    "while",
                    "until",
                    "!",
                    "busybox",
                    "/bin/busybox",
                    "sudo",
                    "exec",
                    "command",
                    "nice",
                    "local",
                    "export",
                    "readonly" -> true;
            default -> false;
        };
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '_' && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Appends the value of the variable at `at`, or the text itself where the value is not known; gives the
    /// place of its last character.
    private int variable(String line, int at, StringBuilder word) {
        int from = at + 1;
        boolean braces = from < line.length() && line.charAt(from) == '{';
        int start = braces ? from + 1 : from;
        int end = start;
        while (end < line.length() && isName("_" + line.charAt(end))) {
            end++;
        }
        boolean closed = !braces || end < line.length() && line.charAt(end) == '}';
        String value = closed ? variables.get(line.substring(start, end)) : null;
        if (value == null || end == start) {
            word.append('$');
            return at;
        }
        word.append(value);
        return braces ? end : end - 1;
    }
}
