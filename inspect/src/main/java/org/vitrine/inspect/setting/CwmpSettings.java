package org.vitrine.inspect.setting;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of remote management by TR-069 (CWMP), as agents on OpenWrt keep them in `etc/config`.
public final class CwmpSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "cwmp",
            "Settings of TR-069 agents",
            List.of("Broadband Forum TR-069, 3.2 Procedures and Requirements", "easycwmp, freecwmp, icwmp: etc/config"),
            List.of("Only agents configured through UCI are known; a vendor's own database is not read."));

    private static final List<String> AGENTS = List.of("cwmpd", "cwmp", "easycwmp", "freecwmp", "icwmp", "tr069");

    /// The inspector; it keeps nothing.
    public CwmpSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "cwmp");
        AGENTS.forEach(agent -> Uci.read(rows, agent, agent, agent + "d"));
        rows.put(facts);
    }
}
