package org.vitrine.inspect.setting;

import java.util.ArrayList;
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

    private static final Set<String> FOLDERS = Set.of("etc/frr", "etc/quagga", "etc/zebra", "usr/local/etc", "etc");

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
        List<String> programs = new ArrayList<>(DAEMONS);
        programs.add("vtysh");
        for (String daemon : DAEMONS) {
            Rows options = new Rows(root, "frr");
            Daemon.of(root, CommandOptions.letters("fiPAuglzMtN"), daemon).options(options);
            options.put(facts);
        }
        Daemon any = Daemon.of(root, CommandOptions.letters(""), programs.toArray(String[]::new));
        for (String folder : FOLDERS.stream().sorted().toList()) {
            for (String name : names(folder)) {
                String path = folder + "/" + name;
                Daemon reader = name.equals("frr.conf") || name.equals("vtysh.conf") || name.equals("Quagga.conf")
                        ? any
                        : Daemon.of(root, CommandOptions.letters(""), name.replace(".conf", ""));
                Daemon.Force force = reader.force();
                boolean off = off(root, folder, name.replace(".conf", ""));
                root.findFile(path)
                        .map(file -> off && force.state() == State.ACTIVE
                                ? new ConfigFile(file, State.INACTIVE, folder + "/daemons leaves its daemon out")
                                : new ConfigFile(file, force.state(), force.reason()))
                        .ifPresent(file -> read(root, file, facts));
                Copies.of(root, List.of(path)).forEach(copy -> read(root, copy, facts));
            }
            Daemon.Force force = any.force();
            if (!folder.equals("etc")) {
                root.findFile(folder + "/daemons")
                        .ifPresent(file -> daemons(root, new ConfigFile(file, force.state(), force.reason()), facts));
            }
        }
    }

    /// Whether the file `daemons` beside a daemon's own file says that it isn't started.
    private static boolean off(RootFs root, String folder, String daemon) {
        Optional<Artifact> daemons = root.findFile(folder + "/daemons");
        return daemons.isPresent()
                && Lines.of(root.content(daemons.get())).stream()
                        .anyMatch(line -> line.text().strip().matches(daemon + "\\s*=\\s*(\"?no\"?|0)"));
    }

    private static List<String> names(String folder) {
        List<String> names = new ArrayList<>(List.of("frr.conf", "vtysh.conf", "Quagga.conf"));
        DAEMONS.forEach(daemon -> names.add(daemon + ".conf"));
        return folder.equals("etc") ? names.subList(3, names.size()) : names;
    }

    private static void daemons(RootFs root, ConfigFile from, Facts facts) {
        Rows rows = new Rows(root, "frr");
        Assignments.read(rows, from, '=', Set.of("bgpd", "ospfd"));
        rows.put(facts);
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
