package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of logrotate: `etc/logrotate.conf` and what it includes; the log files are the block of a key.
public final class LogrotateSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "logrotate",
            "Settings of logrotate",
            List.of("logrotate(8)"),
            List.of("Whether cron or a timer runs logrotate is not held against the state."));

    private static final Set<String> SCRIPTS =
            Set.of("postrotate", "prerotate", "firstaction", "lastaction", "preremove");

    /// The inspector; it keeps nothing.
    public LogrotateSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon logrotate = Daemon.of(root, CommandOptions.letters(""), "logrotate");
        Rows rows = new Rows(root, "logrotate");
        Includes includes = new Includes(root);
        for (ConfigFile file :
                logrotate.tool().files(Set.of(), List.of("etc/logrotate.conf", "usr/etc/logrotate.conf"))) {
            read(rows, includes, file);
        }
        if (root.findFile("etc/logrotate.conf").isEmpty()) {
            // Packages put their part there, whether or not something includes it.
            for (Artifact file : includes.folder("etc/logrotate.d", "")) {
                read(rows, includes, new ConfigFile(file, State.UNKNOWN, "nothing seen includes it"));
            }
        }
        rows.put(facts);
    }

    private static void read(Rows rows, Includes includes, ConfigFile from) {
        if (!includes.enter(from.file())) {
            return;
        }
        Blocks blocks = new Blocks();
        StringBuilder patterns = new StringBuilder();
        boolean script = false;
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            if (script) {
                script = !text.equals("endscript");
                continue;
            }
            if (text.startsWith("#") || text.isEmpty()) {
                continue;
            }
            boolean inside = blocks.depth() > 0;
            if (inside && text.startsWith("}")) {
                blocks.close();
                continue;
            }
            String name = text.split("[\\s=]+", 2)[0];
            if (!inside
                    && (text.startsWith("/") || text.startsWith("\"") || text.startsWith("{") || text.endsWith("{"))) {
                if (patterns.length() < 1_000) {
                    patterns.append(' ').append(text.replace("{", "").replace("\"", ""));
                }
                if (text.indexOf('{') >= 0) {
                    blocks.open(patterns.toString());
                    patterns.setLength(0);
                }
            } else if (SCRIPTS.contains(name)) {
                script = true;
            } else if (name.equals("include") && !inside) {
                include(
                        rows,
                        includes,
                        from,
                        line,
                        text.substring(name.length()).strip());
            } else {
                rows.add(
                        from,
                        line,
                        blocks.key(name),
                        text.substring(name.length()).replaceFirst("^[\\s=]+", ""));
            }
        }
        includes.leave(from.file());
    }

    private static void include(Rows rows, Includes includes, ConfigFile from, Lines.Line line, String path) {
        if (!from.isOwn()) {
            return;
        }
        String whole = path.startsWith("/") ? path.substring(1) : path;
        boolean folder = rows.root().find(whole).isPresent()
                && rows.root().findFile(whole).isEmpty();
        List<Artifact> files = folder ? includes.folder(path, "") : includes.find(path, "");
        for (Artifact file : files) {
            String name = Programs.fileName(file);
            boolean tabooed = name.matches(".*(~|,v|\\.(bak|disabled|dpkg-.*|rpm.*|cfsaved|swp|ucf-.*))");
            if (!folder || !tabooed) {
                read(rows, includes, from.including(file));
            }
        }
        if (files.isEmpty() && !folder) {
            rows.missing(from, line, "include", path);
        }
    }
}
