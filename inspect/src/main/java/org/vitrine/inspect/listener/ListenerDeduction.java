package org.vitrine.inspect.listener;

import java.util.List;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.RootFs;

/// The ports that programs are told to open: by settings, by command lines, by inetd, xinetd and systemd's sockets; and
/// those that a program that starts takes where nothing names one.
public final class ListenerDeduction implements Deduction {
    private static final Card CARD = new Card(
            "listener",
            "Ports that programs are told to open",
            List.of(
                    "The manuals of the programs that the table `setting` names",
                    "inetd(8), xinetd.conf(5), systemd.socket(5)",
                    "IANA, Service Name and Transport Protocol Port Number Registry"),
            List.of(
                    "What a program opens of its own accord, or reads from a database of its own, is not seen.",
                    "Whether a packet filter stands before a port is not told here; see the settings `firewall`.",
                    "Sockets in the file system are left out.",
                    "A port in a variable of unknown value is -1."));

    /// The deduction; it keeps nothing.
    public ListenerDeduction() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void deduce(RootFs root, List<Fact> seen, Facts facts) {
        List<Setting> settings = Deduction.of(seen, Setting.class);
        Listeners rows = new Listeners(root);
        SettingListeners.read(rows, settings);
        ServerListeners.read(rows, settings);
        InetdListeners.read(rows, settings);
        CommandListeners.read(rows);
        rows.put(facts);
    }
}
