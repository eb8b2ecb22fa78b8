package org.vitrine.inspect.listener;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.shell.Programs;

/// What command lines open, and what a program opens that starts without being told a port.
final class CommandListeners {
    private static final Pattern SOCAT = Pattern.compile(
            "(?i)(?:tcp[46]?|openssl|ssl|udp[46]?|sctp[46]?)-?(?:l|listen|recv|recvfrom):([^,:]+)(?:,(.*))?");
    private static final Pattern BIND = Pattern.compile("(?:^|,)bind=\\[?([^,\\]]+)\\]?");
    private static final Set<String> NETCATS = Set.of("nc", "ncat", "netcat", "nc.traditional", "nc.openbsd");

    /// A server with an option for the port.
    ///
    /// @param address the option for the address; empty where it has none
    /// @param standard the port where the option isn't there
    /// @param asks the option without which it doesn't listen; empty where it always does
    private record Known(String port, String address, int standard, Listener.Protocol protocol, String asks) {}

    private static final Map<String, Known> KNOWN = Map.ofEntries(
            Map.entry("telnetd", tcp("-p", "-b", 23)),
            Map.entry("utelnetd", tcp("-p", "", 23)),
            Map.entry("sshd", tcp("-p", "", 22)),
            Map.entry("dropbear", tcp("-p", "", 22)),
            Map.entry("lighttpd", tcp("", "", 80)),
            Map.entry("mini_httpd", tcp("-p", "-h", 80)),
            Map.entry("thttpd", tcp("-p", "-h", 80)),
            Map.entry("snmpd", new Known("", "", 161, Listener.Protocol.UDP, "")),
            Map.entry("proftpd", tcp("", "", 21)),
            Map.entry("iperf", new Known("-p", "-B", 5001, Listener.Protocol.TCP, "-s")),
            Map.entry("iperf3", new Known("-p", "-B", 5201, Listener.Protocol.TCP, "-s")),
            Map.entry("ttyd", tcp("-p", "-i", 7681)),
            Map.entry("shellinaboxd", tcp("-p", "", 4200)),
            Map.entry("portmap", tcp("", "", 111)),
            Map.entry("rpcbind", tcp("", "-h", 111)),
            Map.entry("pptpd", tcp("", "-l", 1723)),
            Map.entry("xl2tpd", new Known("", "", 1701, Listener.Protocol.UDP, "")),
            Map.entry("ntpd", new Known("", "", 123, Listener.Protocol.UDP, "-l")),
            Map.entry("named", new Known("-p", "", 53, Listener.Protocol.UDP, "")),
            Map.entry("dnsmasq", new Known("-p", "-a", 53, Listener.Protocol.UDP, "")));

    private CommandListeners() {}

    private static Known tcp(String port, String address, int standard) {
        return new Known(port, address, standard, Listener.Protocol.TCP, "");
    }

    static void read(Listeners rows) {
        // Whether a configuration says more is told by the rows there are before any command line's.
        Set<String> told =
                Set.copyOf(KNOWN.keySet().stream().filter(rows::tells).toList());
        for (Start start : rows.starts()) {
            if (start.service().starter() == Service.Starter.INETD) {
                continue;
            }
            String name = Programs.name(start.words().getFirst());
            List<String> arguments = start.words().subList(1, start.words().size());
            Known known = KNOWN.get(name);
            if (known != null) {
                known(rows, start, name, known, arguments, told.contains(name));
            } else if (NETCATS.contains(name)) {
                netcat(rows, start, name, arguments);
            } else if (name.equals("socat")) {
                socat(rows, start, arguments);
            } else if (name.equals("tcpsvd") || name.equals("udpsvd")) {
                serviced(rows, start, name, arguments);
            } else if (name.equals("gdbserver")) {
                debugger(rows, start, arguments);
            }
        }
    }

    private static void known(
            Listeners rows, Start start, String name, Known known, List<String> arguments, boolean told) {
        if (!known.asks.isEmpty() && !arguments.contains(known.asks)) {
            return;
        }
        String port = known.port.isEmpty()
                ? ""
                : value(arguments, known.port, "--port").orElse("");
        String host = known.address.isEmpty()
                ? ""
                : value(arguments, known.address, "--listen-address").orElse("");
        if (port.isEmpty() && told) {
            return;
        }
        boolean own = name.equals("dropbear") || name.equals("mini_httpd") || name.equals("thttpd");
        if (!port.isEmpty() && own && told) {
            // Its settings have the options already.
            return;
        }
        Listener.Source source = port.isEmpty() ? Listener.Source.DEFAULT : Listener.Source.COMMAND;
        Optional<Address> address = Address.of(port.isEmpty() ? String.valueOf(known.standard) : port, -1);
        address.map(found ->
                        host.isEmpty() ? found : Address.of(host, found.port()).orElse(found))
                .ifPresent(found -> rows.start(start.service(), name, found, known.protocol, source));
    }

