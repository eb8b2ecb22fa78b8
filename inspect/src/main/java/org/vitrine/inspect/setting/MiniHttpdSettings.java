package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the web servers mini_httpd and thttpd: their command lines, and the file that `-C` names, where a
/// line holds words of the form `name=value` or `name`.
public final class MiniHttpdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "mini_httpd",
            "Settings of mini_httpd and thttpd",
            List.of("mini_httpd(8)", "thttpd(8)"),
            List.of("A file that no command line names is read as if one did where its folder is the usual one."));

    private static final List<String> MINI =
            List.of("etc/mini-httpd.conf", "etc/mini_httpd.conf", "etc/mini_httpd/mini_httpd.conf");
    private static final List<String> TINY =
            List.of("etc/thttpd.conf", "etc/thttpd/thttpd.conf", "usr/local/etc/thttpd.conf");

    private static final Function<List<String>, List<CommandOptions.Option>> OPTIONS = CommandOptions.words(
            "-C", "-p", "-d", "-dd", "-u", "-c", "-h", "-l", "-i", "-t", "-T", "-P", "-M", "-E", "-Y");

    /// The inspector; it keeps nothing.
    public MiniHttpdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon mini = Daemon.of(root, OPTIONS, "mini_httpd", "mini-httpd");
        read(mini, new Rows(root, "mini_httpd"), MINI, facts);
        Daemon tiny = Daemon.of(root, OPTIONS, "thttpd");
        read(tiny, new Rows(root, "thttpd"), TINY, facts);
    }

    private static void read(Daemon daemon, Rows rows, List<String> files, Facts facts) {
        daemon.options(rows);
        for (ConfigFile from : daemon.files(Set.of("-C"), files)) {
            for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
                String text = line.text();
                int hash = text.indexOf('#');
                if (hash >= 0) {
                    comment(rows, from, line, text.substring(hash + 1));
                }
                for (String word :
                        (hash < 0 ? text : text.substring(0, hash)).strip().split("\\s+", -1)) {
                    int equals = word.indexOf('=');
                    if (!word.isEmpty() && equals != 0) {
                        rows.add(
                                from,
                                line,
                                equals < 0 ? word : word.substring(0, equals),
                                equals < 0 ? "" : word.substring(equals + 1));
                    }
                }
            }
        }
        rows.lastWins(key -> !key.startsWith("-"));
        rows.put(facts);
    }

    private static void comment(Rows rows, ConfigFile from, Lines.Line line, String text) {
        String word = text.strip();
        int equals = word.indexOf('=');
        if (equals > 0 && word.indexOf(' ') < 0 && word.indexOf('<') < 0) {
            rows.comment(from, line, word.substring(0, equals), word.substring(equals + 1));
        }
    }
}
