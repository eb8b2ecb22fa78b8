package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of BusyBox's httpd: its command line and `httpd.conf`.
public final class HttpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "httpd",
            "Settings of BusyBox httpd",
            List.of("BusyBox, networking/httpd.c"),
            List.of("Files httpd.conf in the served folders are not read."));

    /// The inspector; it keeps nothing.
    public HttpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon httpd = Daemon.of(root, CommandOptions.letters("pcdmrehu"), path -> path.contains("busybox"), "httpd");
        Rows rows = new Rows(root, "httpd");
        httpd.options(rows);
        if (httpd.present()) {
            for (ConfigFile from : httpd.files(Set.of("-c"), List.of("etc/httpd.conf"))) {
                for (Lines.Line line : Lines.of(root.content(from.file()))) {
                    String text = line.text().strip();
                    int colon = text.indexOf(':');
                    // A:address, /folder:user:password, *.ext:interpreter
                    if (colon > 0 && !text.startsWith("#")) {
                        rows.add(from, line, text.substring(0, colon), text.substring(colon + 1));
                    }
                }
            }
        }
        rows.put(facts);
    }
}
