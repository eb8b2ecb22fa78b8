package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What systemd's service units start: ExecStart=, with drop-ins, masks and the links that enable a unit.
public final class Systemd implements TreeInspector {
    private static final Card CARD = new Card(
            "systemd",
            "Programs that systemd starts",
            List.of("systemd.unit(5)", "systemd.service(5)", "systemd.exec(5)"),
            List.of(
                    "A unit counts as started when any target wants it, also one that is not the default.",
                    "ExecStartPre=, ExecStartPost= and generators are not looked at.",
                    "Specifiers other than %i and %I, and environment variables, stay as they stand."));

    /// The inspector; it keeps nothing.
    public Systemd() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        List<Start> starts = new ArrayList<>();
        for (SystemdUnits.Unit unit : SystemdUnits.of(root).services()) {
            for (SystemdUnits.Entry entry : unit.starts()) {
                CommandLine line = CommandLine.of(entry.words());
                String user = line.user().isEmpty() ? unit.user() : line.user();
                starts.add(Start.of(
                        root,
                        new Start.Place(
                                entry.file(),
                                entry.line().number(),
                                entry.line().location(entry.file())),
                        Display.text(unit.name()),
                        Lines.shown(entry.value()),
                        new CommandLine(line.words(), user, true, false),
                        Service.Starter.SYSTEMD,
                        unit.state(),
                        unit.reason() + "; " + root.pathOf(entry.file()) + ":"
                                + entry.line().number()));
            }
        }
        return starts;
    }
}
