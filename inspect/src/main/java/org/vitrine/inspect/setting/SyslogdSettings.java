package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the plain syslogd, BusyBox's and the older ones: its command line and `syslog.conf`.
public final class SyslogdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "syslogd",
            "Settings of syslogd",
            List.of("BusyBox, sysklogd/syslogd.c", "syslogd(8)", "syslog.conf(5)"),
            List.of("Whether BusyBox was built to read syslog.conf is not told."));

    /// The inspector; it keeps nothing.
    public SyslogdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "syslogd");
        Daemon syslogd = Daemon.of(root, CommandOptions.letters("OlsbRfmap"), "syslogd");
        syslogd.options(rows);
        for (ConfigFile file : syslogd.files(Set.of("-f"), List.of("etc/syslog.conf"))) {
            SyslogConf.read(rows, file);
        }
        rows.put(facts);
    }
}
