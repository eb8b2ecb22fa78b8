package org.vitrine.inspect.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A URL with a host that is known (RFC 3986, section 3), found in text.
///
/// @param start of its first character in the text
/// @param end behind its last
/// @param port its own, or that of the scheme; -1 where it is neither
/// @param text as it stands, without login and query
record Url(int start, int end, String scheme, String host, int port, String text) {
    /// The schemes that are looked for, with their ports.
    private static final Map<String, Integer> SCHEMES = Map.ofEntries(
            Map.entry("http", 80),
            Map.entry("https", 443),
            Map.entry("ftp", 21),
            Map.entry("ftps", 990),
            Map.entry("sftp", 22),
            Map.entry("tftp", 69),
            Map.entry("ssh", 22),
            Map.entry("telnet", 23),
            Map.entry("tcp", -1),
            Map.entry("udp", -1),
            Map.entry("tls", -1),
            Map.entry("ssl", -1),
            Map.entry("mqtt", 1883),
            Map.entry("mqtts", 8883),
            Map.entry("ws", 80),
            Map.entry("wss", 443),
            Map.entry("coap", 5683),
            Map.entry("coaps", 5684),
            Map.entry("amqp", 5672),
            Map.entry("amqps", 5671),
            Map.entry("ldap", 389),
            Map.entry("ldaps", 636),
            Map.entry("rtsp", 554),
            Map.entry("rtmp", 1935),
            Map.entry("rsync", 873),
            Map.entry("git", 9418),
            Map.entry("stun", 3478),
            Map.entry("turn", 3478));

    private static final int LONGEST_SCHEME = 8;
    private static final int LONGEST = 500;
    private static final int LONGEST_TEXT = 200;
    private static final Pattern NAME = Pattern.compile(
            "(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})");
    private static final Pattern ADDRESS = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}");
    private static final Pattern ADDRESS6 = Pattern.compile("[0-9a-f:]{2,39}");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /// All in a text of one character for each byte.
    static List<Url> in(String text) {
        List<Url> urls = new ArrayList<>();
        for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
            at(text, at).ifPresent(urls::add);
        }
        return urls;
    }

    /// The URL whose scheme ends at the colon at `colon`.
    static Optional<Url> at(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start <= LONGEST_SCHEME && isLetter(text.charAt(start - 1))) {
            start--;
        }
        String scheme = text.substring(start, colon).toLowerCase(Locale.ROOT);
        Integer standard = SCHEMES.get(scheme);
        if (standard == null) {
            return Optional.empty();
        }
        boolean slashes = text.startsWith("//", colon + 1);
        if (!slashes && !scheme.equals("stun") && !scheme.equals("turn")) {
            return Optional.empty();
        }
        int from = colon + (slashes ? 3 : 1);
        int end = from;
        while (end < text.length() && end - from < LONGEST && isUrl(text.charAt(end))) {
            end++;
        }
        while (end > from && ".,;:!)]}'*".indexOf(text.charAt(end - 1)) >= 0 && text.charAt(end - 1) != ']') {
            end--;
        }
        int authority = from;
        while (authority < end && "/?#".indexOf(text.charAt(authority)) < 0) {
            authority++;
        }
        return of(text, start, from, authority, end, scheme, standard);
    }

    private static Optional<Url> of(
            String text, int start, int from, int authority, int end, String scheme, int standard) {
        String whole = text.substring(from, authority);
        String bare = whole.substring(whole.lastIndexOf('@') + 1);
        int close = bare.startsWith("[") ? bare.indexOf(']') : -1;
        int colon = close > 0 ? bare.indexOf(':', close) : bare.indexOf(':');
        String host = colon < 0 ? bare : bare.substring(0, colon);
        host = (close > 0 ? bare.substring(1, close) : host).toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            return Optional.empty();
        }
        String port = colon < 0 ? "" : bare.substring(colon + 1);
        int number = port.isEmpty() ? standard : PORT.matcher(port).matches() ? Integer.parseInt(port) : -1;
        int query = authority;
        while (query < end && "?#".indexOf(text.charAt(query)) < 0) {
            query++;
        }
        String shown = text.substring(start, from) + bare + text.substring(authority, query);
        return Optional.of(
                new Url(start, end, scheme, host, number, shown.substring(0, Math.min(LONGEST_TEXT, shown.length()))));
    }

    /// Whether it names a host in full: a name with a dot, an address, or the element itself.
    static boolean isHost(String host) {
        return host.equals("localhost")
                || isAddress(host)
                || host.length() <= 253 && NAME.matcher(host).matches();
    }

    /// Whether it is an IPv4 or IPv6 address.
    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches()
                || host.indexOf(':') != host.lastIndexOf(':')
                        && ADDRESS6.matcher(host).matches();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '-';
    }

    private static boolean isUrl(char c) {
        return c > ' ' && c < 0x7f && "\"<>\\^`|'".indexOf(c) < 0;
    }
}
