package org.vitrine.inspect.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// The units of systemd in a root file system: systemd.unit(5), systemd.service(5).
final class SystemdUnits {
    /// By falling precedence.
    private static final List<String> FOLDERS =
            List.of("etc/systemd/system", "run/systemd/system", "usr/lib/systemd/system", "lib/systemd/system");

    private static final List<String> ASKING = List.of("Wants", "Requires", "Requisite", "BindsTo", "Upholds");

    private final RootFs root;
    private final Map<String, Artifact> files = new TreeMap<>();
    private final Map<String, String> paths = new HashMap<>();
    private final Map<Long, String> dropInPaths = new HashMap<>();
    private final Map<String, List<Artifact>> dropIns = new TreeMap<>();
    /// Unit name to why it is started.
    private final Map<String, String> wanted = new TreeMap<>();
    private final Map<String, List<Entry>> read = new HashMap<>();
    private final boolean present;

    /// A `Key=value` line of a unit.
    record Entry(Artifact file, Lines.Line line, String section, String key, String value) {
        /// The value of an ExecStart as words, without the characters that only say how to run it.
        List<String> words() {
            String text = value;
            while (!text.isEmpty() && "@-:+!".indexOf(text.charAt(0)) >= 0) {
                text = text.substring(1);
            }
            return SystemdWords.split(text);
        }
    }

    /// A service unit that can be judged.
    ///
    /// @param user User=, or `dynamic` where DynamicUser= gives it one of its own
    record Unit(String name, List<Entry> starts, String user, State state, String reason) {}

    private SystemdUnits(RootFs root) {
        this.root = root;
        this.present = present(root);
        for (int i = FOLDERS.size() - 1; i >= 0; i--) {
            String folder = FOLDERS.get(i);
            // With merged /usr one of them leads to the other.
            if (root.resolve(folder).equals(folder)) {
                root.find(folder).ifPresent(found -> folder(folder, found));
            }
        }
        follow();
    }

    static SystemdUnits of(RootFs root) {
        return new SystemdUnits(root);
    }

    /// Whether systemd itself is in the image.
    static boolean present(RootFs root) {
        return root.findFile("lib/systemd/systemd").isPresent()
                || root.findFile("usr/lib/systemd/systemd").isPresent()
                || root.findFile("bin/systemd").isPresent();
    }

    private void folder(String path, Artifact folder) {
        for (Artifact entry : root.list(folder)) {
            String name = Programs.fileName(entry);
            if (entry.type() != ArtifactType.DIRECTORY) {
                if (isUnit(name)) {
                    files.put(name, entry);
                    paths.put(name, path + "/" + name);
                }
            } else if (name.endsWith(".wants") || name.endsWith(".requires") || name.endsWith(".upholds")) {
                for (Artifact link : root.list(entry)) {
                    wanted.put(Programs.fileName(link), root.pathOf(link));
                }
            } else if (name.endsWith(".d")) {
                List<Artifact> all =
                        dropIns.computeIfAbsent(name.substring(0, name.length() - 2), _ -> new ArrayList<>());
                for (Artifact file : root.list(entry)) {
                    // A drop-in of the same name in a folder of higher precedence takes its place.
                    all.removeIf(other -> other.name().equals(file.name()));
                    if (Programs.fileName(file).endsWith(".conf")) {
                        all.add(file);
                        dropInPaths.put(file.id(), path + "/" + name + "/" + Programs.fileName(file));
                    }
                }
                all.sort((a, b) -> a.name().compareTo(b.name()));
            }
        }
    }

    private static boolean isUnit(String name) {
        return name.endsWith(".service")
                || name.endsWith(".socket")
                || name.endsWith(".target")
                || name.endsWith(".timer")
                || name.endsWith(".path");
    }

