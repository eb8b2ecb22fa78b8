package org.vitrine.inspect.service;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What the scripts start that init runs by name, `etc/init.d/rcS` and its like, and the scripts that they call.
public final class RcS implements TreeInspector {
    private static final Card CARD = new Card(
            "rcs",
            "Programs that start-up scripts start",
            List.of("POSIX.1-2017 XCU, chapter 2", "BusyBox, init/init.c"),
            List.of(
                    "Scripts are read, not run: a value that is computed or assigned twice stays a variable.",
                    "Commands inside of substitutions, eval and traps are not looked at.",
                    "Programs that other programs start are not seen, nor what a driver or hotplug starts.",
                    "A condition is decided only where it asks for the script's own arguments."));

    /// The inspector; it keeps nothing.
    public RcS() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        ScriptStarts.limit(root, "rcs", facts);
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        return ScriptStarts.of(root, ScriptStarts.Kind.RC);
    }
}
