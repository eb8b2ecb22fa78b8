package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// A start link of a runlevel folder: `S??name`, of OpenWrt in `etc/rc.d`, of sysvinit in `etc/rcS.d` and
/// `etc/rc2.d` ….
record RcLink(Artifact link, Artifact script, String chain, State state) {
    private record Folder(String path, String runlevel) {}

    private static final List<Folder> FOLDERS = folders();

    private static List<Folder> folders() {
        List<Folder> folders = new ArrayList<>();
        folders.add(new Folder("etc/rc.d", "S"));
        for (String runlevel : List.of("S", "2", "3", "4", "5", "0", "1", "6")) {
            folders.add(new Folder("etc/rc" + runlevel + ".d", runlevel));
            folders.add(new Folder("etc/rc.d/rc" + runlevel + ".d", runlevel));
            folders.add(new Folder("etc/init.d/rc" + runlevel + ".d", runlevel));
        }
        return folders;
    }

    /// The start links of all runlevels, those in force first, each folder in the order it is run.
    static List<RcLink> all(RootFs root, StartUp startUp) {
        String runlevel = InittabEntry.runlevel(root);
        List<RcLink> links = new ArrayList<>();
        List<RcLink> others = new ArrayList<>();
        for (Folder folder : FOLDERS) {
            Optional<Artifact> found = root.find(folder.path);
            if (found.isEmpty() || !root.resolve(folder.path).equals(folder.path)) {
                continue;
            }
            String by = by(root, startUp, folder.path);
            for (Artifact link : root.list(found.get())) {
                if (!isStart(link)) {
                    continue;
                }
                String path = root.pathOf(link);
                Optional<Artifact> script = root.findFile(folder.path + "/" + Programs.fileName(link))
                        .filter(f -> Programs.isShellScript(root, f));
                if (script.isPresent()) {
                    State state = state(folder.runlevel, runlevel);
                    String chain = by + path + " runs " + root.pathOf(script.get()) + why(state, folder, runlevel);
                    (state == State.ACTIVE ? links : others).add(new RcLink(link, script.get(), chain, state));
                }
            }
        }
        links.addAll(others);
        return links;
    }

    private static boolean isStart(Artifact link) {
        String name = Programs.fileName(link);
        return name.length() > 3
                && name.charAt(0) == 'S'
                && Character.isDigit(name.charAt(1))
                && Character.isDigit(name.charAt(2));
    }

    private static State state(String runlevel, String standard) {
        return switch (runlevel) {
            case "S" -> State.ACTIVE;
            case "0", "1", "6" -> runlevel.equals(standard) ? State.ACTIVE : State.INACTIVE;
            default -> standard.isEmpty() ? State.UNKNOWN : standard.equals(runlevel) ? State.ACTIVE : State.INACTIVE;
        };
    }

    private static String why(State state, Folder folder, String runlevel) {
        return switch (state) {
            case INACTIVE ->
                " only in runlevel " + folder.runlevel + (runlevel.isEmpty() ? "" : ", the default is " + runlevel);
            case UNKNOWN -> " in runlevel " + folder.runlevel + ", no default is given";
            default -> "";
        };
    }

    /// What runs the links of a folder: a script that names it, or the line of `etc/inittab` that procd takes for it.
    private static String by(RootFs root, StartUp startUp, String folder) {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        for (StartUp.Reached reached : startUp.steps()) {
            boolean names = reached.step().command().text().contains("/" + name + "/");
            if (names && !reached.step().comment()) {
                return reached.step().chain() + "; line "
                        + reached.step().command().line() + "; ";
            }
        }
        for (InittabEntry entry : startUp.inittab()) {
            List<String> words = entry.words();
            boolean runs = !words.isEmpty()
                    && (words.getFirst().endsWith("/rcS") || words.getFirst().endsWith("/rc"));
            if (runs && !entry.atEnd()) {
                Optional<Artifact> script = Programs.find(root, words.getFirst());
                return entry.reason() + " runs " + words.getFirst().substring(1)
                        + (script.isPresent() ? "" : " inside procd") + "; ";
            }
        }
        return "";
    }
}
