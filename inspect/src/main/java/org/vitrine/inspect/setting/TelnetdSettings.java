package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of a telnet server: the options it is started with, and what it runs for a session.
public final class TelnetdSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "telnetd",
            "Settings of telnetd",
            List.of("BusyBox, networking/telnetd.c", "telnetd(8)"),
            List.of(
                    "The row `login` is ours: `login` where the login program is run, `none` where a shell is run"
                            + " straight away, `program` where it can't be told.",
                    "Options in a variable of unknown value are not seen."));

    private static final Set<String> NAMES = Set.of("telnetd", "in.telnetd", "utelnetd");
    private static final Set<String> SHELLS = Set.of("sh", "ash", "bash", "dash", "ksh", "hush", "msh", "csh", "zsh");
    private static final String VALUED = "lpbfw";

    /// The inspector; it keeps nothing.
    public TelnetdSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        for (Start start : Services.of(root)) {
            if (start.words().isEmpty()
                    || !NAMES.contains(Programs.name(start.words().getFirst()))) {
                continue;
            }
            String login = "/bin/login";
            for (CommandOptions.Option option :
                    CommandOptions.of(start.words().subList(1, start.words().size()), VALUED)) {
                add(
                        start.service(),
                        option.name(),
                        option.value(),
                        start.service().state(),
                        "",
                        facts);
                if (option.name().equals("-l")) {
                    login = option.value();
                }
            }
            session(root, start.service(), login, facts);
        }
    }

    private static void session(RootFs root, Service service, String login, Facts facts) {
        String name = Programs.name(login);
        Optional<Artifact> program = Programs.find(root, login);
        boolean shell = SHELLS.contains(name);
        boolean asks = name.equals("login");
        String value = shell ? "none" : asks ? "login" : "program";
        State state = shell || asks ? service.state() : State.UNKNOWN;
        String runs =
                "; a session runs " + Lines.shown(login) + (program.isPresent() ? "" : ", which isn't in the image");
        add(service, "login", value, service.state() == State.ACTIVE ? state : service.state(), runs, facts);
    }

    private static void add(Service service, String key, String value, State state, String more, Facts facts) {
        facts.add(new Setting(
                service.root(),
                service.artifact(),
                service.line(),
                "telnetd",
                key,
                Lines.shown(value),
                state,
                service.reason() + more,
                service.location()));
    }
}
