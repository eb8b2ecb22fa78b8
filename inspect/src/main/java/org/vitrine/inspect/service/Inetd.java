package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What the super-servers start: `etc/inetd.conf` of inetd; `etc/xinetd.conf` and its folder of xinetd.
public final class Inetd implements TreeInspector {
    private static final Card CARD = new Card(
            "inetd",
            "Programs that inetd and xinetd start",
            List.of("inetd(8)", "BusyBox, networking/inetd.c", "xinetd.conf(5)"),
            List.of("Whether inetd runs is told only by what starts it; where nothing does, the state is UNKNOWN."));

    /// The inspector; it keeps nothing.
    public Inetd() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        List<Start> others = new ArrayList<>(Inittab.starts(root));
        others.addAll(ScriptStarts.of(root));
        others.addAll(Systemd.starts(root));
        List<Start> starts = new ArrayList<>();
        root.findFile("etc/inetd.conf").ifPresent(file -> inetd(root, file, server(others, "inetd"), starts));
        starts.addAll(Xinetd.starts(root, server(others, "xinetd")));
        return starts;
    }

    /// Whether the super-server runs.
    record Server(State state, String reason) {}

    private static Server server(List<Start> others, String name) {
        Optional<Service> server = Optional.empty();
        for (Start start : others) {
            String first = start.words().isEmpty() ? "" : start.words().getFirst();
            boolean named = first.equals(name) || first.endsWith("/" + name);
            if (named && (server.isEmpty() || start.service().state() == State.ACTIVE)) {
                server = Optional.of(start.service());
            }
            if (server.isPresent() && server.get().state() == State.ACTIVE) {
                break;
            }
        }
        return server.map(found -> new Server(found.state(), found.reason() + " runs " + name))
                .orElse(new Server(State.UNKNOWN, "nothing seen starts " + name));
    }

    /// `service type protocol wait user program arguments…`, a line each.
    private static void inetd(RootFs root, Artifact file, Server server, List<Start> starts) {
        for (Lines.Line line : Lines.of(root.content(file))) {
            String text = line.text().strip();
            String[] fields = text.split("\\s+", 7);
            if (text.startsWith("#") || fields.length < 6) {
                continue;
            }
            String user = fields[4].split("[.:/]", 2)[0];
            List<String> words = new ArrayList<>();
            if (!fields[5].equals("internal")) {
                words.add(fields[5]);
                String[] arguments = fields.length > 6 ? fields[6].split("\\s+", -1) : new String[0];
                // The first is the program's own name.
                for (int i = 1; i < arguments.length; i++) {
                    words.add(arguments[i]);
                }
            }
            starts.add(Start.of(
                    root,
                    new Start.Place(file, line.number(), line.location(file)),
                    Lines.shown(fields[0]),
                    line.shown(),
                    new CommandLine(words, user, true, false),
                    Service.Starter.INETD,
                    server.state(),
                    server.reason() + "; " + root.pathOf(file) + ":" + line.number()));
        }
    }
}