    /// The value of an option: `-p 23`, `-p23`, `--port 23`, `--port=23`.
    static Optional<String> value(List<String> words, String option, String whole) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(option) || word.equals(whole)) {
                return i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
            }
            if (word.startsWith(whole + "=")) {
                return Optional.of(word.substring(whole.length() + 1));
            }
            boolean joined = word.startsWith(option)
                    && option.length() == 2
                    && word.length() > 2
                    && (Character.isDigit(word.charAt(2)) || word.charAt(2) == '$');
            if (joined) {
                return Optional.of(word.substring(2));
            }
        }
        return Optional.empty();
    }

    /// `nc -l -p 4444 -e /bin/sh`, `nc -lp 4444`, `nc -l 4444`.
    private static void netcat(Listeners rows, Start start, String name, List<String> arguments) {
        boolean listens = false;
        boolean udp = false;
        String port = "";
        String host = "";
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("-") || word.length() < 2) {
                if (word.chars().allMatch(Character::isDigit) || Address.isVariable(word)) {
                    port = port.isEmpty() ? word : port;
                } else {
                    host = host.isEmpty() && port.isEmpty() ? word : host;
                }
                continue;
            }
            boolean letters = !word.startsWith("--");
            listens |= letters ? word.indexOf('l') > 0 : word.equals("--listen");
            udp |= letters && word.indexOf('u') > 0;
            char last = word.charAt(word.length() - 1);
            if (letters && last == 'p' && i + 1 < arguments.size()) {
                port = arguments.get(++i);
            } else if (letters && (last == 'e' || last == 'c')) {
                // What is run for whoever connects, up to the end.
                break;
            } else if (letters && (last == 'w' || last == 'i' || last == 's')) {
                i++;
            }
        }
        Listener.Protocol protocol = udp ? Listener.Protocol.UDP : Listener.Protocol.TCP;
        String bound = host;
        if (listens) {
            Address.of(port, -1)
                    .map(address -> bound.isEmpty() ? address : new Address(bound, address.port()))
                    .ifPresent(
                            address -> rows.start(start.service(), name, address, protocol, Listener.Source.COMMAND));
        }
    }

    private static void socat(Listeners rows, Start start, List<String> arguments) {
        for (String word : arguments) {
            Matcher matcher = SOCAT.matcher(word);
            if (matcher.matches()) {
                Matcher bind = BIND.matcher(matcher.group(2) == null ? "" : matcher.group(2));
                String host = bind.find() ? bind.group(1) : "";
                Listener.Protocol protocol =
                        word.toLowerCase(Locale.ROOT).startsWith("udp") ? Listener.Protocol.UDP : Listener.Protocol.TCP;
                Address.of(matcher.group(1), -1)
                        .map(address -> host.isEmpty() ? address : new Address(host, address.port()))
                        .ifPresent(address ->
                                rows.start(start.service(), "socat", address, protocol, Listener.Source.COMMAND));
            }
        }
    }

    /// `tcpsvd [options] address port program …`.
    private static void serviced(Listeners rows, Start start, String name, List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            char last = arguments.get(at).charAt(arguments.get(at).length() - 1);
            at += "clbuCt".indexOf(last) >= 0 ? 2 : 1;
        }
        if (at + 1 < arguments.size()) {
            String host = arguments.get(at);
            String program = at + 2 < arguments.size() ? Programs.name(arguments.get(at + 2)) : name;
            Listener.Protocol protocol = name.startsWith("udp") ? Listener.Protocol.UDP : Listener.Protocol.TCP;
            Address.of(arguments.get(at + 1), -1)
                    .map(address -> new Address(host, address.port()))
                    .ifPresent(address ->
                            rows.start(start.service(), program, address, protocol, Listener.Source.COMMAND));
        }
    }

    /// `gdbserver [options] host:port program …`.
    private static void debugger(Listeners rows, Start start, List<String> arguments) {
        arguments.stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .filter(word -> word.indexOf(':') >= 0)
                .flatMap(word -> Address.of(word, -1))
                .ifPresent(address -> rows.start(
                        start.service(), "gdbserver", address, Listener.Protocol.TCP, Listener.Source.COMMAND));
    }
}
