package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What `etc/inittab` itself starts, in the dialects of sysvinit, BusyBox and procd: `id:runlevels:action:process`.
public final class Inittab implements TreeInspector {
    private static final Card CARD = new Card(
            "inittab",
            "Programs that etc/inittab starts",
            List.of("sysvinit, inittab(5)", "BusyBox, init/init.c", "OpenWrt procd, inittab"),
            List.of("Of a process that is a list of commands only the last is read."));

    /// The inspector; it keeps nothing.
    public Inittab() {}

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
        for (InittabEntry entry : InittabEntry.all(root)) {
            CommandLine line = CommandLine.of(entry.words());
            if (line.words().isEmpty() || line.stops()) {
                continue;
            }
            // A program that init keeps running counts, whatever it is.
            String name = Programs.name(line.words().getFirst());
            if (!entry.stays() && OneShot.is(name) && !name.startsWith("rc")) {
                continue;
            }
            String when = entry.off().isEmpty() ? " " + entry.action() : " " + entry.action() + ", " + entry.off();
            starts.add(Start.of(
                    root,
                    new Start.Place(
                            entry.file(), entry.line().number(), entry.line().location(entry.file())),
                    "",
                    Lines.shown(entry.process()),
                    line,
                    Service.Starter.INITTAB,
                    entry.off().isEmpty() ? State.ACTIVE : State.INACTIVE,
                    entry.reason() + when));
        }
        return starts;
    }
}
