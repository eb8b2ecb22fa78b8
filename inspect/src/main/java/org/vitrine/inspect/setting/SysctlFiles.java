package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.spi.RootFs;

/// The files that sysctl(8) is given at start, in the order they are applied, and whether they are.
final class SysctlFiles {
    /// By falling precedence: a name in an earlier folder hides the same name in a later one.
    private static final List<String> FOLDERS =
            List.of("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d", "lib/sysctl.d");

    private static final String MAIN = "etc/sysctl.conf";

    private final RootFs root;
    private final StartUp startUp;
    private final Map<Long, Applied> files = new LinkedHashMap<>();

    /// A file and whether it is applied.
    record Applied(Artifact file, State state, String reason) {}

    private SysctlFiles(RootFs root, StartUp startUp) {
        this.root = root;
        this.startUp = startUp;
        folders();
        root.findFile(MAIN).ifPresent(file -> add(file, MAIN));
        others();
    }

    static List<Applied> of(RootFs root, StartUp startUp) {
        return List.copyOf(new SysctlFiles(root, startUp).files.values());
    }

    private boolean systemd() {
        return root.findFile("lib/systemd/systemd-sysctl").isPresent()
                || root.findFile("usr/lib/systemd/systemd-sysctl").isPresent();
    }

    private void folders() {
        TreeMap<String, String> byName = new TreeMap<>();
        List<String> hidden = new ArrayList<>();
        for (String folder : FOLDERS) {
            Optional<Artifact> found =
                    root.find(folder).filter(_ -> root.resolve(folder).equals(folder));
            found.ifPresent(there -> root.list(there).forEach(entry -> {
                String name = Programs.fileName(entry);
                if (name.endsWith(".conf") && byName.putIfAbsent(name, folder + "/" + name) != null) {
                    hidden.add(folder + "/" + name);
                }
            }));
        }
        for (String path : hidden) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            String other = byName.getOrDefault(name, "");
            root.findFile(path)
                    .ifPresent(file ->
                            files.putIfAbsent(file.id(), new Applied(file, State.INACTIVE, "hidden by " + other)));
        }
        byName.values().forEach(path -> root.findFile(path).ifPresent(file -> add(file, path)));
    }

    private void add(Artifact file, String path) {
        if (files.containsKey(file.id())) {
            return;
        }
        if (systemd() && !path.equals(MAIN)) {
            files.put(file.id(), new Applied(file, State.ACTIVE, "systemd-sysctl reads " + path));
            return;
        }
        for (StartUp.Reached reached : startUp.steps()) {
            Step step = reached.step();
            if (!step.comment() && loads(step, path)) {
                files.put(file.id(), new Applied(file, reached.state(), step.reason() + " reads " + path));
                return;
            }
        }
        files.put(file.id(), new Applied(file, State.UNKNOWN, "nothing seen reads " + path));
    }

    /// Files elsewhere that a script hands to sysctl.
    private void others() {
        for (StartUp.Reached reached : startUp.steps()) {
            Step step = reached.step();
            if (!step.comment() && isLoad(step.words())) {
                for (String word : step.words()) {
                    if (word.startsWith("/")
                            && word.indexOf('$') < 0
                            && word.indexOf('*') < 0
                            && step.words().indexOf(word) > 0) {
                        root.findFile(word.substring(1)).ifPresent(file -> add(file, word.substring(1)));
                    }
                }
            }
        }
    }

    private static boolean isLoad(List<String> words) {
        return words.stream().limit(2).anyMatch(word -> word.equals("sysctl") || word.endsWith("/sysctl"))
                && words.stream().anyMatch(word -> word.matches("-[a-zA-Z]*[pf].*|--load.*|--system"));
    }

    private boolean loads(Step step, String path) {
        if (!isLoad(step.words())) {
            return false;
        }
        List<String> operands = step.words().stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && !word.endsWith("sysctl"))
                .toList();
        if (step.words().contains("--system")) {
            return true;
        }
        if (operands.isEmpty()) {
            return path.equals(MAIN);
        }
        if (operands.contains("/" + path)) {
            return true;
        }
        // A loop's variable: the script names the files somewhere.
        String folder = "/" + path.substring(0, path.lastIndexOf('/') + 1) + "*";
        String text = Lines.shown(new String(bytes(step.script()), java.nio.charset.StandardCharsets.ISO_8859_1));
        boolean variable = operands.stream().anyMatch(word -> word.indexOf('$') >= 0);
        return variable && (text.contains("/" + path) || text.contains(folder));
    }

    private byte[] bytes(Artifact script) {
        byte[] bytes = new byte[(int) Math.min(1 << 16, root.content(script).size())];
        root.content(script).copyAvailable(0, bytes, 0, bytes.length);
        return bytes;
    }
}
