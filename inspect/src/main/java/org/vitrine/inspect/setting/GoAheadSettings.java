package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the web server GoAhead: its command line, the routes of `route.txt`, the users of `auth.txt`.
public final class GoAheadSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "goahead",
            "Settings of GoAhead",
            List.of("GoAhead documentation, Request Routing and User Management"),
            List.of("Routes that are compiled in are not seen; neither is the user file of GoAhead 2."));

    private static final Set<String> KINDS = Set.of("route", "user", "role");
    private static final Set<String> VALUED = Set.of("--auth", "--home", "--log", "--route", "-auth", "-home", "-log");

    /// The inspector; it keeps nothing.
    public GoAheadSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Daemon goahead = Daemon.of(root, CommandOptions.words(), "goahead", "goahead-linux");
        Rows rows = new Rows(root, "goahead");
        for (Start start : goahead.starts()) {
            options(start, rows);
        }
        Daemon.Force force = goahead.force();
        for (Artifact file : root.all()) {
            String name = file.name().toString();
            if (RootFs.isFile(file) && (name.equals("route.txt") || name.equals("auth.txt"))) {
                boolean shelf = root.pathOf(file).startsWith("usr/share/doc/");
                read(
                        rows,
                        shelf
                                ? new ConfigFile(file, State.TEMPLATE, "a sample, which no program reads")
                                : new ConfigFile(file, force.state(), force.reason()));
            }
        }
        rows.put(facts);
    }

    private static void options(Start start, Rows rows) {
        List<String> words = start.words();
        int operands = 0;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (VALUED.contains(word) && i + 1 < words.size()) {
                rows.option(start.service(), word, words.get(++i));
            } else if (word.startsWith("-")) {
                rows.option(start.service(), word, "");
            } else {
                rows.option(start.service(), operands++ == 0 ? "documents" : "listen", word);
            }
        }
    }

    private static void read(Rows rows, ConfigFile from) {
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String[] words = (comment ? text.substring(1).strip() : text).split("\\s+", -1);
            String kind = words[0].toLowerCase(Locale.ROOT);
            if (!KINDS.contains(kind)) {
                continue;
            }
            String subject = "";
            List<String> rest = new ArrayList<>();
            for (String word : List.of(words).subList(1, words.length)) {
                String name = kind.equals("route") ? "uri=" : "name=";
                if (word.startsWith(name) && subject.isEmpty()) {
                    subject = word.substring(name.length());
                } else {
                    rest.add(word);
                }
            }
            boolean whole = !subject.isEmpty() && rest.stream().allMatch(word -> word.indexOf('=') > 0);
            if (comment && whole) {
                rows.comment(from, line, kind + " " + subject, String.join(" ", rest));
            } else if (!comment && !subject.isEmpty()) {
                rows.add(from, line, kind + " " + subject, String.join(" ", rest));
            }
        }
    }
}
