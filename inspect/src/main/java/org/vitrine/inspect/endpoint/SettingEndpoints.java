package org.vitrine.inspect.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.State;
import org.vitrine.inspect.setting.Setting;

/// Hosts in settings: URLs wherever they stand, and names where the directive takes a server.
final class SettingEndpoints {
    private static final Set<String> TRAPS = Set.of("trapsink", "trap2sink", "informsink", "trapsess");
    private static final Set<String> WEB =
            Set.of("nginx", "apache", "lighttpd", "boa", "goahead", "httpd", "thttpd", "mini_httpd", "uhttpd");
    private static final Pattern FORWARD = Pattern.compile("\\(?(@@?)(?:\\([^)]*\\))?([^\\s;]+).*");
    private static final Pattern QUOTED = Pattern.compile("^\\s*\"([^\"]+)\"");

    private SettingEndpoints() {}

    static void read(Endpoints rows, List<Setting> settings) {
        for (Setting setting : settings) {
            if (setting.state() == State.ACTIVE || setting.state() == State.UNKNOWN) {
                one(rows, setting);
            }
        }
    }

    private static void one(Endpoints rows, Setting setting) {
        Endpoints.At at = new Endpoints.At(
                setting.artifact(),
                setting.line(),
                Endpoint.Place.SETTING,
                setting.service(),
                setting.state(),
                setting.reason(),
                setting.location());
        String key = setting.key().toLowerCase(Locale.ROOT);
        String word = key.substring(key.lastIndexOf('>') + 1).strip();
        String value = setting.value();
        // A web server's URLs are mostly what it tells others; only what it passes requests on to counts.
        if (!WEB.contains(setting.service()) || word.endsWith("_pass") || word.equals("proxypass")) {
            Url.in(value).forEach(url -> rows.url(at, url));
        }
        switch (setting.service()) {
            case "system" -> {
                if (key.startsWith("timeserver") && word.equals("server")) {
                    rows.host(at, "ntp", 123, value);
                } else if (word.equals("log_ip")) {
                    rows.host(at, "syslog", 514, value);
                }
            }
            case "syslogd", "rsyslog" -> {
                if (key.startsWith("rule ") || key.contains(" > rule ")) {
                    Matcher forward = FORWARD.matcher(value);
                    if (forward.matches()) {
                        rows.host(at, "syslog", 514, forward.group(2));
                    }
                } else if (key.equals("-r") && !value.isEmpty()) {
                    rows.host(at, "syslog", 514, value);
                } else if (word.equals("target") && key.contains("omfwd")) {
                    rows.host(at, "syslog", 514, value);
                }
            }
            case "syslog-ng" -> {
                Matcher quoted = QUOTED.matcher(value);
                boolean sends = Set.of("network", "tcp", "udp", "tcp6", "udp6", "syslog")
                        .contains(word);
                if (key.startsWith("destination ") && sends && quoted.find()) {
                    rows.host(at, "syslog", 514, quoted.group(1));
                }
            }
            case "snmpd" -> {
                if (TRAPS.contains(word)) {
                    rows.host(at, "snmp-trap", 162, value.split("\\s+", 2)[0].replaceFirst("^(?:udp|tcp)6?:", ""));
                }
            }
            default -> {}
        }
    }
}
