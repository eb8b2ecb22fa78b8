package org.vitrine.inspect.setting;

import java.util.ArrayList;
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

/// Settings of xinetd: its defaults, and the attributes of each service. Those of a service that is disabled are not
/// in force, but that it is.
public final class XinetdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "xinetd-setting",
            "Settings of xinetd",
            List.of("xinetd.conf(5)"),
            List.of("What `enabled` and `disabled` of the defaults leave out is not taken from the services."));

    /// The inspector; it keeps nothing.
    public XinetdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon xinetd = Daemon.of(root, CommandOptions.words("-f", "-filelog", "-pidfile", "-syslog"), "xinetd");
        Rows rows = new Rows(root, "xinetd");
        Includes includes = new Includes(root);
        for (ConfigFile file : xinetd.files(Set.of("-f"), List.of("etc/xinetd.conf"))) {
            read(rows, includes, file);
        }
        rows.put(facts);
    }

    private record Attribute(Lines.Line line, String name, String value) {}

    private static void read(Rows rows, Includes includes, ConfigFile from) {
        if (!includes.enter(from.file())) {
            return;
        }
        String block = "";
        boolean inside = false;
        List<Attribute> attributes = new ArrayList<>();
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            if (text.startsWith("#") || text.isEmpty()) {
                continue;
            }
            int operator = inside ? text.indexOf('=') : -1;
            if (text.startsWith("}")) {
                close(rows, from, block, attributes);
                inside = false;
            } else if (inside && operator > 0) {
                String name = text.substring(0, operator).replaceFirst("(?<!\\s)\\s*+[+-]?\\s*+$", "");
                attributes.add(
                        new Attribute(line, name, text.substring(operator + 1).strip()));
            } else if (text.startsWith("includedir ") || text.startsWith("include ")) {
                String path = text.substring(text.indexOf(' ') + 1).strip();
                include(rows, includes, from, line, path, text.startsWith("includedir"));
            } else if (!inside) {
                block = text.equals("{") ? block : text.replace("{", "").strip();
                inside = text.endsWith("{");
            }
        }
        includes.leave(from.file());
    }

    private static void include(
            Rows rows, Includes includes, ConfigFile from, Lines.Line line, String path, boolean folder) {
        if (!from.isOwn()) {
            return;
        }
        List<Artifact> files = folder ? includes.folder(path, "") : includes.find(path, "");
        for (Artifact file : files) {
            String name = Programs.fileName(file);
            if (!folder || name.indexOf('.') < 0 && !name.endsWith("~")) {
                read(rows, includes, from.including(file));
            }
        }
        if (files.isEmpty() && !folder) {
            rows.missing(from, line, "include", path);
        }
    }

    private static void close(Rows rows, ConfigFile from, String block, List<Attribute> attributes) {
        boolean off =
                attributes.stream().anyMatch(one -> one.name.equals("disable") && one.value.equalsIgnoreCase("yes"));
        Blocks blocks = new Blocks();
        blocks.open(block);
        for (Attribute one : attributes) {
            String key = blocks.key(one.name);
            if (off && from.isOwn() && !one.name.equals("disable")) {
                rows.add(from, one.line, key, one.value, State.INACTIVE, "disable = yes");
            } else {
                rows.add(from, one.line, key, one.value);
            }
        }
        attributes.clear();
    }
}
