package org.vitrine.inspect.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the web server lighttpd: `name = value`, conditions as blocks, includes followed.
public final class LighttpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "lighttpd",
            "Settings of lighttpd",
            List.of("lighttpd documentation, Configuration", "lighttpd(8)"),
            List.of(
                    "What include_shell gives is not known: it is a row with the state UNKNOWN.",
                    "A value that adds to an earlier one (+=) is shown alone.",
                    "Expressions of variables are shown as they stand."));

    private static final List<String> FILES = List.of(
            "etc/lighttpd/lighttpd.conf",
            "etc/lighttpd.conf",
            "usr/local/etc/lighttpd/lighttpd.conf",
            "usr/local/etc/lighttpd.conf",
            "usr/etc/lighttpd.conf",
            "usr/local/lighttpd/lighttpd.conf");

    /// Settings that are shown where they are commented out.
    private static final List<String> WORTH = List.of(
            "server.tag",
            "server.username",
            "server.groupname",
            "server.port",
            "server.bind",
            "dir-listing.",
            "ssl.",
            "accesslog.filename",
            "server.errorlog",
            "url.access-deny",
            "auth.");

    /// The inspector; it keeps nothing.
    public LighttpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon lighttpd = Daemon.of(root, CommandOptions.letters("fmi"), "lighttpd", "lighttpd-angel");
        Rows rows = new Rows(root, "lighttpd");
        lighttpd.options(rows);
        for (ConfigFile file : lighttpd.files(Set.of("-f"), FILES)) {
            new Reader(rows, Includes.folderOf(root, file.file())).read(file, new Blocks());
        }
        rows.put(facts);
    }

    private static final class Reader {
        private static final int MAXIMUM_VARIABLES = 500;

        private final Rows rows;
        private final Includes includes;
        private final String base;
        private final Map<String, String> variables = new HashMap<>();

        Reader(Rows rows, String base) {
            this.rows = rows;
            this.includes = new Includes(rows.root());
            this.base = base;
        }

        void read(ConfigFile from, Blocks blocks) {
            if (!includes.enter(from.file())) {
                return;
            }
            int outer = blocks.depth();
            Text text = Text.of(rows.root().content(from.file()));
            for (int at = 0; at < text.length(); ) {
                char c = text.at(at);
                if (c == '#') {
                    int end = text.endOfLine(at);
                    comment(from, text.span(at, end), blocks);
                    at = end;
                } else if (c == '}') {
                    if (blocks.depth() > outer) {
                        blocks.close();
                    }
                    at++;
                } else if (c == '$' || isElse(text, at)) {
                    int end = condition(text, at);
                    if (text.at(end) == '{') {
                        blocks.open(text.part(at, end).replaceAll("\\$\\s+(\\w+)\\s*", "\\$$1"));
                        end++;
                    }
                    at = end;
                } else if (isName(c)) {
                    at = statement(from, text, at, blocks);
                } else {
                    at++;
                }
            }
            while (blocks.depth() > outer) {
                blocks.close();
            }
            includes.leave(from.file());
        }

        private static boolean isName(char c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '_'
                    || c == '-'
                    || c == '.';
        }

        private static boolean isElse(Text text, int at) {
            return text.startsWith("else", at) && !isName(text.at(at + 4));
        }

        /// The offset of the `{` that ends a condition, or of the line's end.
        private static int condition(Text text, int from) {
            int at = from;
            while (at < text.length() && text.at(at) != '{' && text.at(at) != '#') {
                boolean quote = text.at(at) == '"';
                at = quote ? text.behindQuoted(at) : at + 1;
            }
            return at;
        }

        private int statement(ConfigFile from, Text text, int start, Blocks blocks) {
            int at = start;
            while (isName(text.at(at))) {
                at++;
            }
            String name = text.part(start, at);
            while (text.at(at) == ' ' || text.at(at) == '\t') {
                at++;
            }
            boolean include = name.equals("include") || name.equals("include_shell");
            int operator = text.at(at) == '+' || text.at(at) == ':' ? at + 1 : at;
            if (!include && (text.at(operator) != '=' || text.at(operator + 1) == '>')) {
                return at;
            }
            StringBuilder value = new StringBuilder();
            int end = value(text, include ? at : operator + 1, value);
            Lines.Line line = text.span(start, end);
            String shown = value.toString().strip();
            if (include) {
                include(from, line, name, shown, blocks);
            } else {
                rows.add(from, line, blocks.key(name), shown);
                Optional<String> known = evaluated(shown);
                if (known.isPresent() && variables.size() < MAXIMUM_VARIABLES) {
                    variables.put(name, known.get());
                }
            }
            return end;
        }

        /// Reads a value up to the end of the line, or of the line where its parentheses are closed.
        private static int value(Text text, int from, StringBuilder value) {
            int depth = 0;
            int at = from;
            char last = '+';
            while (at < text.length()) {
                char c = text.at(at);
                if (c == '"') {
                    last = c;
                    int end = text.behindQuoted(at);
                    value.append(text.part(at, end));
                    at = end;
                    continue;
                }
                if (c == '#') {
                    at = text.endOfLine(at);
                    continue;
                }
                if (c == '\n' && depth <= 0 && last != '+' || c == '}' && depth <= 0) {
                    break;
                }
                last = Character.isWhitespace(c) ? last : c;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                value.append(c);
                at++;
            }
            return at;
        }

        /// The text that strings and known variables joined by `+` give.
        private Optional<String> evaluated(String expression) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < expression.length(); ) {
                char c = expression.charAt(at);
                int end = at + 1;
                if (c == '"') {
                    end = expression.indexOf('"', at + 1);
                    if (end < 0) {
                        return Optional.empty();
                    }
                    text.append(expression, at + 1, end++);
                } else if (isName(c)) {
                    while (end < expression.length() && isName(expression.charAt(end))) {
                        end++;
                    }
                    String name = expression.substring(at, end);
                    String known = variables.get(name.startsWith("var.") ? name : "var." + name);
                    if (known == null) {
                        return Optional.empty();
                    }
                    text.append(known);
                } else if (c != '+' && !Character.isWhitespace(c)) {
                    return Optional.empty();
                }
                if (text.length() > 1024) {
                    return Optional.empty();
                }
                at = end;
            }
            return Optional.of(text.toString());
        }

        private void include(ConfigFile from, Lines.Line line, String name, String expression, Blocks blocks) {
            if (!from.isOwn()) {
                return;
            }
            Optional<String> path = name.equals("include") ? evaluated(expression) : Optional.empty();
            List<Artifact> files = path.map(known -> includes.find(known, base)).orElse(List.of());
            files.forEach(file -> read(from.including(file), blocks));
            if (files.isEmpty() && !path.map(Includes::isPattern).orElse(false)) {
                rows.missing(from, line, blocks.key(name), expression);
            }
        }

        private void comment(ConfigFile from, Lines.Line line, Blocks blocks) {
            String bare = line.text().replaceFirst("^#+\\s*", "");
            int equals = bare.indexOf('=');
            String name = equals < 0
                    ? ""
                    : bare.substring(0, equals).replaceFirst("[+:]$", "").strip();
            boolean worth = WORTH.stream().anyMatch(start -> name.startsWith(start));
            if (worth && name.chars().allMatch(c -> isName((char) c)) && !bare.startsWith("=>", equals)) {
                rows.comment(
                        from, line, blocks.key(name), bare.substring(equals + 1).strip());
            }
        }
    }
}
