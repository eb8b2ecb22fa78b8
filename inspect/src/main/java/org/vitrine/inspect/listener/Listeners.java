package org.vitrine.inspect.listener;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// The rows of one root file system being gathered, each place once, and what starts the programs they are about.
final class Listeners {
    private static final int MAXIMUM_ROWS = 10_000;
    private static final Set<String> SERVERS = Set.of("nginx", "lighttpd", "apache2", "httpd", "sshd", "proftpd");

    private final RootFs root;
    private final List<Start> starts;
    private final List<Listener> rows = new ArrayList<>();
    private final Set<List<Object>> seen = new HashSet<>();

    Listeners(RootFs root) {
        this.root = root;
        this.starts = Services.of(root).stream()
                .filter(start -> !start.words().isEmpty() && !asksOnly(start.words()))
                .toList();
    }

    /// Whether a command only asks a program for something, so that it never comes to listening.
    private static boolean asksOnly(List<String> words) {
        String name = Programs.name(words.getFirst());
        return words.stream()
                        .skip(1)
                        .anyMatch(word ->
                                Set.of("--version", "--help", "--test", "-V").contains(word))
                || SERVERS.contains(name) && (words.contains("-t") || words.contains("-T"));
    }

    RootFs root() {
        return root;
    }

    /// What starts programs, without what only asks them for something.
    List<Start> starts() {
        return starts;
    }

    /// The starts of programs of these names.
    List<Start> starts(Set<String> names) {
        return starts.stream()
                .filter(start -> names.contains(Programs.name(start.words().getFirst())))
                .toList();
    }

    /// How certainly a program runs that goes by one of these names; empty where nothing starts it.
    Optional<State> running(Set<String> names) {
        List<State> states =
                starts(names).stream().map(start -> start.service().state()).toList();
        for (State state : List.of(State.ACTIVE, State.UNKNOWN, State.INACTIVE)) {
            if (states.contains(state)) {
                return Optional.of(state);
            }
        }
        return states.isEmpty() ? Optional.empty() : Optional.of(State.UNKNOWN);
    }

    /// What a setting opens: in force where the setting is, and its program runs.
    void setting(
            Setting by, String program, Set<String> names, Address address, Listener.Protocol protocol, String more) {
        Optional<State> running = running(names);
        State state = by.state();
        String reason = by.reason();
        if (running.isEmpty()) {
            state = state == State.INACTIVE ? state : State.UNKNOWN;
            reason = "nothing seen starts " + program + "; " + reason;
        } else if (running.get() != State.ACTIVE && state != State.INACTIVE) {
            state = running.get();
        }
        add(new Listener(
                by.root(),
                by.artifact(),
                by.line(),
                program,
                protocol,
                Lines.shown(address.host()),
                address.scope(),
                address.port(),
                Listener.Source.SETTING,
                state,
                more.isEmpty() ? reason : more + "; " + reason,
                by.location()));
    }

    /// What a start opens.
    void start(Service by, String program, Address address, Listener.Protocol protocol, Listener.Source source) {
        String reason = source == Listener.Source.DEFAULT
                ? "the port that " + program + " takes where nothing names one; " + by.reason()
                : by.reason();
        add(new Listener(
                by.root(),
                by.artifact(),
                by.line(),
                program,
                protocol,
                Lines.shown(address.host()),
                address.scope(),
                address.port(),
                source,
                by.state(),
                reason,
                by.location()));
    }

    void add(Listener row) {
        boolean said = !seen.add(List.of(
                row.artifact(), row.line(), row.program(), row.protocol(), row.address(), row.port(), row.state()));
        if (!said && rows.size() < MAXIMUM_ROWS) {
            rows.add(row);
        }
    }

    /// Whether something told this program where to listen.
    boolean tells(String program) {
        return rows.stream().anyMatch(row -> row.program().equals(program));
    }

    void put(Facts facts) {
        rows.forEach(facts::add);
    }
}
