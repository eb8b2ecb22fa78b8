package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Script;
import org.vitrine.inspect.spi.RootFs;

/// A line of `etc/inittab` that runs something: `id:runlevels:action:process`, in the dialects of sysvinit, BusyBox
/// and OpenWrt's procd.
record InittabEntry(Artifact file, Lines.Line line, String action, String process, State state, String off) {
    private static final String PATH = "etc/inittab";
    private static final Set<String> AT_END = Set.of(
            "shutdown", "restart", "ctrlaltdel", "powerfail", "powerwait", "powerokwait", "powerfailnow", "kbrequest");
    /// Run whatever the runlevel is.
    private static final Set<String> BEFORE = Set.of("sysinit", "boot", "bootwait");

    private static final Set<String> ACTIONS = Set.of(
            "sysinit",
            "boot",
            "bootwait",
            "wait",
            "once",
            "respawn",
            "respawnlate",
            "askfirst",
            "askconsole",
            "askconsolelate",
            "ondemand",
            "off");

    /// The lines of `etc/inittab` that run something; none when there is no such file.
    static List<InittabEntry> all(RootFs root) {
        Optional<Artifact> file = root.findFile(PATH);
        if (file.isEmpty()) {
            return List.of();
        }
        List<Lines.Line> lines = Lines.of(root.content(file.get()));
        String runlevel = runlevel(lines);
        List<InittabEntry> entries = new ArrayList<>();
        for (Lines.Line line : lines) {
            String[] fields = fields(line);
            if (fields.length < 4 || !(ACTIONS.contains(fields[2]) || AT_END.contains(fields[2]))) {
                continue;
            }
            String off = off(fields[1], fields[2], runlevel);
            String process = fields[3].strip();
            // sysvinit: no accounting; BusyBox: a login shell.
            if (process.startsWith("+") || process.startsWith("-")) {
                process = process.substring(1);
            }
            entries.add(new InittabEntry(
                    file.get(), line, fields[2], process, off.isEmpty() ? State.ACTIVE : State.INACTIVE, off));
        }
        return entries;
    }

    /// The runlevel that `initdefault` names; empty where nothing does.
    static String runlevel(RootFs root) {
        return root.findFile(PATH)
                .map(file -> runlevel(Lines.of(root.content(file))))
                .orElse("");
    }

    private static String runlevel(List<Lines.Line> lines) {
        String runlevel = "";
        for (Lines.Line line : lines) {
            String[] fields = fields(line);
            if (fields.length >= 3 && fields[2].equals("initdefault") && fields[1].length() == 1) {
                runlevel = fields[1];
            }
        }
        return runlevel;
    }

    private static String[] fields(Lines.Line line) {
        String text = line.text().strip();
        return text.startsWith("#") ? new String[0] : text.split(":", 4);
    }

    private static String off(String runlevels, String action, String runlevel) {
        if (action.equals("off")) {
            return "action off";
        }
        boolean everywhere = runlevels.isEmpty() || BEFORE.contains(action) || AT_END.contains(action);
        if (everywhere || runlevel.isEmpty() || runlevels.contains(runlevel)) {
            return "";
        }
        return "only in runlevel " + Lines.shown(runlevels) + ", the default is " + runlevel;
    }

    /// Whether it is run when the system goes down or on a signal, not when it comes up.
    boolean atEnd() {
        return AT_END.contains(action);
    }

    /// Whether init keeps the process running.
    boolean stays() {
        return action.startsWith("respawn") || action.startsWith("ask") || action.equals("ondemand");
    }

    /// The process as words; the last command when it is a list.
    List<String> words() {
        List<Command> commands = Script.of(process).top();
        return commands.isEmpty() ? List.of() : commands.getLast().words();
    }

    /// Where it stands and when it is run.
    String reason() {
        return PATH + ":" + line.number();
    }
}
