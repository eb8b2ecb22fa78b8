package org.vitrine.inspect.listener;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address and port to listen on, as configurations write them: `80`, `*:80`, `127.0.0.1:80`, `[::]:80`.
///
/// @param host as it stands, without brackets; empty where none is given
/// @param port -1 where it isn't known
record Address(String host, int port) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:*%-]{1,255}");

    /// Reads one; empty for a socket in the file system, for port 0, and for what is neither.
    ///
    /// @param standard the port of an address without one; -1 where there must be one
    static Optional<Address> of(String text, int standard) {
        String all = text.strip();
        if (all.startsWith("unix:") || all.startsWith("/") || all.startsWith("@") || all.isEmpty()) {
            return Optional.empty();
        }
        if (isVariable(all)) {
            return Optional.of(new Address(all, -1));
        }
        if (NUMBER.matcher(all).matches()) {
            return of("", all, standard);
        }
        int close = all.indexOf(']');
        if (all.startsWith("[") && close > 0) {
            String rest = all.substring(close + 1);
            return of(all.substring(1, close), rest.startsWith(":") ? rest.substring(1) : "", standard);
        }
        int colon = all.lastIndexOf(':');
        if (colon < 0 || all.indexOf(':') != colon) {
            return of(all, "", standard);
        }
        return of(all.substring(0, colon), all.substring(colon + 1), standard);
    }

    private static Optional<Address> of(String host, String port, int standard) {
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            return Optional.empty();
        }
        int number = port.isEmpty() ? standard : NUMBER.matcher(port).matches() ? Integer.parseInt(port) : -1;
        return number < 1 || number > 65_535 ? Optional.empty() : Optional.of(new Address(host, number));
    }

    /// Whether a value stands for one that isn't known.
    static boolean isVariable(String text) {
        return text.indexOf('$') >= 0 || text.indexOf('`') >= 0;
    }

    Listener.Scope scope() {
        String name = host.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "*", "0.0.0.0", "::", "0", "::0" -> Listener.Scope.ANY;
            case "localhost", "::1", "ip6-localhost", "loopback" -> Listener.Scope.LOOPBACK;
            default ->
                isVariable(name)
                        ? Listener.Scope.UNKNOWN
                        : name.startsWith("127.") ? Listener.Scope.LOOPBACK : Listener.Scope.ONE;
        };
    }
}
