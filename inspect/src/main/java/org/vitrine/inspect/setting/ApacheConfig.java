package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.inspect.shell.Lines;

/// Configuration in the form of Apache's httpd, which ProFTPD shares: a directive in each line, `<Block arguments>`
/// around several, a backslash before the end of a line that goes on.
final class ApacheConfig {
    /// Blocks that only ask whether something is there.
    private static final Set<String> CONDITIONS = Set.of("ifmodule", "ifdefine", "ifversion", "ifdirective", "iffile");
    /// Modules that a server without modules of its own has, too.
    private static final Set<String> BUILT_IN = Set.of("core", "so", "http", "unixd", "log_config", "version", "logio");

    private final Rows rows;
    private final Includes includes;
    private final Map<String, String> names;
    private final Set<String> worth;
    private final Map<String, String> variables;
    private final Set<String> modules = new HashSet<>();
    private final List<Condition> conditions = new ArrayList<>();
    private String base;

    /// A condition that is not decided, and how deep the blocks were when it began.
    private record Condition(String text, int depth) {}

    /// A reader of one configuration.
    ///
    /// @param names the directives as the manual spells them
    /// @param worth those that are shown where they are commented out, in lower case
    /// @param variables what stands for `${NAME}`
    /// @param base what paths are relative to, until a `ServerRoot` says otherwise
    ApacheConfig(Rows rows, List<String> names, Set<String> worth, Map<String, String> variables, String base) {
        this.rows = rows;
        this.includes = new Includes(rows.root());
        this.names = new HashMap<>();
        names.forEach(name -> this.names.put(name.toLowerCase(Locale.ROOT), name));
        this.worth = worth;
        this.variables = variables;
        this.base = base;
    }

    void read(ConfigFile from) {
        read(from, new Blocks());
    }

    private void read(ConfigFile from, Blocks blocks) {
        if (!includes.enter(from.file())) {
            return;
        }
        int outer = blocks.depth();
        List<Lines.Line> lines = Lines.of(rows.root().content(from.file()));
        for (int i = 0; i < lines.size(); i++) {
            Lines.Line line = lines.get(i);
            StringBuilder text = new StringBuilder(line.text());
            while (text.length() > 0 && text.charAt(text.length() - 1) == '\\' && i + 1 < lines.size()) {
                text.setLength(text.length() - 1);
                text.append(lines.get(++i).text());
            }
            line(from, line, text.toString().strip(), blocks, outer);
        }
        while (blocks.depth() > outer) {
            leave(blocks);
        }
        includes.leave(from.file());
    }

    private void line(ConfigFile from, Lines.Line line, String text, Blocks blocks, int outer) {
        if (text.startsWith("#")) {
            comment(from, line, text, blocks);
        } else if (text.startsWith("</")) {
            if (blocks.depth() > outer) {
                leave(blocks);
            }
        } else if (text.startsWith("<")) {
            int end = text.lastIndexOf('>');
            enter(text.substring(1, end < 0 ? text.length() : end).strip(), blocks);
        } else if (!text.isEmpty()) {
            directive(from, line, text, blocks);
        }
    }

    private void enter(String block, Blocks blocks) {
        String[] words = block.split("\\s+", 2);
        String name = words[0].toLowerCase(Locale.ROOT);
        String argument = words.length > 1 ? words[1] : "";
        if (CONDITIONS.contains(name)) {
            if (!(name.equals("ifmodule") && modules.contains(module(argument)))) {
                conditions.add(new Condition("only where " + Blocks.cut(block, 200) + " holds", blocks.depth()));
            }
            blocks.openSilently();
        } else {
            List<String> unquoted = words(argument).stream().map(Rows::unquoted).toList();
            blocks.open((names.getOrDefault(name, words[0]) + " " + String.join(" ", unquoted)));
        }
    }

    private void leave(Blocks blocks) {
        blocks.close();
        while (!conditions.isEmpty() && conditions.getLast().depth >= blocks.depth()) {
            conditions.removeLast();
        }
    }

