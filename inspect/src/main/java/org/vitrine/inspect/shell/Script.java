package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Bytes;

/// A shell script, read but not run: its simple commands in order, its functions, and the variables that
/// get one
/// literal value. POSIX.1-2017 XCU chapter 2, with what ash and bash add; substitutions are kept as text.
public final class Script {
    /// No start-up script is longer; of a longer one the first part is read.
    public static final int MAXIMUM_SIZE = 256 << 10;

    private final String text;
    private final String interpreter;
    private final List<Command> top = new ArrayList<>();
    private final Map<String, List<Command>> functions = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<Command> commented = new ArrayList<>();

    private Script(String text, String interpreter) {
        this.text = text;
        this.interpreter = interpreter;
        Parser.Result parsed = Parser.parse(text);
        Set<String> several = new HashSet<>();
        for (Command command : parsed.commands()) {
            String function = command.function();
            if (function.isEmpty()) {
                top.add(command);
            } else {
                functions.computeIfAbsent(function, _ -> new ArrayList<>()).add(command);
            }
            assignments(command, several);
        }
        several.forEach(values::remove);
        for (Token comment : parsed.comments()) {
            commented(comment).ifPresent(commented::add);
        }
    }

    /// Reads a script; what is no shell gives few commands or odd ones, never an error.
    public static Script of(Bytes content) {
        return of(text(content));
    }

    /// The text of a script as far as it is read, one character for each byte.
    public static String text(Bytes content) {
        return content.head(MAXIMUM_SIZE);
    }

    /// Reads a script given as text, one character for each byte.
    public static Script of(String text) {
        int end = text.indexOf('\n');
        String first = text.substring(0, end < 0 ? text.length() : end);
        return of(text, first.startsWith("#!") ? first.substring(2).strip() : "");
    }

    /// Reads a script whose first line is not the first of its text.
    static Script of(String text, String interpreter) {
        return new Script(text, interpreter);
    }

    /// The interpreter line without `#!`; empty where there is none.
    public String interpreter() {
        return interpreter;
    }

    /// The commands outside of functions, in order.
    public List<Command> top() {
        return top;
    }

    /// The bodies of its functions by name.
    public Map<String, List<Command>> functions() {
        return functions;
    }

    /// The variables that the script assigns exactly once, with the word as it stands.
    public Map<String, String> values() {
        return values;
    }

    /// The commands that stand in comments, one to a line: `#telnetd &`. Prose can look like a command;
    /// whoever
    /// uses these must ask for more than that.
    public List<Command> commented() {
        return commented;
    }

    /// How many commands it has, with those in functions and comments.
    int size() {
        return top.size()
                + commented.size()
                + functions.values().stream().mapToInt(List::size).sum();
    }

    /// The scripts that it writes to files, from here-documents.
    public List<WrittenScript> written() {
        return WrittenScript.of(text);
    }

    /// The script as text, one character for each byte.
    public String text() {
        return text;
    }

    private void assignments(Command command, Set<String> several) {
        List<String> assignments = new ArrayList<>(command.assignments());
        if (!command.words().isEmpty()) {
            switch (command.words().getFirst()) {
                case "export", "local", "readonly", "declare", "typeset" ->
                    command.words().stream()
                            .skip(1)
                            .filter(word -> word.contains("="))
                            .forEach(assignments::add);
                case "read", "getopts", "unset", "config_get", "config_get_bool", "append" ->
                    command.words().stream().skip(1).forEach(several::add);
                default -> {}
            }
        }
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name = assignment.substring(0, equals);
            boolean loop = assignment.endsWith("=" + Parser.LOOP);
            if (loop || name.endsWith("+") || values.putIfAbsent(name, assignment.substring(equals + 1)) != null) {
                several.add(name.endsWith("+") ? name.substring(0, name.length() - 1) : name);
            }
        }
    }

    private static Optional<Command> commented(Token comment) {
        String body = comment.text();
        int start = 0;
        while (start < body.length() && "#\t ".indexOf(body.charAt(start)) >= 0) {
            start++;
        }
        List<Command> commands = Parser.parse(body.substring(start)).commands();
        if (commands.size() != 1 || commands.getFirst().words().isEmpty()) {
            return Optional.empty();
        }
        Command command = commands.getFirst();
        return Optional.of(new Command(
                comment.line(),
                comment.start(),
                comment.end() - comment.start(),
                command.text(),
                command.assignments(),
                command.words(),
                command.redirects(),
                command.background(),
                null));
    }
}
