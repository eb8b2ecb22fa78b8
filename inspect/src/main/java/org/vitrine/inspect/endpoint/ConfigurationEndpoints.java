package org.vitrine.inspect.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// Hosts in configuration files below `etc` that no reader of settings knows, and in scripts anywhere.
final class ConfigurationEndpoints {
    private static final int MAXIMUM_SIZE = 256 << 10;
    private static final int HEAD = 512;
    private static final Set<String> DOCUMENTS = Set.of(
            "html", "htm", "js", "css", "md", "txt", "pem", "crt", "key", "xsd", "dtd", "svg", "po", "lmo", "cer");
    private static final List<String> MENTIONING = List.of(
            "echo ",
            "printf ",
            " #",
            "xmlns",
            "schemalocation",
            "homepage",
            "manufacturer",
            "modelurl",
            "model_url",
            "<!doctype");
    private static final Pattern COPY = Pattern.compile(
            "(?i).*(?:~|\\.(?:bak|old|orig|save|default|dist|sample|example|tmpl|rpmnew|dpkg-[a-z]+))$");

    /// A directive that takes a server, in the files of these names.
    private record Directive(Pattern file, Pattern line, String scheme, int port) {}

    private static final List<Directive> DIRECTIVES = List.of(
            directive("resolv\\.conf[^/]*", "nameserver\\s+(\\S+)", "dns", 53),
            directive("(?:ntp|chrony|ntpd|openntpd)[^/]*\\.conf", "(?:server|pool|peer|servers)\\s+(\\S+)", "ntp", 123),
            directive("timesyncd\\.conf", "(?:NTP|FallbackNTP)=(\\S+)", "ntp", 123),
            directive("resolved\\.conf", "(?:DNS|FallbackDNS)=(\\S+)", "dns", 53),
            directive("dnsmasq[^/]*\\.conf", "server=(?:/[^/]*/)?(\\S+)", "dns", 53),
            directive("config/network", "(?:option|list)\\s+dns\\s+(\\S+)", "dns", 53),
            directive("config/dhcp", "list\\s+server\\s+(\\S+)", "dns", 53),
            directive("mosquitto[^/]*\\.conf", "address\\s+(\\S+)", "mqtt", 1883));

    private static Directive directive(String file, String line, String scheme, int port) {
        return new Directive(Pattern.compile("(?:.*/)?" + file), Pattern.compile(line + ".*"), scheme, port);
    }

    private final Endpoints rows;
    private final RootFs root;
    private final StartUp startUp;
    private final Set<List<Object>> told = new HashSet<>();
    private final Map<Long, Map<Integer, State>> steps = new HashMap<>();
    private final List<Start> starts;

    private ConfigurationEndpoints(Endpoints rows, List<Setting> settings) {
        this.rows = rows;
        this.root = rows.root();
        this.startUp = StartUp.of(root);
        this.starts = Services.of(root);
        settings.forEach(setting -> told.add(List.of(setting.artifact(), setting.line())));
        for (StartUp.Reached reached : startUp.steps()) {
            if (!reached.step().comment()) {
                steps.computeIfAbsent(reached.step().script().id(), _ -> new HashMap<>())
                        .merge(reached.step().command().line(), reached.state(), ConfigurationEndpoints::surer);
            }
        }
    }

    private static State surer(State one, State other) {
        return one == State.ACTIVE || other == State.ACTIVE
                ? State.ACTIVE
                : one == State.UNKNOWN || other == State.UNKNOWN ? State.UNKNOWN : one;
    }

    static void read(Endpoints rows, List<Setting> settings) {
        ConfigurationEndpoints reader = new ConfigurationEndpoints(rows, settings);
        for (Artifact file : reader.root.all()) {
            if (RootFs.isFile(file) && file.size() > 0 && file.size() <= MAXIMUM_SIZE) {
                reader.file(file);
            }
        }
    }

