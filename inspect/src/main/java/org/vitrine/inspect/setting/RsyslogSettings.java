package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of rsyslog in both of its languages: selectors and `$Directives` of old, and RainerScript's objects.
public final class RsyslogSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "rsyslog",
            "Settings of rsyslog",
            List.of("rsyslog documentation, Basic Structure, RainerScript and legacy directives", "rsyslogd(8)"),
            List.of(
                    "Conditions are blocks of the key and are not decided.",
                    "Property filters (:msg, …) and the statements set, unset and call are shown as rules or left out."));

    private static final Set<String> OBJECTS = Set.of(
            "action", "global", "input", "main_queue", "module", "parser", "timezone", "include", "lookup_table");

    /// Parameters that name an object best, in this order.
    private static final List<String> NAMING = List.of("type", "load", "name");

    /// The inspector; it keeps nothing.
    public RsyslogSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon rsyslog = Daemon.of(root, CommandOptions.letters("fiMNuCo"), "rsyslogd");
        Rows rows = new Rows(root, "rsyslog");
        rsyslog.options(rows);
        for (ConfigFile file : rsyslog.files(Set.of("-f"), List.of("etc/rsyslog.conf", "usr/local/etc/rsyslog.conf"))) {
            new Reader(rows).read(file, new Blocks());
        }
        rows.put(facts);
    }

    /// What is read of a statement of several lines.
    private static final int MAXIMUM_STATEMENT = 8_000;

    private record Parameter(String name, String value) {}

    private static final class Reader {
        private final Rows rows;
        private final Includes includes;
        /// The key of the rule that `&` goes on with.
        private String last = "";

        Reader(Rows rows) {
            this.rows = rows;
            this.includes = new Includes(rows.root());
        }

        void read(ConfigFile from, Blocks blocks) {
            if (!includes.enter(from.file())) {
                return;
            }
            int outer = blocks.depth();
            Text text = Text.of(rows.root().content(from.file()));
            for (int at = 0; at < text.length(); ) {
                char c = text.at(at);
                if (Character.isWhitespace(c) || c == ';') {
                    at++;
                } else if (c == '&') {
                    int end = text.endOfLine(at);
                    String action = text.part(at + 1, end).strip();
                    if (!last.isEmpty() && !action.isEmpty()) {
                        rows.add(from, text.span(at, end), last, action);
                    }
                    at = end;
                } else if (c == '#') {
                    int end = text.endOfLine(at);
                    comment(from, text.span(at, end), blocks);
                    at = end;
                } else if (text.startsWith("/*", at)) {
                    at = behindComment(text, at);
                } else if (c == '}') {
                    if (blocks.depth() > outer) {
                        blocks.close();
                    }
                    at++;
                } else if (c == '{') {
                    blocks.openSilently();
                    at++;
                } else {
                    at = statement(from, text, at, blocks);
                }
            }
            while (blocks.depth() > outer) {
                blocks.close();
            }
            includes.leave(from.file());
        }

        private static int behindComment(Text text, int from) {
            int at = from + 2;
            while (at < text.length() && !text.startsWith("*/", at)) {
                at++;
            }
            return Math.min(at + 2, text.length());
        }

        private int statement(ConfigFile from, Text text, int start, Blocks blocks) {
            int word = start;
            while (Character.isLetterOrDigit(text.at(word)) || text.at(word) == '_') {
                word++;
            }
            String name = text.part(start, word).toLowerCase(Locale.ROOT);
            int open = blanks(text, word);
            if (text.at(open) == '(' && OBJECTS.contains(name)) {
                return object(from, text, start, open, name, blocks);
            }
            if (text.at(open) == '(' && (name.equals("ruleset") || name.equals("template"))) {
                List<Parameter> parameters = new ArrayList<>();
                int end = parameters(text, open, parameters);
                int brace = blanks(text, end);
                if (text.at(brace) == '{' && name.equals("ruleset")) {
                    blocks.open(name + " " + value(parameters, "name"));
                    return brace + 1;
                }
                return text.at(brace) == '{' ? behindBraces(text, brace) : end;
            }
            if (name.equals("if")) {
                int then = then(text, word);
                int brace = blanks(text, then);
                if (text.at(brace) == '{') {
                    String condition = text.part(word, then).replaceFirst("(?i)then\\s*$", "");
                    blocks.open("if " + condition.strip());
                    return brace + 1;
                }
                return conditional(from, text, start, brace, text.part(word, then), blocks);
            }
            if (name.equals("else")) {
                if (text.at(open) == '{') {
                    blocks.open("else");
                    return open + 1;
                }
                return word;
            }
            return line(from, text, start, blocks);
        }

        /// The action that a condition without braces is for.
        private int conditional(ConfigFile from, Text text, int start, int action, String raw, Blocks blocks) {
            String condition = "if " + raw.replaceFirst("(?i)then\\s*$", "").strip();
            int open = text.startsWith("action", action) ? blanks(text, action + "action".length()) : -1;
            if (open > 0 && text.at(open) == '(') {
                blocks.open(condition);
                int end = object(from, text, start, open, "action", blocks);
                blocks.close();
                return end;
            }
            int end = Math.max(text.endOfLine(action), action);
            String value = text.part(action, end).strip();
            if (!value.isEmpty() && !raw.isBlank() && raw.strip().endsWith("then")) {
                last = blocks.key("rule " + Blocks.cut(condition, 300));
                rows.add(from, text.span(start, end), last, value);
            }
            return end;
        }

        private static int blanks(Text text, int from) {
            int at = from;
            while (at < text.length() && Character.isWhitespace(text.at(at))) {
                at++;
            }
            return at;
        }

        /// The offset behind the `then` of a condition; behind the line where there is none.
        private static int then(Text text, int from) {
            int limit = Math.min(text.length(), from + 1_000);
            for (int at = from; at < limit; ) {
                char c = text.at(at);
                if (c == '"' || c == '\'') {
                    at = text.behindQuoted(at);
                } else if (text.startsWith("then", at)
                        && !Character.isLetterOrDigit(text.at(at - 1))
                        && !Character.isLetterOrDigit(text.at(at + 4))) {
                    return at + 4;
                } else {
                    at++;
                }
            }
            return text.endOfLine(from);
        }

        private static int behindBraces(Text text, int from) {
            int depth = 0;
            int at = from;
            while (at < text.length()) {
                char c = text.at(at);
                if (c == '"' || c == '\'') {
                    at = text.behindQuoted(at);
                    continue;
                }
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                at++;
                if (depth == 0) {
                    break;
                }
            }
            return at;
        }

        private int object(ConfigFile from, Text text, int start, int open, String name, Blocks blocks) {
            List<Parameter> parameters = new ArrayList<>();
            int end = parameters(text, open, parameters);
            Lines.Line line = text.span(start, end);
            if (name.equals("include")) {
                include(from, line, blocks.key("include"), value(parameters, "file"), blocks);
                return end;
            }
            put(from, line, name, parameters, blocks);
            return end;
        }

        private void put(ConfigFile from, Lines.Line line, String name, List<Parameter> parameters, Blocks blocks) {
            String subject = "";
            for (String naming : NAMING) {
                subject = subject.isEmpty() ? value(parameters, naming) : subject;
            }
            blocks.open(subject.isEmpty() || name.equals("global") ? name : name + " " + subject);
            for (Parameter parameter : parameters) {
                rows.add(from, line, blocks.key(parameter.name), parameter.value);
            }
            blocks.close();
        }

        private static String value(List<Parameter> parameters, String name) {
            for (Parameter parameter : parameters) {
                if (parameter.name.equalsIgnoreCase(name)) {
                    return parameter.value;
                }
            }
            return "";
        }

        /// Reads `(name="value" …)`; gives the offset behind it.
        private static int parameters(Text text, int open, List<Parameter> parameters) {
            int at = open + 1;
            while (at < text.length() && text.at(at) != ')') {
                int start = at;
                while (Character.isLetterOrDigit(text.at(at)) || text.at(at) == '.' || text.at(at) == '_') {
                    at++;
                }
                String name = text.part(start, at);
                int equals = name.isEmpty() ? at : blanks(text, at);
                if (name.isEmpty() || text.at(equals) != '=') {
                    char c = text.at(start);
                    at = c == '#' ? text.endOfLine(start) : Math.max(at, start + 1);
                    continue;
                }
                at = blanks(text, equals + 1);
                int from = at;
                if (text.at(at) == '"' || text.at(at) == '\'') {
                    at = text.behindQuoted(at);
                } else if (text.at(at) == '[') {
                    while (at < text.length() && text.at(at) != ']') {
                        at = text.at(at) == '"' ? text.behindQuoted(at) : at + 1;
                    }
                    at = Math.min(at + 1, text.length());
                } else {
                    while (at < text.length() && !Character.isWhitespace(text.at(at)) && text.at(at) != ')') {
                        at++;
                    }
                }
                parameters.add(new Parameter(name, Rows.unquoted(text.part(from, at))));
            }
            return Math.min(at + 1, text.length());
        }

        /// A directive or a rule of the old language; gives the offset of its end.
        private int line(ConfigFile from, Text text, int start, Blocks blocks) {
            int end = text.endOfLine(start);
            String all = text.part(start, end).strip();
            while (all.endsWith("\\") && end < text.length() && all.length() < MAXIMUM_STATEMENT) {
                int next = text.endOfLine(end + 1);
                all = all.substring(0, all.length() - 1) + " "
                        + text.part(end + 1, next).strip();
                end = next;
            }
            if (all.startsWith("$")) {
                String[] words = all.split("\\s+", 2);
                String value = words.length > 1 ? words[1].replaceFirst("(?<!\\s)\\s+#.*$", "") : "";
                if (words[0].equalsIgnoreCase("$IncludeConfig")) {
                    include(from, text.span(start, end), blocks.key(words[0]), value, blocks);
                } else {
                    rows.add(from, text.span(start, end), blocks.key(words[0]), value);
                }
                return end;
            }
            SyslogConf.Rule rule = SyslogConf.rule(all);
            if (rule.selector().isEmpty()) {
                return property(from, text, start, end, all, blocks);
            }
            // A selector may stand before an object or a block of the new language.
            int action = start + text.part(start, end).indexOf(rule.action());
            if (rule.action().startsWith("action") && rule.action().indexOf('(') > 0) {
                blocks.open("rule " + rule.selector());
                int behind = object(from, text, start, text.indexOf('(', action), "action", blocks);
                blocks.close();
                return behind;
            }
            if (rule.action().startsWith("{")) {
                blocks.open("rule " + rule.selector());
                return action + 1;
            }
            last = blocks.key("rule " + rule.selector());
            rows.add(from, text.span(start, end), last, rule.action());
            return end;
        }

        /// A property filter, `:msg, contains, "x" action`.
        private int property(ConfigFile from, Text text, int start, int end, String all, Blocks blocks) {
            int quote = all.lastIndexOf('"');
            if (all.startsWith(":") && quote > 0) {
                String action = all.substring(quote + 1).strip();
                last = blocks.key("rule " + all.substring(0, quote + 1));
                rows.add(from, text.span(start, end), last, action);
            }
            return end;
        }

        private void include(ConfigFile from, Lines.Line line, String key, String path, Blocks blocks) {
            if (!from.isOwn()) {
                return;
            }
            List<Artifact> files = path.endsWith("/") ? includes.folder(path, "") : includes.find(path, "");
            files.forEach(file -> read(from.including(file), blocks));
            if (files.isEmpty() && !Includes.isPattern(path)) {
                rows.missing(from, line, key, path);
            }
        }

        private void comment(ConfigFile from, Lines.Line line, Blocks blocks) {
            String bare = line.text().replaceFirst("^#+\\s*", "").strip();
            SyslogConf.Rule rule = SyslogConf.rule(bare);
            if (!rule.selector().isEmpty()) {
                rows.comment(from, line, blocks.key("rule " + rule.selector()), rule.action());
                return;
            }
            int open = bare.indexOf('(');
            String name = open < 0 ? "" : bare.substring(0, open).strip();
            if (OBJECTS.contains(name) && bare.indexOf('=') > open && bare.endsWith(")")) {
                List<Parameter> parameters = new ArrayList<>();
                Text text = Text.of(bare);
                parameters(text, open, parameters);
                blocks.open(name + " "
                        + NAMING.stream()
                                .map(naming -> value(parameters, naming))
                                .filter(value -> !value.isEmpty())
                                .findFirst()
                                .orElse(""));
                parameters.forEach(one -> rows.comment(from, line, blocks.key(one.name), one.value));
                blocks.close();
            } else if (bare.matches("\\$[A-Z]\\w+ \\S+")) {
                String[] words = bare.split(" ", 2);
                rows.comment(from, line, blocks.key(words[0]), words[1]);
            }
        }
    }
}
