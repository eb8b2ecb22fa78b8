package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Redirect;
import org.vitrine.inspect.shell.Script;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of the kernel: the files of sysctl, and what start-up scripts give it with `sysctl -w` or write below
/// `/proc/sys`.
public final class KernelSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "kernel-setting",
            "Settings of the kernel",
            List.of("sysctl(8)", "sysctl.conf(5)", "sysctl.d(5)", "proc(5), /proc/sys"),
            List.of(
                    "Whether a file or a script is applied later is not compared: both are in force.",
                    "A path or value that is computed is left out.",
                    "What programs write below /proc/sys is not seen."));

    private static final String PROC = "/proc/sys/";
    private static final int MAXIMUM_SCRIPTS = 2_000;

    /// The inspector; it keeps nothing.
    public KernelSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    /// A value, before it is known whether a later one overrules it.
    private record Row(
            Artifact file, int line, String key, String value, State state, String reason, Location location) {
        Row overruled(Row by) {
            return new Row(file, line, key, value, State.INACTIVE, "overruled; " + by.reason, location);
        }
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        StartUp startUp = StartUp.of(root);
        List<Row> rows = new ArrayList<>(last(files(root, startUp)));
        rows.addAll(last(steps(startUp)));
        rows.addAll(unreached(root, startUp));
        for (Row row : rows) {
            facts.add(new Setting(
                    root.root().id(),
                    row.file.id(),
                    row.line,
                    "kernel",
                    Lines.shown(row.key),
                    Lines.shown(row.value),
                    row.state,
                    row.reason,
                    row.location));
        }
    }

    /// The same rows; of several in force for a key only the last one stays so, unless it is conditional.
    private static List<Row> last(List<Row> rows) {
        List<Row> reversed = new ArrayList<>();
        Map<String, Row> later = new HashMap<>();
        for (Row row : rows.reversed()) {
            Row by = later.get(row.key);
            boolean inForce = row.state == State.ACTIVE;
            reversed.add(inForce && by != null ? row.overruled(by) : row);
            if (inForce && !row.reason.endsWith(", conditional")) {
                later.putIfAbsent(row.key, row);
            }
        }
        return reversed.reversed();
    }

    private static List<Row> files(RootFs root, StartUp startUp) {
        List<Row> rows = new ArrayList<>();
        for (SysctlFiles.Applied applied : SysctlFiles.of(root, startUp)) {
            Artifact file = applied.file();
            for (Lines.Line line : Lines.of(root.content(file))) {
                String text = line.text().strip();
                boolean comment = text.startsWith("#") || text.startsWith(";");
                String bare = comment ? text.substring(1).strip() : text;
                int equals = bare.indexOf('=');
                String key = equals < 0 ? "" : key(bare.substring(0, equals).strip());
                if (key.isEmpty() || comment && key.indexOf('.') < 0) {
                    continue;
                }
                String place = root.pathOf(file) + ":" + line.number();
                rows.add(new Row(
                        file,
                        line.number(),
                        key,
                        bare.substring(equals + 1).strip(),
                        comment ? State.INACTIVE : applied.state(),
                        comment ? place + " is commented out" : applied.reason() + "; " + place,
                        line.location(file)));
            }
        }
        return rows;
    }

    /// A key as sysctl prints it: `net/ipv4/ip_forward` gives `net.ipv4.ip_forward`; empty where it is none.
    private static String key(String raw) {
        String name = raw.startsWith("-") ? raw.substring(1) : raw;
        int slash = name.indexOf('/');
        int dot = name.indexOf('.');
        if (slash >= 0 && (dot < 0 || slash < dot)) {
            StringBuilder swapped = new StringBuilder(name);
            for (int i = 0; i < swapped.length(); i++) {
                char c = swapped.charAt(i);
                swapped.setCharAt(i, c == '/' ? '.' : c == '.' ? '/' : c);
            }
            name = swapped.toString();
        }
        boolean plain = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "$`\"'<>|".indexOf(c) < 0);
        return plain ? name : "";
    }

    private record Assignment(String key, String value) {}

    private static List<Row> steps(StartUp startUp) {
        List<Row> rows = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (StartUp.Reached reached : startUp.steps()) {
            Step step = reached.step();
            for (Assignment one : assignments(step.words(), step.command())) {
                if (seen.add(List.of(step.script().id(), step.command().offset(), one))) {
                    // What init doesn't run, something else may.
                    boolean sure = reached.state() == State.ACTIVE && !CommandOptions.isVariable(one.value);
                    State state = sure ? State.ACTIVE : State.UNKNOWN;
                    rows.add(new Row(
                            step.script(),
                            step.command().line(),
                            one.key,
                            one.value,
                            step.comment() ? State.INACTIVE : state,
                            step.reason(),
                            step.location()));
                }
            }
        }
        return rows;
    }

    /// What a command gives the kernel.
    private static List<Assignment> assignments(List<String> words, Command command) {
        List<Assignment> found = new ArrayList<>();
        if (words.isEmpty()) {
            return found;
        }
        int at = Programs.name(words.getFirst()).equals("busybox") && words.size() > 1 ? 1 : 0;
        String name = Programs.name(words.get(at));
        if (name.equals("sysctl")) {
            for (String word : words.subList(at + 1, words.size())) {
                int equals = word.indexOf('=');
                String key = equals < 0 || word.startsWith("-") ? "" : key(word.substring(0, equals));
                if (!key.isEmpty()) {
                    found.add(new Assignment(key, word.substring(equals + 1)));
                }
            }
        } else if (name.equals("echo") || name.equals("printf")) {
            List<String> values = words.subList(at + 1, words.size()).stream()
                    .filter(word -> !word.matches("-[neE]+"))
                    .toList();
            for (Redirect redirect : command.redirects()) {
                String target = redirect.target().replace("\"", "").replace("'", "");
                if (redirect.writes() && target.startsWith(PROC)) {
                    String key = key(target.substring(PROC.length()).replaceAll("/+", "/"));
                    if (!key.isEmpty()) {
                        found.add(new Assignment(key, String.join(" ", values)));
                    }
                }
            }
        }
        return found;
    }

    /// Scripts that nothing seen runs: perhaps a program does.
    private static List<Row> unreached(RootFs root, StartUp startUp) {
        Set<Long> known = new HashSet<>(startUp.scripts());
        startUp.steps().forEach(reached -> known.add(reached.step().script().id()));
        List<Row> rows = new ArrayList<>();
        int scripts = 0;
        for (Artifact file : root.all()) {
            boolean candidate = RootFs.isFile(file) && file.size() <= Script.MAXIMUM_SIZE && known.add(file.id());
            if (!candidate || scripts >= MAXIMUM_SCRIPTS || !starts(root, file)) {
                continue;
            }
            scripts++;
            String text = Script.text(root.content(file));
            if (text.contains("sysctl") || text.contains(PROC)) {
                Script script = Script.of(text);
                List<Command> commands = new ArrayList<>(script.top());
                script.functions().values().forEach(commands::addAll);
                commands.forEach(command -> unreached(root, file, command).ifPresent(rows::addAll));
            }
        }
        return rows;
    }

    private static Optional<List<Row>> unreached(RootFs root, Artifact file, Command command) {
        List<Row> rows = new ArrayList<>();
        List<String> words = command.words().stream()
                .map(word -> word.replace("\"", "").replace("'", ""))
                .toList();
        for (Assignment one : assignments(words, command)) {
            rows.add(new Row(
                    file,
                    command.line(),
                    one.key,
                    one.value,
                    State.UNKNOWN,
                    "nothing seen runs " + root.pathOf(file) + "; line " + command.line(),
                    new Location(file.sha256(), command.offset(), command.length())));
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows);
    }

    private static boolean starts(RootFs root, Artifact file) {
        return root.content(file).matches(0, new byte[] {'#', '!'}) && Programs.isShellScript(root, file);
    }
}
