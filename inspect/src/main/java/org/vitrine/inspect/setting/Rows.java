package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;

/// The rows of one program's settings, gathered in the order they are read. Bounded in number and length.
final class Rows {
    private static final int MAXIMUM_ROWS = 20_000;
    private static final int MAXIMUM_KEY = 600;
    private static final int MAXIMUM_VALUE = 2_000;

    private final RootFs root;
    private final String service;
    private final List<Setting> rows = new ArrayList<>();
    private final Set<Setting> seen = new HashSet<>();
    private long offered;

    /// No rows yet.
    ///
    /// @param service as the column of [Setting] names it
    Rows(RootFs root, String service) {
        this.root = root;
        this.service = service;
    }

    RootFs root() {
        return root;
    }

    /// A directive in force where its file is.
    void add(ConfigFile from, Lines.Line line, String key, String value) {
        add(from, line, key, value, from.state(), from.reason());
    }

    /// A directive that is commented out; nothing in a sample.
    void comment(ConfigFile from, Lines.Line line, String key, String value) {
        if (!from.isOwn()) {
            // What a sample leaves out says nothing about the system.
            return;
        }
        add(from, line, key, value, State.INACTIVE, "commented out");
    }

    /// A directive whose condition is not decided; in a sample or where it is off that stays said.
    void conditional(ConfigFile from, Lines.Line line, String key, String value, String condition) {
        boolean inForce = from.state() == State.ACTIVE;
        State state = inForce ? State.UNKNOWN : from.state();
        add(from, line, key, value, state, inForce ? condition : from.reason());
    }

    /// An include that leads to nothing.
    void missing(ConfigFile from, Lines.Line line, String key, String path) {
        if (from.isOwn()) {
            State state = from.state() == State.INACTIVE ? State.INACTIVE : State.UNKNOWN;
            add(from, line, key, path, state, "what it names isn't in the image; " + from.reason());
        }
    }

    /// A value that holds where the program's file is silent.
    void standard(ConfigFile from, String key, String value) {
        Lines.Line nowhere = new Lines.Line(0, 0, "");
        add(from, nowhere, key, value, from.state(), "the default where the configuration is silent; " + from.reason());
    }

    /// A directive with a state of its own.
    void add(ConfigFile from, Lines.Line line, String key, String value, State state, String reason) {
        if (full()) {
            return;
        }
        String place = line.number() == 0 ? "" : "; " + root.pathOf(from.file()) + ":" + line.number();
        put(new Setting(
                root.root().id(),
                from.file().id(),
                line.number(),
                service,
                shown(key, MAXIMUM_KEY),
                shown(value, MAXIMUM_VALUE),
                state,
                reason + place,
                line.location(from.file())));
    }

    /// What a line of a script sets.
    void add(Artifact script, int line, String key, String value, State state, String reason, Location location) {
        if (full()) {
            return;
        }
        put(new Setting(
                root.root().id(),
                script.id(),
                line,
                service,
                shown(key, MAXIMUM_KEY),
                shown(value, MAXIMUM_VALUE),
                state,
                reason,
                location));
    }

    /// An option of a command line.
    void option(Service start, String key, String value) {
        if (full()) {
            return;
        }
        boolean variable = CommandOptions.isVariable(value) && start.state() == State.ACTIVE;
        put(new Setting(
                start.root(),
                start.artifact(),
                start.line(),
                service,
                shown(key, MAXIMUM_KEY),
                shown(value, MAXIMUM_VALUE),
                variable ? State.UNKNOWN : start.state(),
                start.reason() + (variable ? "; the value is a variable's" : ""),
                start.location()));
    }

    /// Whether the bound is met; what is offered beyond it is counted.
    private boolean full() {
        return ++offered > MAXIMUM_ROWS;
    }

    private void put(Setting row) {
        // A script may say the same twice over, and a broken line no key.
        if (!row.key().isBlank() && seen.add(row)) {
            rows.add(row);
        }
    }

    private static String shown(String text, int length) {
        return Lines.shown(Blocks.cut(oneLine(text), length));
    }

    private static String oneLine(String text) {
        // What a row can't hold needn't be looked at.
        String all = text.length() > 4 * MAXIMUM_VALUE ? text.substring(0, 4 * MAXIMUM_VALUE) : text;
        return unquoted(all.replaceAll("\\\\?[\\s\\x00]+", " ").strip()).strip();
    }

    /// A text without the quotes around the whole of it.
    static String unquoted(String text) {
        if (text.length() < 2) {
            return text;
        }
        char quote = text.charAt(0);
        boolean quoted = (quote == '"' || quote == '\'') && text.indexOf(quote, 1) == text.length() - 1;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /// Of several values for a key that takes one, only the last stays in force.
    ///
    /// @param single tells the keys that take one value
    void lastWins(Predicate<String> single) {
        Map<String, Setting> later = new HashMap<>();
        for (int i = rows.size() - 1; i >= 0; i--) {
            Setting row = rows.get(i);
            if (row.state() != State.ACTIVE || row.line() == 0 || !single.test(row.key())) {
                continue;
            }
            Setting by = later.putIfAbsent(row.key(), row);
            if (by != null) {
                rows.set(i, overruled(row, by));
            }
        }
    }

    private Setting overruled(Setting row, Setting by) {
        String place = root.pathOf(root.tree().artifact(by.artifact())) + ":" + by.line();
        return new Setting(
                row.root(),
                row.artifact(),
                row.line(),
                row.service(),
                row.key(),
                row.value(),
                State.INACTIVE,
                "overruled by " + place + "; " + row.reason(),
                row.location());
    }

    /// Whether a key is in force, or might be.
    boolean sets(String key) {
        return rows.stream().anyMatch(row -> row.key().equals(key) && row.state() == State.ACTIVE);
    }

    /// Hands all rows on.
    void put(Facts facts) {
        rows.forEach(facts::add);
        if (offered > MAXIMUM_ROWS) {
            Problem limit = new Problem.LimitReached("rows of the settings of " + service, MAXIMUM_ROWS, offered);
            facts.add(ProblemFact.of(root.root().id(), "setting", limit));
        }
    }
}
