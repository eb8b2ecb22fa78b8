package org.vitrine.inspect.listener;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.shell.Lines;

/// What several settings open together: an address stands in one line, its port in another.
final class ServerListeners {
    private static final Pattern SOCKET = Pattern.compile("\\$SERVER\\[\"socket\"\\] == \"([^\"]*)\"( > .*)?");

    private final Listeners rows;

    private ServerListeners(Listeners rows) {
        this.rows = rows;
    }

    static void read(Listeners rows, List<Setting> settings) {
        ServerListeners reader = new ServerListeners(rows);
        Map<String, Map<Long, List<Setting>>> files = new LinkedHashMap<>();
        settings.stream()
                .filter(SettingListeners::counts)
                .forEach(setting -> files.computeIfAbsent(setting.service(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(setting.artifact(), _ -> new ArrayList<>())
                        .add(setting));
        reader.each(files, "sshd", reader::sshd);
        reader.each(files, "lighttpd", reader::lighttpd);
        reader.each(files, "boa", of -> reader.pair(of, "boa", "port", "listen", 80));
        reader.each(files, "httpd", of -> reader.pair(of, "httpd", "-p", "", 80));
        for (String name : List.of("mini_httpd", "thttpd")) {
            reader.each(files, name, of -> reader.pair(of, name, "port", "host", 80));
            reader.each(files, name, of -> reader.pair(of, name, "-p", "-h", 80));
        }
        reader.each(files, "proftpd", of -> reader.pair(of, "proftpd", "port", "defaultaddress", 21));
        reader.each(files, "vsftpd", reader::vsftpd);
        reader.dropbear(files.getOrDefault("dropbear", Map.of()));
    }

    /// What is done with the settings of one file.
    private interface File {
        void read(List<Setting> settings);
    }

    private void each(Map<String, Map<Long, List<Setting>>> files, String service, File file) {
        files.getOrDefault(service, Map.of()).values().forEach(file::read);
    }

    private static List<Setting> of(List<Setting> settings, String word) {
        return settings.stream()
                .filter(setting -> SettingListeners.word(setting).equals(word))
                .toList();
    }

    private void add(Setting by, String program, Address address) {
        rows.setting(by, program, names(program), address, Listener.Protocol.TCP, "");
    }

    private static Set<String> names(String program) {
        return switch (program) {
            case "lighttpd" -> Set.of("lighttpd", "lighttpd-angel");
            case "mini_httpd" -> Set.of("mini_httpd", "mini-httpd");
            default -> Set.of(program);
        };
    }

    /// `Port` counts for each `ListenAddress` without one: sshd_config(5).
    private void sshd(List<Setting> settings) {
        List<Setting> ports = of(settings, "port");
        List<Setting> addresses = of(settings, "listenaddress");
        for (Setting each : addresses) {
            Optional<Address> whole = Address.of(each.value(), 22);
            boolean own = whole.isPresent()
                    && each.value().contains(":")
                    && each.value().endsWith(":" + whole.get().port());
            if (own || ports.isEmpty()) {
                whole.ifPresent(address -> add(each, "sshd", address));
            } else {
                for (Setting port : ports) {
                    whole.flatMap(address -> Address.of(port.value(), -1)
                                    .map(number -> new Address(address.host(), number.port())))
                            .ifPresent(address -> add(each, "sshd", address));
                }
            }
        }
        if (addresses.isEmpty()) {
            ports.forEach(port -> Address.of(port.value(), -1).ifPresent(address -> add(port, "sshd", address)));
        }
    }

    private void lighttpd(List<Setting> settings) {
        String host = settings.stream()
                .filter(setting -> setting.key().equals("server.bind"))
                .map(Setting::value)
                .reduce("", (_, last) -> last);
        settings.stream()
                .filter(setting -> setting.key().equals("server.port"))
                .forEach(port -> Address.of(port.value(), -1)
                        .ifPresent(address -> add(port, "lighttpd", new Address(host, address.port()))));
        Map<String, Setting> sockets = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Matcher socket = SOCKET.matcher(setting.key());
            if (socket.matches()) {
                sockets.putIfAbsent(socket.group(1), setting);
            }
        }
        sockets.forEach(
                (text, setting) -> Address.of(text, -1).ifPresent(address -> add(setting, "lighttpd", address)));
    }

    /// A port in one line, and an address in another or before the port's colon.
    private void pair(List<Setting> settings, String program, String port, String host, int standard) {
        List<Setting> hosts = host.isEmpty() ? List.of() : of(settings, host);
        for (Setting each : of(settings, port)) {
            Optional<Address> number = Address.of(each.value(), standard);
            // An option belongs to its own command line.
            String with = hosts.stream()
                    .filter(other -> !port.startsWith("-") || other.line() == each.line())
                    .map(Setting::value)
                    .findFirst()
                    .orElse("");
            number.map(address -> with.isEmpty() ? address : new Address(with, address.port()))
                    .ifPresent(address -> add(each, program, address));
        }
    }

    /// vsftpd opens a port of its own where `listen` or `listen_ipv6` says so.
    private void vsftpd(List<Setting> settings) {
        for (Setting listen : settings) {
            boolean asks = Set.of("listen", "listen_ipv6").contains(listen.key());
            if (!asks || !listen.value().equalsIgnoreCase("YES")) {
                continue;
            }
            String family = listen.key().equals("listen") ? "listen_address" : "listen_address6";
            String host = of(settings, family).stream().map(Setting::value).reduce("", (_, last) -> last);
            String port =
                    of(settings, "listen_port").stream().map(Setting::value).reduce("21", (_, last) -> last);
            Address.of(port, -1).ifPresent(number -> add(listen, "vsftpd", new Address(host, number.port())));
        }
    }

    /// OpenWrt's file has a section for each server; `-p` of a command line says address and port at once.
    private void dropbear(Map<Long, List<Setting>> files) {
        Map<String, Address> seen = new HashMap<>();
        files.forEach((id, settings) -> {
            Artifact file = rows.root().tree().artifact(id);
            List<Integer> sections = Lines.of(rows.root().content(file)).stream()
                    .filter(line -> line.text().strip().startsWith("config "))
                    .map(Lines.Line::number)
                    .toList();
            List<Setting> interfaces = of(settings, "interface");
            for (Setting port : of(settings, "port")) {
                List<Setting> own = interfaces.stream()
                        .filter(one -> port.line() > 0 && section(sections, one) == section(sections, port)
                                || port.line() == 0 && sections.size() == 1)
                        .toList();
                String host = own.isEmpty() ? "" : "interface " + own.getFirst().value();
                Address.of(port.value(), -1).ifPresent(address -> {
                    seen.put(port.value(), address);
                    add(port, "dropbear", new Address(host, address.port()));
                });
            }
        });
        boolean configured = !seen.isEmpty();
        files.values().stream()
                .flatMap(List::stream)
                .filter(setting -> setting.key().equals("-p"))
                .filter(setting -> !(configured && Address.isVariable(setting.value())))
                .forEach(setting -> {
                    State state = setting.state();
                    if (state != State.COPY) {
                        Address.of(setting.value(), -1).ifPresent(address -> add(setting, "dropbear", address));
                    }
                });
    }

    private static long section(List<Integer> sections, Setting setting) {
        return sections.stream().filter(line -> line <= setting.line()).count();
    }
}