    /// Units that wanted units ask for are wanted, and so on.
    private void follow() {
        for (Map.Entry<String, Artifact> file : files.entrySet()) {
            // An alias: a second name that is a link to a unit's file.
            if (file.getValue().type() == ArtifactType.SYMLINK && wanted.containsKey(file.getKey())) {
                target(file.getKey())
                        .ifPresent(unit -> wanted.putIfAbsent(Programs.fileName(unit), wanted.get(file.getKey())));
            }
        }
        if (files.containsKey("default.target")) {
            wanted.putIfAbsent("default.target", root.pathOf(files.getOrDefault("default.target", root.root())));
        }
        Deque<String> left = new ArrayDeque<>(wanted.keySet());
        while (!left.isEmpty()) {
            String name = left.remove();
            List<String> asked = new ArrayList<>();
            for (Entry entry : entries(name)) {
                if (entry.section.equals("Unit") && ASKING.contains(entry.key)) {
                    asked.addAll(List.of(entry.value.strip().split("\\s+", -1)));
                }
            }
            int dot = name.lastIndexOf('.');
            if (dot > 0 && (name.endsWith(".socket") || name.endsWith(".timer") || name.endsWith(".path"))) {
                asked.add(activated(name, name.substring(0, dot)));
            }
            for (String other : asked) {
                if (!other.isEmpty() && !wanted.containsKey(other)) {
                    wanted.put(other, wanted.get(name) + ", " + name + " asks for " + Lines.shown(other));
                    left.add(other);
                }
            }
        }
    }

    private String activated(String name, String stem) {
        for (Entry entry : entries(name)) {
            if (entry.key.equals("Service") || entry.key.equals("Unit")) {
                return entry.value;
            }
            if (entry.key.equals("Accept") && truth(entry.value)) {
                return stem + "@.service";
            }
        }
        return stem + ".service";
    }

