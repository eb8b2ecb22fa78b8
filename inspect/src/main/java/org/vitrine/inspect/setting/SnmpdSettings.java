package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of net-snmp's agent snmpd: `snmpd.conf`, its command line, and OpenWrt's `etc/config/snmpd`.
public final class SnmpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "snmpd",
            "Settings of net-snmp's snmpd",
            List.of("snmpd.conf(5)", "snmp_config(5)", "snmpd(8)", "OpenWrt, /etc/init.d/snmpd"),
            List.of("Agents of other makers are not known."));

    private static final List<String> FILES = List.of(
            "etc/snmp/snmpd.conf", "etc/snmpd.conf", "usr/local/etc/snmp/snmpd.conf", "usr/share/snmp/snmpd.conf");
    /// Files that are read beside the first one.
    private static final List<String> BESIDE = List.of(
            "etc/snmp/snmpd.local.conf", "var/lib/snmp/snmpd.conf", "var/net-snmp/snmpd.conf", "etc/snmp/snmp.conf");

    /// What is shown where it is commented out.
    private static final Set<String> WORTH = Set.of(
            "rocommunity",
            "rwcommunity",
            "rocommunity6",
            "rwcommunity6",
            "com2sec",
            "com2sec6",
            "rouser",
            "rwuser",
            "createuser",
            "agentaddress",
            "trapsink",
            "trap2sink",
            "trapcommunity");

    /// The inspector; it keeps nothing.
    public SnmpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon snmpd = Daemon.of(root, CommandOptions.letters("cCDILmMpugx"), "snmpd");
        Rows rows = new Rows(root, "snmpd");
        snmpd.options(rows);
        Includes includes = new Includes(root);
        for (ConfigFile file : snmpd.files(Set.of("-c"), FILES)) {
            read(rows, includes, file);
        }
        Daemon.Force force = snmpd.force();
        for (String path : BESIDE) {
            root.findFile(path)
                    .ifPresent(file -> read(rows, includes, new ConfigFile(file, force.state(), force.reason())));
        }
        Uci.read(rows, "snmpd", "snmpd");
        rows.put(facts);
    }

    private static void read(Rows rows, Includes includes, ConfigFile from) {
        if (!includes.enter(from.file())) {
            return;
        }
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String bare = comment ? text.replaceFirst("^#+\\s?", "") : text;
            String[] words = bare.split("\\s+", 2);
            String value = words.length > 1 ? words[1].strip() : "";
            int hash = value.indexOf(" #");
            value = hash < 0 ? value : value.substring(0, hash).strip();
            if (comment) {
                // Prose goes on for longer than any directive does.
                if (WORTH.contains(words[0].toLowerCase(Locale.ROOT)) && isArguments(value)) {
                    rows.comment(from, line, words[0], value);
                }
            } else if (words[0].equals("includeFile") || words[0].equals("includeDir")) {
                include(rows, includes, from, line, words[0], value);
            } else if (!text.isEmpty() && !text.startsWith("[")) {
                rows.add(from, line, words[0], value);
            }
        }
        includes.leave(from.file());
    }

    private static boolean isArguments(String value) {
        return !value.isEmpty()
                && value.split("\\s+", -1).length <= 7
                && value.indexOf('|') < 0
                && !value.matches(".*[.:]");
    }

    private static void include(
            Rows rows, Includes includes, ConfigFile from, Lines.Line line, String name, String path) {
        if (!from.isOwn()) {
            return;
        }
        String base = Includes.folderOf(rows.root(), from.file());
        List<Artifact> files =
                name.equals("includeFile") ? includes.find(path, base) : includes.find(path + "/*.conf", base);
        files.forEach(file -> read(rows, includes, from.including(file)));
        if (files.isEmpty() && name.equals("includeFile")) {
            rows.missing(from, line, name, path);
        }
    }
}
