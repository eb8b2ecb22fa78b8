package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// The services of xinetd: `service name { key = value … }` in `etc/xinetd.conf` and the folders it includes.
final class Xinetd {
    private final RootFs root;
    private final Inetd.Server server;
    private final List<Start> starts = new ArrayList<>();
    private final Set<String> disabled = new HashSet<>();
    private final Set<Long> read = new HashSet<>();

    private Xinetd(RootFs root, Inetd.Server server) {
        this.root = root;
        this.server = server;
    }

    static List<Start> starts(RootFs root, Inetd.Server server) {
        Xinetd xinetd = new Xinetd(root, server);
        root.findFile("etc/xinetd.conf").ifPresent(file -> xinetd.file(file, ""));
        // Without the file that includes it the folder is not in force, but it is there.
        xinetd.folder(
                "etc/xinetd.d", root.findFile("etc/xinetd.conf").isPresent() ? "etc/xinetd.conf leaves it out" : "");
        return xinetd.starts;
    }

    private void folder(String path, String off) {
        root.find(path).ifPresent(folder -> {
            for (Artifact entry : root.list(folder)) {
                String name = Programs.fileName(entry);
                boolean skipped = name.contains(".") || name.endsWith("~");
                String why = skipped ? "xinetd skips names with a dot or a tilde" : off;
                root.findFile(path + "/" + name).ifPresent(file -> file(file, why));
            }
        });
    }

    private void file(Artifact file, String off) {
        if (!read.add(file.id())) {
            return;
        }
        Map<String, String> values = new HashMap<>();
        Lines.@Nullable Line program = null;
        String service = "";
        boolean inside = false;
        for (Lines.Line line : Lines.of(root.content(file))) {
            String text = line.text().strip();
            if (text.startsWith("#") || text.isEmpty()) {
                continue;
            }
            if (!inside && text.startsWith("includedir ")) {
                String path = text.substring("includedir ".length()).strip();
                folder(root.resolve(path.startsWith("/") ? path.substring(1) : path), "");
            } else if (!inside && (text.startsWith("service ") || text.startsWith("defaults"))) {
                service = text.startsWith("service ")
                        ? text.substring("service ".length()).replace("{", "").strip()
                        : "";
                inside = text.endsWith("{");
                values.clear();
                program = service.isEmpty() ? null : line;
            } else if (text.equals("{")) {
                inside = true;
            } else if (text.startsWith("}")) {
                inside = false;
                if (service.isEmpty()) {
                    disabled.addAll(List.of(values.getOrDefault("disabled", "").split("\\s+", -1)));
                } else if (program != null) {
                    add(file, program, service, values, off);
                }
            } else if (inside) {
                int equals = text.indexOf('=');
                if (equals > 0) {
                    String key = text.substring(0, equals).replaceFirst("(?<!\\s)\\s*+[+-]?\\s*+$", "");
                    values.put(key, text.substring(equals + 1).strip());
                    program = key.equals("server") && !service.isEmpty() ? line : program;
                }
            }
        }
    }

    private void add(Artifact file, Lines.Line line, String service, Map<String, String> values, String off) {
        List<String> words = new ArrayList<>();
        String program = values.getOrDefault("server", "");
        String arguments = values.getOrDefault("server_args", "");
        if (!program.isEmpty()) {
            words.add(program);
            if (!arguments.isEmpty()) {
                words.addAll(List.of(arguments.split("\\s+", -1)));
            }
        }
        String why = off;
        if (values.getOrDefault("disable", "no").equalsIgnoreCase("yes")) {
            why = "disable = yes";
        } else if (disabled.contains(service)) {
            why = "the defaults disable it";
        }
        String place = root.pathOf(file) + ":" + line.number();
        starts.add(Start.of(
                root,
                new Start.Place(file, line.number(), line.location(file)),
                Lines.shown(service),
                Lines.shown((program + " " + arguments).strip()),
                new CommandLine(words, values.getOrDefault("user", ""), true, false),
                Service.Starter.INETD,
                why.isEmpty() ? server.state() : State.INACTIVE,
                why.isEmpty() ? server.reason() + "; " + place : why + "; " + place));
    }
}
