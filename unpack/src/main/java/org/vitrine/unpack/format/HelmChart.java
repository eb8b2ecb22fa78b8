package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Sink;

/// A Helm chart: what its `Chart.yaml` says it is.
public final class HelmChart implements Composition {
    private static final int LARGEST = 1 << 20;
    private static final List<String> FIELDS =
            List.of("apiVersion", "name", "version", "appVersion", "kubeVersion", "type", "description");

    @Override
    public Card card() {
        return new Card(
                "helm",
                "Helm chart",
                List.of("Helm 3 documentation, \"The Chart.yaml File\""),
                List.of(
                        "Fields of one line are read; templates are not expanded, so what a cluster would run is not known.",
                        "Provenance files are not verified."));
    }

    @Override
    public boolean claim(Member folder) {
        Optional<Member> chart = folder.at("Chart.yaml");
        if (chart.isEmpty()
                || folder.at("templates").isEmpty() && folder.at("values.yaml").isEmpty()) {
            return false;
        }
        try {
            List<String> lines = lines(chart.get());
            return !field(lines, "name").isEmpty() && !field(lines, "version").isEmpty();
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        List<String> lines = lines(folder.at("Chart.yaml").orElseThrow());
        for (String name : FIELDS) {
            String value = field(lines, name);
            if (!value.isEmpty()) {
                out.header(name, value, -1, 0);
            }
        }
    }

    private static List<String> lines(Member file) throws Malformed {
        if (file.content().size() > LARGEST) {
            throw new Malformed(-1, "Chart.yaml", "longer than " + LARGEST + " bytes");
        }
        byte[] text = file.content().array(0, file.content().size(), "Chart.yaml");
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    /// A plain or quoted scalar behind a key at the start of a line.
    private static String field(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name + ":")) {
                String value = line.substring(name.length() + 1).strip();
                boolean quoted = value.length() > 1
                        && (value.startsWith("\"") && value.endsWith("\"")
                                || value.startsWith("'") && value.endsWith("'"));
                int comment = value.indexOf(" #");
                return quoted
                        ? value.substring(1, value.length() - 1)
                        : comment < 0 ? value : value.substring(0, comment).strip();
            }
        }
        return "";
    }
}