    private static boolean truth(String value) {
        return List.of("1", "yes", "true", "on").contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private Optional<Artifact> target(String name) {
        String path = paths.get(name);
        return path == null ? Optional.empty() : root.findFile(path);
    }

    private static String template(String name) {
        int at = name.indexOf('@');
        int dot = name.lastIndexOf('.');
        return at > 0 && dot > at ? name.substring(0, at + 1) + name.substring(dot) : name;
    }

    private List<Entry> entries(String name) {
        List<Entry> known = read.get(name);
        if (known != null) {
            return known;
        }
        List<Entry> entries = new ArrayList<>();
        String template = template(name);
        Optional<Artifact> file = target(name).or(() -> target(template));
        file.ifPresent(found -> read(found, name, entries));
        List<String> named = template.equals(name) ? List.of(name) : List.of(template, name);
        for (String each : named) {
            for (Artifact dropIn : dropIns.getOrDefault(each, List.of())) {
                String path = dropInPaths.getOrDefault(dropIn.id(), "");
                root.findFile(path).ifPresent(found -> read(found, name, entries));
            }
        }
        read.put(name, entries);
        return entries;
    }

    private void read(Artifact file, String unit, List<Entry> entries) {
        String section = "";
        int at = unit.indexOf('@');
        int dot = unit.lastIndexOf('.');
        String instance = at > 0 && dot > at ? unit.substring(at + 1, dot) : "";
        List<Lines.Line> lines = Lines.of(root.content(file));
        for (int i = 0; i < lines.size(); i++) {
            Lines.Line line = lines.get(i);
            String text = line.text().strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.startsWith("[") && text.endsWith("]")) {
                section = text.substring(1, text.length() - 1);
                continue;
            }
            StringBuilder whole = new StringBuilder(text);
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.size()) {
                whole.setLength(whole.length() - 1);
                whole.append(' ').append(lines.get(++i).text().strip());
            }
            int equals = whole.indexOf("=");
            if (equals > 0) {
                String value = whole.substring(equals + 1).strip();
                if (!instance.isEmpty()) {
                    value = value.replace("%i", instance).replace("%I", instance);
                }
                entries.add(new Entry(
                        file, line, section, whole.substring(0, equals).strip(), value));
            }
        }
    }

    /// The services in the order of their names: units that have a file, and instances of templates that are wanted.
    List<Unit> services() {
        Map<String, Unit> units = new LinkedHashMap<>();
        TreeMap<String, Boolean> names = new TreeMap<>();
        files.keySet().stream().filter(name -> name.endsWith(".service")).forEach(name -> names.put(name, true));
        wanted.keySet().stream().filter(name -> name.endsWith(".service")).forEach(name -> names.put(name, true));
        for (String name : names.keySet()) {
            unit(name).ifPresent(unit -> units.put(name, unit));
        }
        return List.copyOf(units.values());
    }

    /// The socket units with what they listen on, in the order of their names; a masked one is none.
    List<Unit> sockets() {
        List<Unit> units = new ArrayList<>();
        for (Map.Entry<String, Artifact> file : files.entrySet()) {
            String name = file.getKey();
            if (!name.endsWith(".socket") || isMask(file.getValue())) {
                continue;
            }
            List<Entry> listens = new ArrayList<>();
            boolean install = false;
            for (Entry entry : entries(name)) {
                install |= entry.section.equals("Install") && entry.key.endsWith("By");
                if (entry.section.equals("Socket")
                        && List.of("ListenStream", "ListenDatagram").contains(entry.key)) {
                    listens.add(entry);
                    if (entry.value.isEmpty()) {
                        listens.clear();
                    }
                }
            }
            if (!listens.isEmpty()) {
                units.add(state(name, listens, "", install));
            }
        }
        return units;
    }

    private Optional<Unit> unit(String name) {
        Artifact own = files.get(name);
        if (own != null && isMask(own)) {
            return masked(name, own);
        }
        // A template without an instance, and a second name, are no services of their own.
        boolean alias = own != null
                && own.type() == ArtifactType.SYMLINK
                && target(name)
                        .map(file -> !file.name().equals(own.name()) && files.containsKey(Programs.fileName(file)))
                        .orElse(true);
        if (alias) {
            return Optional.empty();
        }
        List<Entry> starts = new ArrayList<>();
        String user = "";
        boolean dynamic = false;
        boolean install = false;
        for (Entry entry : entries(name)) {
            install |= entry.section.equals("Install")
                    && List.of("WantedBy", "RequiredBy", "UpheldBy", "Also", "Alias")
                            .contains(entry.key);
            if (!entry.section.equals("Service")) {
                continue;
            }
            switch (entry.key) {
                case "ExecStart" -> {
                    if (entry.value.isEmpty()) {
                        starts.clear();
                    } else {
                        starts.add(entry);
                    }
                }
                case "User" -> user = entry.value;
                case "DynamicUser" -> dynamic = truth(entry.value);
                default -> {}
            }
        }
        if (starts.isEmpty()) {
            return Optional.empty();
        }
        if (user.isEmpty() && dynamic) {
            user = "dynamic";
        }
        return Optional.of(state(name, starts, user, install));
    }

    private Unit state(String name, List<Entry> starts, String user, boolean install) {
        String why = wanted.get(name);
        if (!present) {
            return new Unit(name, starts, user, State.UNKNOWN, "a unit of systemd, which is not in the image");
        }
        if (why != null) {
            return new Unit(name, starts, user, State.ACTIVE, why);
        }
        if (name.contains("@.")) {
            return new Unit(name, starts, user, State.TEMPLATE, "a template without an instance");
        }
        String reason = install
                ? "[Install] asks for a link, there is none"
                : "nothing wanted asks for it; D-Bus, a device or a generator may";
        return new Unit(name, starts, user, install ? State.INACTIVE : State.UNKNOWN, reason);
    }

    private Optional<Unit> masked(String name, Artifact mask) {
        for (String folder : FOLDERS.reversed()) {
            Optional<Artifact> hidden = root.findFile(folder + "/" + name);
            if (hidden.isPresent()) {
                List<Entry> entries = new ArrayList<>();
                read(hidden.get(), name, entries);
                entries.removeIf(entry -> !entry.key.equals("ExecStart") || entry.value.isEmpty());
                return Optional.of(new Unit(name, entries, "", State.INACTIVE, "masked by " + root.pathOf(mask)));
            }
        }
        return Optional.empty();
    }

    /// A link to /dev/null, or an empty file.
    private static boolean isMask(Artifact unit) {
        return unit.type() == ArtifactType.SYMLINK
                ? unit.target().equals("/dev/null")
                : RootFs.isFile(unit) && unit.size() == 0;
    }
}
