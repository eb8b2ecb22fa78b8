package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the SSH server dropbear: the options it is started with, and OpenWrt's `etc/config/dropbear`.
public final class DropbearSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "dropbear",
            "Settings of dropbear",
            List.of("dropbear(8)", "OpenWrt, /etc/init.d/dropbear"),
            List.of("Options in a variable of unknown value are not seen."));

    private static final String UCI = "etc/config/dropbear";
    private static final String VALUED = "prdbPKITWcGlDxUVA";
    private static final Pattern SECTION =
            Pattern.compile("config\\s+['\"]?(\\w+)['\"]?(?:\\s+['\"]?([^'\"]*)['\"]?)?");
    private static final Pattern OPTION =
            Pattern.compile("(?:option|list)\\s+['\"]?(\\w+)['\"]?\\s+(?:'([^']*)'|\"([^\"]*)\"|(\\S+))\\s*(?:#.*)?");
    /// What OpenWrt's script takes for an option that isn't there.
    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("PasswordAuth", "1");
        defaults.put("RootPasswordAuth", "1");
        defaults.put("RootLogin", "1");
        defaults.put("Port", "22");
        return defaults;
    }

    /// The inspector; it keeps nothing.
    public DropbearSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        List<Start> starts =
                Services.of(root).stream().filter(DropbearSettings::isDropbear).toList();
        for (Start start : starts) {
            List<String> arguments = arguments(start);
            for (CommandOptions.Option option : CommandOptions.of(arguments, VALUED)) {
                facts.add(row(start.service(), option));
            }
        }
        root.findFile(UCI).ifPresent(file -> uci(root, file, inForce(starts), facts));
    }

    private static boolean isDropbear(Start start) {
        return start.words().stream().limit(2).map(Programs::name).anyMatch("dropbear"::equals);
    }

    private static List<String> arguments(Start start) {
        int program = Programs.name(start.words().getFirst()).equals("dropbear") ? 1 : 2;
        return start.words().subList(program, start.words().size());
    }

    private static Setting row(Service service, CommandOptions.Option option) {
        boolean variable = CommandOptions.isVariable(option.value()) && service.state() == State.ACTIVE;
        return new Setting(
                service.root(),
                service.artifact(),
                service.line(),
                "dropbear",
                option.name(),
                Lines.shown(option.value()),
                variable ? State.UNKNOWN : service.state(),
                service.reason() + (variable ? "; the value is a variable's" : ""),
                service.location());
    }

    /// The start of dropbear that OpenWrt's own script makes, which reads the file.
    private static Optional<Service> inForce(List<Start> starts) {
        return starts.stream()
                .map(Start::service)
                .filter(service -> service.reason().contains("etc/init.d/dropbear"))
                .findFirst();
    }

    private record Read(Lines.Line line, String key, String value) {}

    private static void uci(RootFs root, Artifact file, Optional<Service> service, Facts facts) {
        State state = service.map(Service::state).orElse(State.UNKNOWN);
        String reason = service.map(Service::reason).orElse("nothing seen reads " + UCI);
        List<Read> section = new ArrayList<>();
        boolean inside = false;
        for (Lines.Line line : Lines.of(root.content(file))) {
            String text = line.text().strip();
            Matcher start = SECTION.matcher(text);
            Matcher option =
                    OPTION.matcher(text.startsWith("#") ? text.substring(1).strip() : text);
            if (start.matches()) {
                close(root, file, inside, section, state, reason, facts);
                inside = start.group(1).equals("dropbear");
            } else if (inside && option.matches()) {
                String value = option.group(2) != null ? option.group(2) : option.group(3);
                value = value != null ? value : option.group(4);
                if (text.startsWith("#")) {
                    facts.add(row(root, file, line, option.group(1), value, State.INACTIVE, "commented out"));
                } else {
                    section.add(new Read(line, option.group(1), value));
                }
            }
        }
        close(root, file, inside, section, state, reason, facts);
    }

    private static void close(
            RootFs root, Artifact file, boolean inside, List<Read> section, State state, String reason, Facts facts) {
        if (!inside) {
            return;
        }
        boolean off = section.stream()
                .anyMatch(read -> read.key.equals("enable")
                        && List.of("0", "off", "no", "false").contains(read.value));
        State inForce = off ? State.INACTIVE : state;
        String why = off ? "enable is off in this section" : reason;
        for (Read read : section) {
            facts.add(row(root, file, read.line, read.key, read.value, inForce, why));
        }
        DEFAULTS.forEach((key, value) -> {
            if (section.stream().noneMatch(read -> read.key.equals(key))) {
                Lines.Line nowhere = new Lines.Line(0, 0, "");
                facts.add(row(root, file, nowhere, key, value, inForce, "the default of etc/init.d/dropbear; " + why));
            }
        });
        section.clear();
    }

    private static Setting row(
            RootFs root, Artifact file, Lines.Line line, String key, String value, State state, String reason) {
        Location location = line.location(file);
        return new Setting(
                root.root().id(),
                file.id(),
                line.number(),
                "dropbear",
                Lines.shown(key),
                Lines.shown(value),
                state,
                reason,
                location);
    }
}
