package org.vitrine.inspect.service;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What the scripts of `etc/init.d` start: in force where a link of a runlevel, or another script, runs them.
public final class InitD implements TreeInspector {
    private static final Card CARD = new Card(
            "init.d",
            "Programs that the scripts of etc/init.d start",
            List.of("sysvinit, init(8)", "LSB 5.0 Core, 22.7 System initialization", "OpenWrt, /etc/rc.common"),
            List.of(
                    "Scripts are read as the inspector rcs reads them, with its limits.",
                    "A link is taken to be run when its runlevel is the default one, whatever rc itself decides.",
                    "Dependencies between scripts are not followed."));

    /// The inspector; it keeps nothing.
    public InitD() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        return ScriptStarts.of(root, ScriptStarts.Kind.INIT_D);
    }
}
