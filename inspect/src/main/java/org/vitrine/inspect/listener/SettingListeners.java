package org.vitrine.inspect.listener;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.State;
import org.vitrine.inspect.setting.Setting;

/// What a single setting opens: its value is an address, a port, or a list of them.
final class SettingListeners {
    private static final Pattern IP = Pattern.compile("\\b(?:local)?ip\\(\\s*\"?([^\")]*)\"?\\s*\\)");
    private static final Pattern PORT = Pattern.compile("\\b(?:local)?port\\(\\s*\"?(\\d{1,5})\"?\\s*\\)");

    private final Listeners rows;

    private SettingListeners(Listeners rows) {
        this.rows = rows;
    }

    static void read(Listeners rows, List<Setting> settings) {
        SettingListeners reader = new SettingListeners(rows);
        settings.stream().filter(SettingListeners::counts).forEach(reader::one);
        reader.frr(settings);
    }

    /// Whether a setting may open something: not one of a sample, nor one that is commented out or overruled.
    static boolean counts(Setting setting) {
        boolean gone = setting.reason().startsWith("commented out")
                || setting.reason().startsWith("overruled")
                || setting.reason().startsWith("what it names isn't");
        return setting.state() != State.TEMPLATE && setting.state() != State.COPY && !gone;
    }

    /// The last block or directive of a key, in lower case.
    static String word(Setting setting) {
        String key = setting.key();
        return key.substring(key.lastIndexOf(" > ") < 0 ? 0 : key.lastIndexOf(" > ") + 3)
                .toLowerCase(Locale.ROOT);
    }

    private void one(Setting setting) {
        String word = word(setting);
        String value = setting.value();
        switch (setting.service()) {
            case "nginx" -> {
                if (word.equals("listen")) {
                    nginx(setting);
                }
            }
            case "apache" -> {
                if (word.equals("listen")) {
                    tcp(setting, Set.of("apache2", "httpd", "apache2ctl", "apachectl"), value.split(" ", 2)[0], -1);
                }
            }
            case "uhttpd" -> {
                boolean option = setting.key().equals("-p") || setting.key().equals("-s");
                boolean listen = word.equals("listen_http") || word.equals("listen_https");
                if (listen || option && !Address.isVariable(value)) {
                    for (String each : value.split("\\s+", -1)) {
                        tcp(setting, Set.of("uhttpd"), each, -1);
                    }
                }
            }
            case "goahead" -> {
                if (word.equals("listen") || word.equals("--listen")) {
                    String bare = value.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
                    tcp(setting, Set.of("goahead"), bare, value.startsWith("https") ? 443 : 80);
                }
            }
            case "snmpd" -> {
                if (word.equals("agentaddress")) {
                    agent(setting);
                }
            }
            case "rsyslog" -> rsyslog(setting, word);
            case "syslog-ng" -> syslogNg(setting, word);
            case "cwmp" -> {
                if (word.equals("connectionrequest_port") || word.equals("connection_request_port")) {
                    cwmp(setting);
                }
            }
            default -> {}
        }
    }

    private void tcp(Setting setting, Set<String> names, String text, int standard) {
        Address.of(text, standard)
                .ifPresent(
                        address -> rows.setting(setting, setting.service(), names, address, Listener.Protocol.TCP, ""));
    }

    private void nginx(Setting setting) {
        List<String> words = List.of(setting.value().split("\\s+", -1));
        Listener.Protocol protocol =
                words.contains("udp") || words.contains("quic") ? Listener.Protocol.UDP : Listener.Protocol.TCP;
        Address.of(words.getFirst(), 80)
                .ifPresent(address -> rows.setting(setting, "nginx", Set.of("nginx"), address, protocol, ""));
    }

