package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What is mounted where, and how: `etc/fstab`, and the `mount` commands of start-up scripts.
public final class FstabSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "fstab",
            "Mount points and their options",
            List.of("fstab(5)", "mount(8)"),
            List.of(
                    "A mount command that names only a mount point, or only changes options, is left out.",
                    "What programs mount is not seen."));

    /// The inspector; it keeps nothing.
    public FstabSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "fstab");
        root.findFile("etc/fstab").ifPresent(file -> file(rows, inForce(root, file)));
        Copies.of(root, List.of("etc/fstab")).forEach(copy -> file(rows, copy));
        for (StartUp.Reached reached : StartUp.of(root).steps()) {
            command(rows, reached);
        }
        rows.put(facts);
    }

    /// In force where something mounts all of it.
    private static ConfigFile inForce(RootFs root, Artifact file) {
        if (root.findFile("lib/systemd/system-generators/systemd-fstab-generator")
                        .isPresent()
                || root.findFile("usr/lib/systemd/system-generators/systemd-fstab-generator")
                        .isPresent()) {
            return new ConfigFile(file, State.ACTIVE, "systemd-fstab-generator reads it");
        }
        Optional<StartUp.Reached> off = Optional.empty();
        for (StartUp.Reached reached : StartUp.of(root).steps()) {
            Step step = reached.step();
            if (!mountsAll(step.words())) {
                continue;
            }
            if (!step.comment() && reached.state() == State.ACTIVE) {
                return new ConfigFile(file, State.ACTIVE, step.reason() + " mounts all of it");
            }
            off = Optional.of(reached);
        }
        return off.isPresent()
                ? new ConfigFile(file, State.UNKNOWN, off.get().step().reason() + " would mount all of it")
                : new ConfigFile(file, State.UNKNOWN, "nothing seen mounts all of it");
    }

    private static boolean mountsAll(List<String> words) {
        return isMount(words) && words.stream().anyMatch(word -> word.matches("-[A-Za-z]*a[A-Za-z]*|--all"));
    }

    private static boolean isMount(List<String> words) {
        return !words.isEmpty() && Programs.name(words.getFirst()).equals("mount");
    }

    private static void file(Rows rows, ConfigFile from) {
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            String[] words = text.split("\\s+", -1);
            if (text.startsWith("#") || words.length < 3) {
                continue;
            }
            String options = words.length > 3 ? words[3] : "defaults";
            boolean later = List.of(options.split(",", -1)).contains("noauto");
            for (List<String> one :
                    List.of(List.of("device", words[0]), List.of("type", words[2]), List.of("options", options))) {
                String key = words[1] + Blocks.IN + one.get(0);
                if (later) {
                    rows.conditional(from, line, key, one.get(1), "noauto: mounted when asked for");
                } else {
                    rows.add(from, line, key, one.get(1));
                }
            }
        }
    }

    /// A `mount -t type -o options device point`.
    private static void command(Rows rows, StartUp.Reached reached) {
        Step step = reached.step();
        if (!isMount(step.words())) {
            return;
        }
        String type = "";
        String options = "";
        List<String> operands = new ArrayList<>();
        List<String> words = step.words();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean more = i + 1 < words.size();
            if (word.equals("-t") && more) {
                type = words.get(++i);
            } else if (word.equals("-o") && more) {
                options = options.isEmpty() ? words.get(++i) : options + "," + words.get(++i);
            } else if (word.startsWith("-t") || word.startsWith("-o")) {
                type = word.startsWith("-t") ? word.substring(2) : type;
                options = word.startsWith("-o") ? word.substring(2) : options;
            } else if (word.equals("-r")) {
                options = options.isEmpty() ? "ro" : options + ",ro";
            } else if (word.startsWith("--") || word.matches("-[abBlMRU]+.*")) {
                return;
            } else if (!word.startsWith("-")) {
                operands.add(word);
            }
        }
        if (options.contains("remount")
                || operands.size() != 2
                || !operands.get(1).startsWith("/")
                || operands.get(1).indexOf('$') >= 0) {
            return;
        }
        State state = step.comment() ? State.INACTIVE : reached.state();
        if (state == State.ACTIVE && step.uncertain() > 0) {
            state = State.UNKNOWN;
        }
        String point = operands.get(1);
        add(rows, step, point + Blocks.IN + "device", operands.get(0), state);
        add(rows, step, point + Blocks.IN + "type", type.isEmpty() ? "auto" : type, state);
        add(rows, step, point + Blocks.IN + "options", options.isEmpty() ? "defaults" : options, state);
    }

    private static void add(Rows rows, Step step, String key, String value, State state) {
        Location location = step.location();
        boolean variable = state == State.ACTIVE && CommandOptions.isVariable(value);
        rows.add(
                step.script(),
                step.command().line(),
                key,
                value,
                variable ? State.UNKNOWN : state,
                step.reason(),
                location);
    }
}
