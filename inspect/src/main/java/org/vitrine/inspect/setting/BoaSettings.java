package org.vitrine.inspect.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the web server Boa: `boa.conf`, a directive in each line.
public final class BoaSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "boa",
            "Settings of the Boa web server",
            List.of("Boa documentation, 2.3 Files used and 2.4 Compile-time and command-line options"),
            List.of("Directives that vendors added are shown as they stand."));

    private static final List<String> FILES =
            List.of("etc/boa/boa.conf", "etc/boa.conf", "usr/local/boa/boa.conf", "usr/local/etc/boa/boa.conf");

    private static final Map<String, String> NAMES = names();

    private static final Set<String> SINGLE = Set.of("Port", "User", "Group", "DocumentRoot", "ErrorLog", "AccessLog");

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String name : """
                AccessLog AddType Alias Auth CGILog CGIPath CGIumask DefaultType DirectoryCache DirectoryIndex
                DirectoryMaker DocumentRoot ErrorLog Group KeepAliveMax KeepAliveTimeout Listen MimeTypes PidFile Port
                Redirect ScriptAlias ServerAdmin ServerName ServerRoot SinglePostLimit UseLocaltime User UserDir
                VerboseCGILogs VirtualHost
                """.strip().split("\\s+", -1)) {
            names.put(name.toLowerCase(Locale.ROOT), name);
        }
        return names;
    }

    /// The inspector; it keeps nothing.
    public BoaSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon boa = Daemon.of(root, CommandOptions.letters("cfrl"), "boa");
        Rows rows = new Rows(root, "boa");
        boa.options(rows);
        for (ConfigFile from : boa.files(Set.of("-f"), FILES)) {
            for (Lines.Line line : Lines.of(root.content(from.file()))) {
                String text = line.text().strip();
                boolean comment = text.startsWith("#");
                String[] words = (comment ? text.substring(1) : text).split("\\s+", 2);
                String name = NAMES.getOrDefault(words[0].toLowerCase(Locale.ROOT), "");
                String value = words.length > 1 ? words[1] : "";
                if (!comment && !text.isEmpty()) {
                    rows.add(from, line, name.isEmpty() ? words[0] : name, value);
                } else if (comment && name.equals(words[0]) && value.split("\\s+", -1).length <= 2) {
                    // A name in other letters, or one with a blank before it, is prose.
                    rows.comment(from, line, name, value);
                }
            }
        }
        rows.lastWins(SINGLE::contains);
        rows.put(facts);
    }
}
