package org.vitrine.inspect.setting;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of OpenWrt's web server uhttpd: `etc/config/uhttpd` and its command line.
public final class UhttpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "uhttpd",
            "Settings of uhttpd",
            List.of("OpenWrt documentation, Web Server uhttpd", "OpenWrt, /etc/init.d/uhttpd"),
            List.of("Options in a variable of unknown value are not seen."));

    /// The inspector; it keeps nothing.
    public UhttpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "uhttpd");
        Daemon.of(root, CommandOptions.letters("AbCcdEehHIiKkLlmNnOoPprsTtUuxy"), "uhttpd")
                .options(rows);
        Uci.read(rows, "uhttpd", "uhttpd");
        rows.put(facts);
    }
}
