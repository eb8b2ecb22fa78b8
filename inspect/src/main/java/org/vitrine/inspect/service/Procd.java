package org.vitrine.inspect.service;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What procd of OpenWrt is told to run: `procd_set_param command …` in a script of `etc/init.d`.
public final class Procd implements TreeInspector {
    private static final Card CARD = new Card(
            "procd",
            "Programs that procd runs",
            List.of("OpenWrt, procd-init-scripts", "OpenWrt, /lib/functions/procd.sh"),
            List.of(
                    "Arguments that are appended only under a condition are left out of the command.",
                    "Of scripts in etc/uci-defaults only the init scripts that they write are looked at.",
                    "Whether a service is switched off in its uci configuration is not asked.",
                    "Services that other programs give procd over ubus are not seen."));

    /// The inspector; it keeps nothing.
    public Procd() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        return ScriptStarts.of(root, ScriptStarts.Kind.PROCD);
    }
}
