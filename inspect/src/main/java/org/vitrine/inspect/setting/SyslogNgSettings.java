package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of syslog-ng: options, sources, destinations with their drivers, filters, and the log paths that join
/// them. What no log path uses is not in force.
public final class SyslogNgSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "syslog-ng",
            "Settings of syslog-ng",
            List.of("syslog-ng Open Source Edition Administration Guide, chapters 4 to 8", "syslog-ng.conf(5)"),
            List.of("Blocks, templates, rewrites, parsers and embedded log paths are left out."));

    private static final List<String> FILES =
            List.of("etc/syslog-ng/syslog-ng.conf", "etc/syslog-ng.conf", "usr/local/etc/syslog-ng.conf");

    private static final Set<String> SHOWN = Set.of("options", "source", "destination", "filter", "log");

    /// The inspector; it keeps nothing.
    public SyslogNgSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon syslog = Daemon.of(root, CommandOptions.letters("fpRcugC"), "syslog-ng");
        Rows rows = new Rows(root, "syslog-ng");
        syslog.options(rows);
        for (ConfigFile file : syslog.files(Set.of("-f", "--cfgfile"), FILES)) {
            Reader reader = new Reader(rows, Includes.folderOf(root, file.file()));
            reader.read(file);
            reader.put();
        }
        rows.put(facts);
    }

    /// A statement inside an object: `network("10.0.0.1" port(514));`.
    ///
    /// @param object `destination d_net`
    private record Statement(ConfigFile from, Lines.Line line, String object, String name, String value) {}

    private static final class Reader {
        private static final int MAXIMUM_STATEMENTS = 20_000;

        private static final Pattern USED =
                Pattern.compile("(source|destination)\\s{0,20}\\(\\s{0,20}\"?([\\w.-]+)\"?\\s{0,20}\\)");

        private final Rows rows;
        private final Includes includes;
        private final String base;
        private final List<Statement> statements = new ArrayList<>();
        private final Set<String> used = new HashSet<>();

        Reader(Rows rows, String base) {
            this.rows = rows;
            this.includes = new Includes(rows.root());
            this.base = base;
        }

        void read(ConfigFile from) {
            if (!includes.enter(from.file())) {
                return;
            }
            Text text = Text.of(rows.root().content(from.file()));
            for (int at = 0; at < text.length(); ) {
                char c = text.at(at);
                if (c == '#') {
                    at = text.endOfLine(at);
                } else if (c == '@') {
                    int end = text.endOfLine(at);
                    directive(from, text.span(at, end));
                    at = end;
                } else if (Character.isLetter(c)) {
                    at = object(from, text, at);
                } else {
                    at++;
                }
            }
            includes.leave(from.file());
        }

        private void directive(ConfigFile from, Lines.Line line) {
            String[] words = line.text().strip().split("[\\s:]+", 2);
            String value = words.length > 1 ? words[1].strip() : "";
            if (!words[0].equals("@include")) {
                rows.add(from, line, words[0], value);
                return;
            }
            if (!from.isOwn()) {
                return;
            }
            String path = Rows.unquoted(value);
            List<Artifact> files = includes.find(path, base);
            files.forEach(file -> read(from.including(file)));
            // scl.conf comes with the program and lies in a folder that is compiled in.
            if (files.isEmpty() && !Includes.isPattern(path) && !path.equals("scl.conf")) {
                rows.missing(from, line, "@include", path);
            }
        }

        /// Reads `kind name { … };`; gives the offset behind its brace.
        private int object(ConfigFile from, Text text, int start) {
            int brace = start;
            while (brace < text.length() && "{};#".indexOf(text.at(brace)) < 0) {
                brace = text.at(brace) == '"' ? text.behindQuoted(brace) : brace + 1;
            }
            if (text.at(brace) != '{') {
                return Math.max(start + 1, brace);
            }
            String head = text.part(start, brace).strip().replaceAll("\\s+", " ");
            String kind = head.indexOf(' ') < 0 ? head : head.substring(0, head.indexOf(' '));
            int at = brace + 1;
            int begin = at;
            int depth = 0;
            StringBuilder statement = new StringBuilder();
            while (at < text.length()) {
                char c = text.at(at);
                if (c == '"' || c == '\'') {
                    int end = text.behindQuoted(at);
                    statement.append(text.part(at, end));
                    at = end;
                    continue;
                }
                if (c == '#') {
                    at = text.endOfLine(at);
                    continue;
                }
                if (c == '}' && depth <= 0) {
                    break;
                }
                depth += c == '{' || c == '(' ? 1 : c == '}' || c == ')' ? -1 : 0;
                if (c == ';' && depth <= 0) {
                    statement(
                            from,
                            text.span(begin, at + 1),
                            head,
                            kind,
                            statement.toString().strip());
                    statement.setLength(0);
                    begin = at + 1;
                } else {
                    begin = statement.isEmpty() && Character.isWhitespace(c) ? at + 1 : begin;
                    if (statement.length() > 0 || !Character.isWhitespace(c)) {
                        statement.append(c);
                    }
                }
                at++;
            }
            String rest = statement.toString().strip();
            if (!rest.isEmpty()) {
                statement(from, text.span(begin, at), head, kind, rest);
            }
            return Math.min(at + 1, text.length());
        }

        private void statement(ConfigFile from, Lines.Line line, String head, String kind, String text) {
            if (!SHOWN.contains(kind) || text.isEmpty() || statements.size() >= MAXIMUM_STATEMENTS) {
                return;
            }
            int open = text.indexOf('(');
            boolean call = open > 0 && text.endsWith(")") && !kind.equals("filter");
            String name = call ? text.substring(0, open).strip() : "";
            String value = call ? text.substring(open + 1, text.length() - 1).strip() : text;
            if (kind.equals("log")) {
                Matcher matcher = USED.matcher(text);
                while (matcher.find()) {
                    used.add(matcher.group(1) + " " + matcher.group(2));
                }
            }
            statements.add(new Statement(from, line, head, name, value));
        }

        void put() {
            for (Statement one : statements) {
                Blocks blocks = new Blocks();
                blocks.open(one.object);
                String key = one.name.isEmpty() ? one.object : blocks.key(one.name);
                boolean needed = one.object.startsWith("destination ") || one.object.startsWith("source ");
                boolean off = needed && !used.contains(one.object.replace("\"", ""));
                boolean own = one.from.isOwn();
                if (off && own) {
                    rows.add(
                            one.from,
                            one.line,
                            key,
                            one.value,
                            State.INACTIVE,
                            "no log path uses it; " + one.from.reason());
                } else {
                    rows.add(one.from, one.line, key, one.value);
                }
            }
        }
    }
}
