package org.vitrine.inspect.setting;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What OpenWrt's `etc/config` sets for the whole system: logging and time (`system`), and the packet filter
/// (`firewall`).
public final class UciSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "uci",
            "Settings of OpenWrt's system and firewall",
            List.of("OpenWrt documentation, The UCI system; System configuration; Firewall configuration"),
            List.of("What scripts of etc/uci-defaults write at the first start is not seen."));

    /// The inspector; it keeps nothing.
    public UciSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows system = new Rows(root, "system");
        Uci.read(system, "system", "system", "log", "sysntpd", "boot");
        system.put(facts);
        Rows firewall = new Rows(root, "firewall");
        Uci.read(firewall, "firewall", "firewall");
        firewall.put(facts);
    }
}
