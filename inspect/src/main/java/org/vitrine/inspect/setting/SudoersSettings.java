package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of sudo: `etc/sudoers` and what it includes. A row for each user's rights, each default, each alias.
public final class SudoersSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "sudoers",
            "Settings of sudo",
            List.of("sudoers(5)"),
            List.of(
                    "Aliases are not put in; which of several rules for a user comes last is not computed.",
                    "The file's owner and mode, which sudo asks for, are not held against its state."));

    private static final Set<String> ALIASES =
            Set.of("User_Alias", "Runas_Alias", "Host_Alias", "Cmnd_Alias", "Cmd_Alias");
    private static final List<String> INCLUDES = List.of("@includedir", "#includedir", "@include", "#include");

    /// A default that is no prose: it sets a value, or its name has more than one part or is a known one.
    private static final Pattern OPTION = Pattern.compile("Defaults(?:[@:>!]\\S*)?\\s+(?:!?[a-z]+(?:_[a-z0-9]++)++"
            + "|!?(?:authenticate|insults|lecture|requiretty|rootpw|runaspw|setenv|targetpw|visiblepw)"
            + "|[a-z0-9_]+\\s*[+-]?=.*)");

    /// The inspector; it keeps nothing.
    public SudoersSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon sudo = Daemon.of(root, CommandOptions.letters(""), path -> !path.contains("busybox"), "sudo");
        Rows rows = new Rows(root, "sudoers");
        Includes includes = new Includes(root);
        for (ConfigFile file : sudo.tool().files(Set.of(), List.of("etc/sudoers", "usr/local/etc/sudoers"))) {
            read(rows, includes, file);
        }
        rows.put(facts);
    }

    private static void read(Rows rows, Includes includes, ConfigFile from) {
        if (!includes.enter(from.file())) {
            return;
        }
        List<Lines.Line> lines = Lines.of(rows.root().content(from.file()));
        for (int i = 0; i < lines.size(); i++) {
            Lines.Line line = lines.get(i);
            StringBuilder all = new StringBuilder(line.text());
            while (all.length() > 0 && all.charAt(all.length() - 1) == '\\' && i + 1 < lines.size()) {
                all.setLength(all.length() - 1);
                all.append(lines.get(++i).text());
            }
            String text = all.toString().strip();
            if (!include(rows, includes, from, line, text)) {
                // `#1000` is a user; any other number sign begins a comment.
                boolean comment = text.startsWith("#") && !text.matches("#-?\\d+\\s.*");
                if (comment) {
                    comment(rows, from, line, text.replaceFirst("^#+\\s*", ""));
                } else if (!text.isEmpty()) {
                    entry(rows, from, line, text);
                }
            }
        }
        includes.leave(from.file());
    }

    private static boolean include(Rows rows, Includes includes, ConfigFile from, Lines.Line line, String text) {
        for (String directive : INCLUDES) {
            if (!text.startsWith(directive) || !text.matches("\\Q" + directive + "\\E\\s+[^\\s].*")) {
                continue;
            }
            String path = Rows.unquoted(text.substring(directive.length()).strip());
            if (!path.startsWith("/") && directive.startsWith("#")) {
                // Prose about including.
                return false;
            }
            if (!from.isOwn()) {
                return true;
            }
            String base = Includes.folderOf(rows.root(), from.file());
            boolean folder = directive.endsWith("dir");
            List<Artifact> files = folder ? includes.folder(path, base) : includes.find(path, base);
            for (Artifact file : files) {
                String name = Programs.fileName(file);
                if (!folder || name.indexOf('.') < 0 && !name.endsWith("~")) {
                    read(rows, includes, from.including(file));
                }
            }
            if (files.isEmpty() && !folder) {
                rows.missing(from, line, directive, path);
            }
            return true;
        }
        return false;
    }

    private static void entry(Rows rows, ConfigFile from, Lines.Line line, String raw) {
        String text = withoutComment(raw);
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String first = text.substring(0, end);
        String rest = text.substring(end).strip();
        if (first.matches("Defaults([@:>!].*)?")) {
            // `Defaults !x` has a blank, `Defaults!/bin/x y` names a command.
            for (String one : split(rest, ',')) {
                rows.add(from, line, first, one);
            }
        } else if (ALIASES.contains(first)) {
            for (String one : split(rest, ':')) {
                int equals = one.indexOf('=');
                if (equals > 0) {
                    rows.add(from, line, first + " " + one.substring(0, equals).strip(), one.substring(equals + 1));
                }
            }
        } else if (text.indexOf('=') > 0) {
            // A list of users may have blanks behind its commas.
            int users = users(text);
            rows.add(from, line, "user " + text.substring(0, users).strip(), text.substring(users));
        }
    }

    private static int users(String text) {
        int at = 0;
        boolean comma = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                int next = at;
                while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
                    next++;
                }
                if (!comma && (next >= text.length() || text.charAt(next) != ',')) {
                    return at;
                }
                at = next;
                continue;
            }
            comma = c == ',';
            at++;
        }
        return at;
    }

    private static String withoutComment(String text) {
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            boolean number = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
            if (c == '#' && !quoted && !number && (at == 0 || text.charAt(at - 1) != '\\')) {
                return text.substring(0, at).strip();
            }
        }
        return text;
    }

    /// The parts between separators that stand outside of quotes and behind no backslash.
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            if (c == '\\') {
                at++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, at).strip());
                from = at + 1;
            }
        }
        parts.add(text.substring(from).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static void comment(Rows rows, ConfigFile from, Lines.Line line, String text) {
        boolean rule = text.matches("\\S+\\s+ALL\\s*=.*");
        boolean option = OPTION.matcher(withoutComment(text)).matches();
        if (rule) {
            int users = users(text);
            rows.comment(from, line, "user " + text.substring(0, users), withoutComment(text.substring(users)));
        } else if (option) {
            String[] words = text.split("\\s+", 2);
            rows.comment(from, line, words[0], withoutComment(words[1]));
        }
    }
}
