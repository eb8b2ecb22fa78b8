package org.vitrine.inspect.endpoint;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.RootFs;

/// Where settings, other configuration files and scripts send programs to.
public final class EndpointDeduction implements Deduction {
    private static final Card CARD = new Card(
            "endpoint",
            "Hosts that settings and scripts send programs to",
            List.of(
                    "RFC 3986, section 3",
                    "RFC 2606",
                    "resolv.conf(5), ntp.conf(5), syslog.conf(5), snmp.conf(5)",
                    "OpenWrt documentation, opkg.conf; System configuration"),
            List.of(
                    "Configuration files are those below etc, scripts are files with an interpreter line.",
                    "Web pages, modules of scripting languages and databases are not looked at.",
                    "A name without a scheme counts only where its directive takes a server.",
                    "A host in a variable is not seen, nor what a management server sets later.",
                    "What is commented out, leads to the element itself, or is an example is left out.",
                    "A file gives 256 rows at most, a root file system 20,000."));

    /// The deduction; it keeps nothing.
    public EndpointDeduction() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void deduce(RootFs root, List<Fact> seen, Facts facts) {
        List<Setting> settings = Deduction.of(seen, Setting.class);
        Endpoints rows = new Endpoints(root);
        SettingEndpoints.read(rows, settings);
        ConfigurationEndpoints.read(rows, settings);
        rows.put(facts);
    }
}