    private void file(Artifact file) {
        String path = root.pathOf(file);
        String start = root.content(file).head(HEAD);
        boolean script = start.startsWith("#!");
        boolean configuration = path.startsWith("etc/") && !script;
        if (!script && !configuration || !isText(start) || isDocument(path)) {
            return;
        }
        List<Directive> directives = DIRECTIVES.stream()
                .filter(directive ->
                        configuration && directive.file.matcher(path).matches())
                .toList();
        if (directives.isEmpty() && !mayName(file)) {
            return;
        }
        Optional<Force> force = Optional.empty();
        for (Lines.Line line : Lines.of(root.content(file))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#")
                    || text.startsWith("//")
                    || text.startsWith(";")
                    || text.startsWith("--")
                    || text.startsWith("<!--")
                    || text.startsWith("*");
            boolean may = !comment && (!directives.isEmpty() || text.contains("://") || text.contains("stun:"));
            if (!may || told.contains(List.of(file.id(), line.number()))) {
                continue;
            }
            force = force.or(() -> Optional.of(script ? script(file, path) : configuration(path)));
            Force own = force.get();
            State state =
                    script ? steps.getOrDefault(file.id(), Map.of()).getOrDefault(line.number(), own.state) : own.state;
            Endpoints.At at = new Endpoints.At(
                    file.id(),
                    line.number(),
                    script ? Endpoint.Place.SCRIPT : Endpoint.Place.CONFIGURATION,
                    Lines.shown(Programs.fileName(file)),
                    state,
                    own.reason + "; " + path + ":" + line.number(),
                    line.location(file));
            line(at, text, directives);
        }
    }

    private boolean mayName(Artifact file) {
        String text = root.content(file).head(MAXIMUM_SIZE);
        return text.contains("://") || text.contains("stun:");
    }

    private void line(Endpoints.At at, String text, List<Directive> directives) {
        List<Url> urls = Url.in(text);
        int mentioning = urls.isEmpty() ? 0 : mentioning(text);
        for (Url url : urls) {
            // What a file of etc or a script says may be a page to read, as in a program.
            if (!Names.isName(url) && url.start() < mentioning) {
                rows.url(at, url);
            }
        }
        for (Directive directive : directives) {
            Matcher matcher = directive.line.matcher(text);
            if (matcher.matches()) {
                rows.host(at, directive.scheme, directive.port, matcher.group(1));
            }
        }
    }

    /// From where on a line only shows URLs to somebody, or names namespaces by them.
    private static int mentioning(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int from = Integer.MAX_VALUE;
        for (String word : MENTIONING) {
            int at = lower.indexOf(word);
            from = at < 0 ? from : Math.min(from, at + word.length());
        }
        return from;
    }

    private static boolean isText(String start) {
        return start.chars().noneMatch(c -> c < 9);
    }

    private static boolean isDocument(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') > 0 && DOCUMENTS.contains(ending)
                || name.startsWith("README")
                || name.startsWith("LICENSE")
                || name.startsWith("COPYING")
                || COPY.matcher(name).matches()
                || path.startsWith("usr/share/doc/")
                || path.startsWith("usr/src/");
    }

    /// Whether a file is in force, and why.
    private record Force(State state, String reason) {}

    private Force script(Artifact file, String path) {
        if (path.contains("/templates/")) {
            return new Force(State.TEMPLATE, path + " is a template");
        }
        boolean reached = startUp.scripts().contains(file.id());
        return reached
                ? new Force(State.UNKNOWN, "start-up runs " + path + ", whether this line too isn't known")
                : starts.stream()
                        .map(Start::service)
                        .filter(service -> service.executable() == file.id() && service.state() == State.ACTIVE)
                        .findFirst()
                        .map(service -> new Force(State.ACTIVE, service.reason() + " starts " + path))
                        .orElse(new Force(State.UNKNOWN, "nothing seen runs " + path));
    }

    private Force configuration(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("etc/config/")) {
            Optional<Artifact> script = root.findFile("etc/init.d/" + name)
                    .filter(found -> startUp.scripts().contains(found.id()));
            if (script.isPresent()) {
                return new Force(State.ACTIVE, "start-up runs etc/init.d/" + name + ", which reads it");
            }
        }
        boolean feeds = path.equals("etc/opkg.conf") || path.startsWith("etc/opkg/");
        if (feeds && Programs.find(root, "opkg").isPresent()) {
            return new Force(State.ACTIVE, "opkg reads it");
        }
        if (path.equals("etc/resolv.conf")) {
            return new Force(State.ACTIVE, "the C library reads it");
        }
        List<String> stems = new ArrayList<>(List.of(stem(name), stem(name) + "d"));
        for (Start start : starts) {
            Service service = start.service();
            boolean named = start.words().contains("/" + path)
                    || !start.words().isEmpty()
                            && stems.contains(Programs.name(start.words().getFirst()));
            if (named && service.state() == State.ACTIVE) {
                return new Force(State.ACTIVE, service.reason() + " starts " + service.name() + ", which reads it");
            }
        }
        return new Force(State.UNKNOWN, "nothing seen reads it");
    }

    private static String stem(String name) {
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
