package org.vitrine.inspect.listener;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.service.SystemdSocket;
import org.vitrine.inspect.setting.Setting;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// What a super-server listens on in the place of others: inetd, xinetd, and systemd with its socket units.
final class InetdListeners {
    /// Names that a root file system without `etc/services` may still use.
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("echo", 7),
            Map.entry("discard", 9),
            Map.entry("daytime", 13),
            Map.entry("chargen", 19),
            Map.entry("ftp", 21),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("time", 37),
            Map.entry("tftp", 69),
            Map.entry("finger", 79),
            Map.entry("http", 80),
            Map.entry("auth", 113),
            Map.entry("ntp", 123),
            Map.entry("snmp", 161),
            Map.entry("https", 443),
            Map.entry("exec", 512),
            Map.entry("login", 513),
            Map.entry("shell", 514),
            Map.entry("rsync", 873));

    private final Listeners rows;
    private final Map<String, Integer> ports = new HashMap<>(PORTS);

    private InetdListeners(Listeners rows) {
        this.rows = rows;
        rows.root().findFile("etc/services").ifPresent(file -> {
            for (Lines.Line line : Lines.of(rows.root().content(file))) {
                String[] fields = line.text().strip().split("[\\s/]+", 4);
                if (fields.length > 2 && fields[1].matches("\\d{1,5}")) {
                    ports.putIfAbsent(fields[0], Integer.parseInt(fields[1]));
                }
            }
        });
    }

    static void read(Listeners rows, List<Setting> settings) {
        InetdListeners reader = new InetdListeners(rows);
        RootFs root = rows.root();
        Map<String, String> attributes = new HashMap<>();
        for (Setting setting : settings) {
            if (setting.service().equals("xinetd")) {
                attributes.putIfAbsent(setting.artifact() + " " + setting.key(), setting.value());
            }
        }
        // A service of inetd's own has no command.
        for (Start start : Services.of(root)) {
            Service service = start.service();
            if (service.starter() == Service.Starter.INETD && isXinetd(root, service)) {
                reader.xinetd(service, attributes);
            } else if (service.starter() == Service.Starter.INETD) {
                reader.inetd(service);
            }
        }
        SystemdSocket.of(root).forEach(reader::socket);
    }

    private static boolean isXinetd(RootFs root, Service service) {
        return root.pathOf(root.tree().artifact(service.artifact())).contains("xinetd");
    }

    private int port(String name) {
        return name.matches("\\d{1,5}") ? Integer.parseInt(name) : ports.getOrDefault(name, -1);
    }

    /// `[address:]service type protocol …`; a service of Sun RPC has no port of its own.
    private void inetd(Service service) {
        String[] fields = service.command().strip().split("\\s+", 4);
        if (fields.length < 3 || fields[2].startsWith("rpc/")) {
            return;
        }
        int colon = fields[0].lastIndexOf(':');
        String host = colon > 0 ? fields[0].substring(0, colon).replaceAll("[\\[\\]]", "") : "";
        String name = fields[0].substring(colon + 1);
        Listener.Protocol protocol = fields[2].startsWith("udp") ? Listener.Protocol.UDP : Listener.Protocol.TCP;
        rows.start(service, name, new Address(host, port(name)), protocol, Listener.Source.INETD);
    }

    private void xinetd(Service service, Map<String, String> attributes) {
        String block = service.artifact() + " service " + service.name() + " > ";
        boolean datagram = "udp".equals(attributes.get(block + "protocol"))
                || "dgram".equals(attributes.get(block + "socket_type"));
        String host = attributes.getOrDefault(block + "bind", attributes.getOrDefault(block + "interface", ""));
        int port = port(attributes.getOrDefault(block + "port", service.name()));
        rows.start(
                service,
                service.name(),
                new Address(host, port),
                datagram ? Listener.Protocol.UDP : Listener.Protocol.TCP,
                Listener.Source.INETD);
    }

    private void socket(SystemdSocket socket) {
        Optional<Address> address = Address.of(socket.value(), -1);
        address.ifPresent(found -> rows.add(new Listener(
                rows.root().root().id(),
                socket.file().id(),
                socket.line().number(),
                Programs.name(socket.unit()),
                socket.datagram() ? Listener.Protocol.UDP : Listener.Protocol.TCP,
                Lines.shown(found.host()),
                found.scope(),
                found.port(),
                Listener.Source.SOCKET,
                socket.state(),
                socket.reason(),
                socket.line().location(socket.file()))));
    }
}
