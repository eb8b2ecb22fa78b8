package org.vitrine.inspect.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;

/// The rows of one root file system being gathered: each line says each host once.
final class Endpoints {
    private static final int MAXIMUM_ROWS = 20_000;
    private static final int MAXIMUM_IN_FILE = 256;

    private final RootFs root;
    private final List<Endpoint> rows = new ArrayList<>();
    private final Set<List<Object>> seen = new HashSet<>();
    private final Map<Long, Integer> inFile = new HashMap<>();

    /// Where something stands, and whether it is in force.
    ///
    /// @param program whose setting, or the name of the file
    record At(
            long artifact,
            int line,
            Endpoint.Place place,
            String program,
            State state,
            String reason,
            Location location) {}

    Endpoints(RootFs root) {
        this.root = root;
    }

    RootFs root() {
        return root;
    }

    /// A URL, but for one that leads nowhere.
    void url(At at, Url url) {
        if (!Names.leadsNowhere(url.host())) {
            add(at, Endpoint.Kind.URL, url.scheme(), url.host(), url.port(), url.text());
        }
    }

    /// A bare host, `name`, `name:port` or an address; nothing where it is none, or leads nowhere.
    ///
    /// @param standard the port where it names none
    void host(At at, String scheme, int standard, String text) {
        String bare = text.strip().replaceAll("^[\"'\\[]+|[\"'\\],;]+$", "").toLowerCase(Locale.ROOT);
        boolean six = bare.indexOf(':') != bare.lastIndexOf(':');
        int colon = six ? -1 : bare.indexOf(':');
        String host = colon < 0 ? bare : bare.substring(0, colon);
        String number = colon < 0 ? "" : bare.substring(colon + 1);
        if (Url.isHost(host) && !Names.leadsNowhere(host)) {
            Endpoint.Kind kind = Url.isAddress(host) ? Endpoint.Kind.IP : Endpoint.Kind.HOST;
            int port = number.isEmpty() ? standard : number.matches("\\d{1,5}") ? Integer.parseInt(number) : -1;
            add(at, kind, scheme, host, port, bare);
        }
    }

    private void add(At at, Endpoint.Kind kind, String scheme, String host, int port, String text) {
        boolean full = rows.size() >= MAXIMUM_ROWS || inFile.getOrDefault(at.artifact, 0) >= MAXIMUM_IN_FILE;
        if (full || !seen.add(List.of(at.artifact, at.line, host, port))) {
            return;
        }
        inFile.merge(at.artifact, 1, Integer::sum);
        rows.add(new Endpoint(
                root.root().id(),
                at.artifact,
                at.line,
                kind,
                scheme,
                Lines.shown(host),
                port,
                Lines.shown(text),
                at.place,
                at.program,
                at.state,
                at.reason,
                at.location));
    }

    void put(Facts facts) {
        rows.forEach(facts::add);
    }
}