    /// `mod_ssl.c` and `ssl_module` as `ssl`; what asks for its absence as itself.
    private static String module(String name) {
        return name.strip().replaceFirst("^mod_", "").replaceFirst("\\.c$|_module$", "");
    }

    private void directive(ConfigFile from, Lines.Line line, String text, Blocks blocks) {
        String[] words = text.split("\\s+", 2);
        String lower = words[0].toLowerCase(Locale.ROOT);
        String name = names.getOrDefault(lower, words[0]);
        String value = words.length > 1 ? words[1].strip() : "";
        switch (lower) {
            case "include", "includeoptional" -> {
                include(from, line, name, value, lower.equals("include"), blocks);
                return;
            }
            case "serverroot" -> {
                String root = expanded(Rows.unquoted(value));
                base = root.startsWith("/") ? root.substring(1) : base;
            }
            case "define" -> {
                List<String> pair = words(value);
                if (pair.size() == 2 && variables.size() < 500) {
                    variables.put(pair.get(0), Rows.unquoted(pair.get(1)));
                }
            }
            case "loadmodule" -> {
                if (conditions.isEmpty()) {
                    modules.add(module(words(value).getFirst()));
                }
            }
            default -> {}
        }
        String known = value.indexOf("${") < 0 ? value : expanded(value);
        if (conditions.isEmpty()) {
            rows.add(from, line, blocks.key(name), known);
        } else {
            rows.conditional(from, line, blocks.key(name), known, conditions.getLast().text);
        }
    }

    /// Modules that are there without being loaded.
    ApacheConfig withBuiltIn() {
        modules.addAll(BUILT_IN);
        return this;
    }

    private String expanded(String text) {
        String expanded = text;
        for (int at = expanded.indexOf("${"); at >= 0 && expanded.length() < 1024; at = expanded.indexOf("${", at)) {
            int end = expanded.indexOf('}', at);
            String value = end < 0 ? null : variables.get(expanded.substring(at + 2, end));
            if (value == null) {
                at += 2;
            } else {
                expanded = expanded.substring(0, at) + value + expanded.substring(end + 1);
                at += value.length();
            }
        }
        return expanded;
    }

    private void include(ConfigFile from, Lines.Line line, String name, String value, boolean needed, Blocks blocks) {
        if (!from.isOwn()) {
            return;
        }
        String path = expanded(Rows.unquoted(value));
        boolean folder = rows.root()
                .find(path.startsWith("/") ? path.substring(1) : base + "/" + path)
                .map(found -> found.type() == ArtifactType.DIRECTORY)
                .orElse(false);
        List<Artifact> files = folder ? includes.folder(path, base) : includes.find(path, base);
        files.forEach(file -> read(from.including(file), blocks));
        boolean variable = path.indexOf('$') >= 0;
        if (files.isEmpty() && !folder && (variable || needed && !Includes.isPattern(path))) {
            rows.missing(from, line, blocks.key(name), value);
        }
    }

    private void comment(ConfigFile from, Lines.Line line, String text, Blocks blocks) {
        String[] words = text.replaceFirst("^#+[ \\t]?", "").split("\\s+", 2);
        String lower = words[0].toLowerCase(Locale.ROOT);
        // Prose that begins with a directive's name goes on for longer.
        if (words.length == 2
                && worth.contains(lower)
                && names.getOrDefault(lower, "").equals(words[0])
                && words(words[1]).size() <= 4) {
            rows.comment(from, line, blocks.key(words[0]), words[1].strip());
        }
    }

    /// The arguments of a line; quotes are kept.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = at;
            if (c == '"' || c == '\'') {
                int closing = text.indexOf(c, at + 1);
                end = closing < 0 ? text.length() : closing + 1;
            } else {
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                    end++;
                }
            }
            words.add(text.substring(at, end));
            at = end;
        }
        return words.isEmpty() ? List.of("") : words;
    }
}
