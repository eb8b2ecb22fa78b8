package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the routing suites FRR, Quagga and Zebra: the commands of their configuration files, as one types
/// them at a virtual terminal (VTY), and FRR's file `daemons`.
public final class FrrSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "frr",
            "Settings of FRR, Quagga and Zebra",
            List.of("FRRouting User Guide, Basic Commands and VTY shell", "Quagga documentation, Basic commands"),
            List.of(
                    "Whether a daemon's own file is read beside frr.conf is not computed.",
                    "Commands at the top of a file are those of the first word, but for the known ones of two."));

    private static final List<String> FOLDERS = List.of("etc/frr", "etc/quagga", "etc/zebra", "usr/local/etc", "etc");
    private static final List<String> WHOLE = List.of("frr.conf", "Quagga.conf", "vtysh.conf");
    private static final Set<String> FILE_OPTIONS = Set.of("-f", "--config_file");

    private static final List<String> DAEMONS = List.of(
            "zebra",
            "bgpd",
            "ospfd",
            "ospf6d",
            "ripd",
            "ripngd",
            "isisd",
            "pimd",
            "ldpd",
            "nhrpd",
            "eigrpd",
            "babeld",
            "staticd",
            "pbrd",
            "bfdd",
            "fabricd",
            "vrrpd",
            "mgmtd",
            "watchfrr");

    /// Commands of two words and more.
    private static final List<String> LONG = List.of(
            "enable password",
            "enable secret",
            "service password-encryption",
            "service advanced-vty",
            "service terminal-length",
            "service integrated-vtysh-config",
            "service cputime-stats",
            "log file",
            "log syslog",
            "log stdout",
            "log monitor",
            "log facility",
            "log record-priority",
            "log timestamp",
            "log commands",
            "log trap",
            "log-adjacency-changes",
            "frr version",
            "frr defaults",
            "banner motd",
            "ip forwarding",
            "ipv6 forwarding",
            "ip route",
            "ip prefix-list",
            "ip nht");

    private static final Set<String> BLOCKS = Set.of("interface", "router", "line", "vrf", "route-map", "key", "bfd");
    private static final Set<String> SINGLE =
            Set.of("password", "enable password", "hostname", "log file", "log syslog", "log facility");

    /// The inspector; it keeps nothing.
    public FrrSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Set<Long> seen = new HashSet<>();
        for (String name : DAEMONS) {
            Rows options = new Rows(root, "frr");
            Daemon daemon = Daemon.of(root, CommandOptions.letters("fiPAuglzMtN"), name);
            daemon.options(options);
            options.put(facts);
            for (ConfigFile file : daemon.files(FILE_OPTIONS, paths(name + ".conf"))) {
                if (seen.add(file.file().id())) {
                    read(root, off(root, file, name), facts);
                }
            }
        }
        List<String> programs = new ArrayList<>(DAEMONS);
        programs.add("vtysh");
        Daemon any = Daemon.of(root, CommandOptions.letters("c"), programs.toArray(String[]::new));
        for (String name : WHOLE) {
            for (ConfigFile file : any.files(Set.of(), paths(name))) {
                if (seen.add(file.file().id())) {
                    read(root, file, facts);
                }
            }
        }
        for (ConfigFile file : any.files(Set.of(), List.of("etc/frr/daemons", "etc/quagga/daemons"))) {
            if (seen.add(file.file().id())) {
                Rows rows = new Rows(root, "frr");
                Assignments.read(rows, file, '=', Set.of("bgpd", "ospfd"));
                rows.put(facts);
            }
        }
    }

    private static List<String> paths(String name) {
        return FOLDERS.stream().map(folder -> folder + "/" + name).toList();
    }

    /// A daemon's own file; not in force where the file `daemons` beside it says that the daemon isn't started.
    private static ConfigFile off(RootFs root, ConfigFile from, String daemon) {
        Optional<Artifact> daemons = root.findFile(Includes.folderOf(root, from.file()) + "/daemons");
        boolean off = from.state() == State.ACTIVE
                && daemons.isPresent()
                && Lines.of(root.content(daemons.get())).stream()
                        .map(line -> line.text().replaceAll("[\\s\"]+", ""))
                        .anyMatch(text -> text.equals(daemon + "=no") || text.equals(daemon + "=0"));
        return off ? new ConfigFile(from.file(), State.INACTIVE, "the file daemons leaves " + daemon + " out") : from;
    }

    private static void read(RootFs root, ConfigFile from, Facts facts) {
        Rows rows = new Rows(root, "frr");
        Blocks blocks = new Blocks();
        for (Lines.Line line : Lines.of(root.content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("!") || text.startsWith("#");
            String bare = (comment ? text.substring(1).strip() : text).replaceAll("\\s+", " ");
            if (comment) {
                comment(rows, from, line, bare);
                continue;
            }
            boolean indented = line.text().startsWith(" ") || line.text().startsWith("\t");
            if (bare.isEmpty()) {
                continue;
            }
            if (bare.equals("end") || bare.equals("exit") || bare.startsWith("exit-")) {
                blocks.close();
                continue;
            }
            if (!indented && blocks.depth() > 0 && !inner(bare)) {
                blocks.clear();
            }
            String first = bare.indexOf(' ') < 0 ? bare : bare.substring(0, bare.indexOf(' '));
            if (BLOCKS.contains(first) && !indented || first.equals("address-family")) {
                if (!first.equals("address-family")) {
                    blocks.clear();
                }
                blocks.open(bare);
            } else {
                String name = name(bare);
                rows.add(
                        from,
                        line,
                        blocks.key(name),
                        bare.substring(name.length()).strip());
            }
        }
        if (from.state() == State.ACTIVE) {
            rows.lastWins(SINGLE::contains);
        }
        rows.put(facts);
    }

    /// Whether a command without indentation belongs to the block before it: files written by hand leave it out.
    private static boolean inner(String text) {
        return List.of("access-class", "exec-timeout", "login", "no login", "neighbor", "network").stream()
                .anyMatch(start -> text.equals(start) || text.startsWith(start + " "));
    }

    private static String name(String text) {
        String no = text.startsWith("no ") ? "no " : "";
        String rest = text.substring(no.length());
        for (String known : LONG) {
            if (rest.equals(known) || rest.startsWith(known + " ")) {
                return no + known;
            }
        }
        int blank = rest.indexOf(' ');
        return no + (blank < 0 ? rest : rest.substring(0, blank));
    }

    private static void comment(Rows rows, ConfigFile from, Lines.Line line, String bare) {
        String name = name(bare);
        String value = bare.substring(name.length()).strip();
        boolean worth = name.equals("password")
                || name.equals("enable password")
                || name.equals("log file")
                || name.equals("log syslog")
                || name.equals("service password-encryption");
        if (worth && value.split(" ", -1).length <= 2) {
            rows.comment(from, line, name, value);
        }
    }
}
