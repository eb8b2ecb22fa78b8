package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;

/// Files of OpenWrt's Unified Configuration Interface: sections of options, `etc/config/NAME`.
final class Uci {
    private static final Pattern SECTION = Pattern.compile(
            "config\\s+(?:'([^']*)'|\"([^\"]*)\"|(\\S+))(?:\\s+(?:'([^']*)'|\"([^\"]*)\"|(\\S+)))?\\s*");
    private static final Pattern OPTION = Pattern.compile(
            "(?:option|list)\\s+['\"]?([\\w.-]+)['\"]?\\s+(?:'([^']*)'|\"([^\"]*)\"|(\\S+))\\s*(?:#.*)?");

    private Uci() {}

    /// An option of the section that is being read.
    private record Read(Lines.Line line, String key, String value, boolean comment) {}

    /// Puts the options of `etc/config/NAME` into rows, and those of its samples.
    ///
    /// @param scripts the names of scripts below `etc/init.d` that read it
    static void read(Rows rows, String name, String... scripts) {
        RootFs root = rows.root();
        String path = "etc/config/" + name;
        root.findFile(path).ifPresent(file -> read(rows, inForce(root, file, scripts)));
        Copies.of(root, List.of(path)).forEach(copy -> read(rows, copy));
    }

    private static ConfigFile inForce(RootFs root, Artifact file, String... scripts) {
        ConfigFile found = new ConfigFile(file, State.UNKNOWN, "nothing seen reads it");
        for (String name : scripts) {
            String path = "etc/init.d/" + name;
            Optional<Artifact> script = root.findFile(path);
            if (script.isPresent()
                    && StartUp.of(root).scripts().contains(script.get().id())) {
                return new ConfigFile(file, State.ACTIVE, "start-up runs " + path + ", which reads it");
            }
            if (script.isPresent()) {
                found = new ConfigFile(file, State.INACTIVE, "start-up doesn't run " + path + ", which would read it");
            }
        }
        return found;
    }

    /// Puts the options of a file into rows.
    static void read(Rows rows, ConfigFile from) {
        List<Read> section = new ArrayList<>();
        String type = "";
        String name = "";
        boolean off = false;
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String bare = comment ? text.substring(1).strip() : text;
            Matcher start = SECTION.matcher(bare);
            Matcher option = OPTION.matcher(bare);
            if (start.matches()) {
                // What follows a commented section belongs to it.
                off = comment;
                if (!comment) {
                    close(rows, from, type, name, section);
                    type = group(start, 1);
                    name = group(start, 4);
                }
            } else if (option.matches() && !off && !type.isEmpty()) {
                section.add(new Read(line, option.group(1), group(option, 2), comment));
            }
        }
        close(rows, from, type, name, section);
    }

    private static String group(Matcher matcher, int first) {
        for (int i = first; i < first + 3; i++) {
            if (matcher.group(i) != null) {
                return matcher.group(i);
            }
        }
        return "";
    }

    private static void close(Rows rows, ConfigFile from, String type, String name, List<Read> section) {
        String own = name;
        for (Read read : section) {
            own = own.isEmpty() && read.key.equals("name") && !read.comment ? read.value : own;
        }
        Blocks blocks = new Blocks();
        blocks.open(own.isEmpty() ? type : type + " " + own);
        for (Read read : section) {
            if (read.comment) {
                rows.comment(from, read.line, blocks.key(read.key), read.value);
            } else {
                rows.add(from, read.line, blocks.key(read.key), read.value);
            }
        }
        section.clear();
    }
}