    /// `[transport:]address`, several with commas: snmpd.conf(5), snmpcmd(1) AGENT SPECIFICATION.
    private void agent(Setting setting) {
        for (String each : setting.value().split("[,\\s]+", -1)) {
            String text = each.toLowerCase(Locale.ROOT);
            Listener.Protocol protocol = text.startsWith("tcp") ? Listener.Protocol.TCP : Listener.Protocol.UDP;
            boolean named = text.startsWith("udp:")
                    || text.startsWith("tcp:")
                    || text.startsWith("udp6:")
                    || text.startsWith("tcp6:")
                    || text.startsWith("udpv6:")
                    || text.startsWith("tcpv6:");
            String rest = named ? each.substring(each.indexOf(':') + 1) : each;
            if (!each.isEmpty() && !text.startsWith("unix") && !text.startsWith("none")) {
                Address.of(rest, 161)
                        .ifPresent(address -> rows.setting(setting, "snmpd", Set.of("snmpd"), address, protocol, ""));
            }
        }
    }

    private void rsyslog(Setting setting, String word) {
        String key = setting.key().toLowerCase(Locale.ROOT);
        boolean input = word.equals("port") && key.contains("input im");
        boolean udp = word.equals("$udpserverrun") || input && key.contains("imudp");
        boolean tcp = word.equals("$inputtcpserverrun") || input && key.contains("imtcp");
        if (udp || tcp) {
            Listener.Protocol protocol = udp ? Listener.Protocol.UDP : Listener.Protocol.TCP;
            Address.of(setting.value(), -1)
                    .ifPresent(address ->
                            rows.setting(setting, "rsyslog", Set.of("rsyslogd", "rsyslog"), address, protocol, ""));
        }
    }

    private void syslogNg(Setting setting, String word) {
        boolean known =
                Set.of("udp", "udp6", "tcp", "tcp6", "network", "syslog").contains(word);
        if (!known || !setting.key().startsWith("source ")) {
            return;
        }
        Matcher ip = IP.matcher(setting.value());
        Matcher port = PORT.matcher(setting.value());
        boolean udp = word.startsWith("udp") || setting.value().contains("transport(\"udp\")");
        int standard = word.equals("network") || word.equals("syslog") ? 601 : 514;
        int number = port.find() ? Integer.parseInt(port.group(1)) : standard;
        rows.setting(
                setting,
                "syslog-ng",
                Set.of("syslog-ng"),
                new Address(ip.find() ? ip.group(1) : "", number),
                udp ? Listener.Protocol.UDP : Listener.Protocol.TCP,
                "");
    }

    /// What the management server connects to, to make the device call back: TR-069, 3.2.2.
    private void cwmp(Setting setting) {
        Address.of(setting.value(), -1)
                .ifPresent(address -> rows.setting(
                        setting,
                        "cwmp",
                        Set.of("cwmpd", "cwmp", "easycwmpd", "freecwmpd", "icwmpd", "tr069"),
                        address,
                        Listener.Protocol.TCP,
                        "for connection requests"));
    }

    /// The terminals of FRR's daemons: `etc/frr/daemons`, `-A address` and `-P port` of each.
    private void frr(List<Setting> settings) {
        Map<String, Integer> terminals = Map.of(
                "zebra", 2601, "ripd", 2602, "ripngd", 2603, "ospfd", 2604, "bgpd", 2605, "ospf6d", 2606, "isisd",
                2608);
        Map<String, Setting> options = new HashMap<>();
        settings.stream()
                .filter(setting -> setting.service().equals("frr") && counts(setting))
                .forEach(setting -> options.put(setting.key(), setting));
        for (Setting setting : settings) {
            Integer standard = terminals.get(setting.key());
            boolean runs = setting.service().equals("frr") && setting.value().equals("yes") && counts(setting);
            if (standard == null || !runs) {
                continue;
            }
            Optional<Setting> line = Optional.ofNullable(options.get(setting.key() + "_options"));
            List<String> words = List.of(line.map(Setting::value).orElse("").split("\\s+", -1));
            String port = CommandListeners.value(words, "-P", "--vty_port").orElse(String.valueOf(standard));
            String host = CommandListeners.value(words, "-A", "--vty_addr").orElse("");
            Address.of(port, -1)
                    .map(address -> new Address(host, address.port()))
                    .ifPresent(address -> rows.setting(
                            line.orElse(setting),
                            setting.key(),
                            Set.of(setting.key(), "frrinit.sh", "watchfrr", "frr"),
                            address,
                            Listener.Protocol.TCP,
                            "the terminal of " + setting.key()));
        }
    }
}
