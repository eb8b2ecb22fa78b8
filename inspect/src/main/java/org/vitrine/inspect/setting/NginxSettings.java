package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the web server nginx: `name value;` and `name arguments { … }`, includes followed.
public final class NginxSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "nginx",
            "Settings of nginx",
            List.of("nginx documentation, Core functionality and ngx_http_core_module", "nginx(8)"),
            List.of(
                    "What a value is inherited from, or overruled by in an inner block, is not computed.",
                    "What -g on the command line sets is shown as an option only.",
                    "Lua inside blocks is left out; values in quotes are shown as they stand."));

    private static final List<String> FILES = List.of(
            "etc/nginx/nginx.conf",
            "etc/nginx.conf",
            "usr/local/nginx/conf/nginx.conf",
            "usr/local/etc/nginx/nginx.conf",
            "usr/nginx/conf/nginx.conf",
            "opt/nginx/conf/nginx.conf");

    /// Blocks whose lines are data and no directives.
    private static final Set<String> DATA = Set.of("types", "map", "geo", "split_clients", "charset_map", "match");

    /// Directives that are shown where they are commented out.
    private static final Set<String> WORTH = Set.of(
            "server_tokens",
            "ssl_protocols",
            "ssl_ciphers",
            "ssl_certificate",
            "autoindex",
            "user",
            "listen",
            "access_log",
            "error_log",
            "auth_basic",
            "allow",
            "deny",
            "disable_symlinks");

    /// The inspector; it keeps nothing.
    public NginxSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon nginx = Daemon.of(root, CommandOptions.letters("cgpe"), "nginx");
        Rows rows = new Rows(root, "nginx");
        nginx.options(rows);
        for (ConfigFile file : nginx.files(Set.of("-c"), FILES)) {
            new Reader(rows, Includes.folderOf(root, file.file())).read(file, new Blocks());
        }
        rows.put(facts);
    }

    /// One configuration, from its first file on.
    private static final class Reader {
        private final Rows rows;
        private final Includes includes;
        private final String base;

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
            List<String> words = new ArrayList<>();
            int start = 0;
            for (int at = 0; at < text.length(); ) {
                char c = text.at(at);
                if (Character.isWhitespace(c)) {
                    at++;
                } else if (c == '#') {
                    int end = text.endOfLine(at);
                    comment(from, text.span(at, end), blocks);
                    at = end;
                } else if (c == ';' || c == '{' || c == '}') {
                    if (c == ';' && !words.isEmpty()) {
                        directive(from, text.span(start, at + 1), words, blocks);
                    } else if (c == '{') {
                        at = open(text, at, words, blocks);
                    } else if (c == '}' && blocks.depth() > outer) {
                        blocks.close();
                    }
                    words.clear();
                    at++;
                } else {
                    int end = word(text, at);
                    start = words.isEmpty() ? at : start;
                    words.add(text.part(at, end));
                    at = end;
                }
            }
            while (blocks.depth() > outer) {
                blocks.close();
            }
            includes.leave(from.file());
        }

        /// Enters a block; gives the place of its `{`, or of its `}` where what is in it is no directives.
        private static int open(Text text, int at, List<String> words, Blocks blocks) {
            String name = words.isEmpty() ? "" : words.getFirst();
            blocks.open(String.join(" ", words.stream().map(Rows::unquoted).toList()));
            if (!DATA.contains(name) && !name.endsWith("_by_lua_block")) {
                return at;
            }
            int depth = 0;
            int end = at;
            while (end < text.length()) {
                char c = text.at(end);
                if (c == '"' || c == '\'') {
                    end = text.behindQuoted(end);
                    continue;
                }
                if (c == '#') {
                    end = text.endOfLine(end);
                    continue;
                }
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0) {
                    break;
                }
                end++;
            }
            blocks.close();
            return end;
        }

        private static int word(Text text, int from) {
            char first = text.at(from);
            if (first == '"' || first == '\'') {
                return text.behindQuoted(from);
            }
            int at = from;
            while (at < text.length()) {
                char c = text.at(at);
                if (c == '\\') {
                    at += 2;
                } else if (c == '$' && text.at(at + 1) == '{') {
                    at += 2;
                } else if (Character.isWhitespace(c) || c == ';' || c == '{') {
                    break;
                } else {
                    at++;
                }
            }
            return Math.min(Math.max(at, from + 1), text.length());
        }

        private void directive(ConfigFile from, Lines.Line line, List<String> words, Blocks blocks) {
            String name = words.getFirst();
            String value = String.join(" ", words.subList(1, words.size()));
            if (!name.equals("include") || words.size() != 2) {
                rows.add(from, line, blocks.key(name), value);
                return;
            }
            if (!from.isOwn()) {
                return;
            }
            String path = Rows.unquoted(words.get(1));
            List<Artifact> files = includes.find(path, base);
            files.forEach(file -> read(from.including(file), blocks));
            if (files.isEmpty() && !Includes.isPattern(path)) {
                rows.missing(from, line, blocks.key(name), path);
            }
        }

        private void comment(ConfigFile from, Lines.Line line, Blocks blocks) {
            String bare = line.text().replaceFirst("^#+\\s*", "").strip();
            int blank = bare.indexOf(' ');
            if (blank > 0 && bare.endsWith(";") && WORTH.contains(bare.substring(0, blank))) {
                String value = bare.substring(blank + 1, bare.length() - 1);
                rows.comment(from, line, blocks.key(bare.substring(0, blank)), value.strip());
            }
        }
    }
}
