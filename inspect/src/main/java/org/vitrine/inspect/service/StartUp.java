package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Script;
import org.vitrine.inspect.shell.ScriptWalk;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.shell.WrittenScript;
import org.vitrine.inspect.spi.RootFs;

/// Everything that the scripts of a root file system do when it starts: what init runs, what its scripts
/// run in
/// turn, what lies in the folders of links; and what is there but isn't run.
public final class StartUp {
    /// Scripts that some init runs without being told.
    private static final List<String> CUSTOMARY = List.of(
            "etc/init.d/rcS",
            "etc/rc.d/rcS",
            "etc/rcS",
            "etc/rc",
            "etc/rc.d/rc",
            "sbin/rc",
            "etc/rc.sysinit",
            "etc/rc.d/rc.sysinit",
            "etc/rc.d/rc.S",
            "etc/rc.d/rc.M",
            "etc/rc.local",
            "etc/rc.d/rc.local",
            "etc/init.d/rc.local",
            "etc/preinit");

    private final RootFs root;
    private final List<Reached> steps = new ArrayList<>();
    private final List<InittabEntry> inittab;
    private final ScriptWalk walk;
    private Service.Starter starter = Service.Starter.RCS;
    private State state = State.ACTIVE;
    private boolean linked;

    /// A command that is run, or would be.
    ///
    /// @param step the command with its chain
    /// @param starter what runs the script it stands in
    /// @param state whether that is in force
    /// @param linked whether it was reached through a script of `etc/init.d`
    public record Reached(Step step, Service.Starter starter, State state, boolean linked) {}

    private StartUp(RootFs root) {
        this.root = root;
        this.walk = new ScriptWalk(root, this::take);
        this.inittab = InittabEntry.all(root);
        init();
        links();
        firstStart();
        units();
        rest();
    }

    /// Reads the scripts of a root file system, once for all who ask.
    public static StartUp of(RootFs root) {
        return root.once(StartUp.class, StartUp::new);
    }

    /// The commands in the order of running; those in force before those that aren't.
    public List<Reached> steps() {
        return Collections.unmodifiableList(steps);
    }

    /// The ids of the scripts that init reaches, or that a customary place makes likely.
    public Set<Long> scripts() {
        return Collections.unmodifiableSet(walk.reached());
    }

    /// A script that was read on the way; empty for others.
    public Optional<Script> read(Artifact file) {
        return walk.known(file);
    }

    /// The bound that kept it from following everything; empty where none did.
    public Optional<Problem> limit() {
        return walk.limit();
    }

    List<InittabEntry> inittab() {
        return inittab;
    }

    private void take(Step step) {
        Service.Starter by = step.depth() == 0 ? starter : Service.Starter.SCRIPT;
        steps.add(new Reached(step, by, state, linked));
    }

    private void run(Artifact script, List<String> arguments, String chain, Service.Starter by, State inForce) {
        starter = by;
        state = inForce;
        walk.run(script, arguments, chain, false);
    }

    private Optional<Artifact> script(String path) {
        return root.findFile(path).filter(file -> Programs.isShellScript(root, file));
    }

    private void init() {
        for (InittabEntry entry : inittab) {
            if (entry.state() == State.INACTIVE || entry.atEnd()) {
                continue;
            }
            List<String> words = entry.words();
            Optional<Artifact> script = words.isEmpty()
                    ? Optional.empty()
                    : Programs.find(root, words.getFirst()).filter(file -> Programs.isShellScript(root, file));
            script.ifPresent(file -> run(
                    file,
                    words.subList(1, words.size()),
                    entry.reason() + " runs " + root.pathOf(file),
                    Service.Starter.RCS,
                    entry.state()));
        }
        if (root.findFile("etc/openwrt_release").isPresent()) {
            script("etc/preinit")
                    .ifPresent(file -> run(
                            file,
                            List.of(),
                            "the kernel of OpenWrt runs etc/preinit",
                            Service.Starter.RCS,
                            State.ACTIVE));
        }
        script("init")
                .ifPresent(file -> run(file, List.of(), "the kernel runs init", Service.Starter.RCS, State.ACTIVE));
        if (inittab.isEmpty() && !SystemdUnits.present(root)) {
            script("etc/init.d/rcS")
                    .ifPresent(file -> run(
                            file,
                            List.of(),
                            "init without etc/inittab runs etc/init.d/rcS",
                            Service.Starter.RCS,
                            State.ACTIVE));
        }
    }

    private void links() {
        linked = true;
        for (RcLink link : RcLink.all(root, this)) {
            boolean common = walk.script(link.script()).interpreter().endsWith("/rc.common");
            run(link.script(), List.of(common ? "boot" : "start"), link.chain(), Service.Starter.RC_D, link.state());
        }
        for (Artifact file : initScripts()) {
            if (!walk.reached().contains(file.id())) {
                boolean common = walk.script(file).interpreter().endsWith("/rc.common");
                Set<Long> before = new HashSet<>(walk.reached());
                run(
                        file,
                        List.of(common ? "boot" : "start"),
                        "nothing links or runs " + root.pathOf(file),
                        Service.Starter.INIT_D,
                        State.INACTIVE);
                walk.reached().retainAll(before);
            }
        }
        linked = false;
    }

    /// What the scripts of OpenWrt's `etc/uci-defaults`, which `etc/init.d/boot` reads once, write to
    /// `etc/init.d`.
    private void firstStart() {
        boolean read = script("etc/init.d/boot")
                .filter(boot -> walk.reached().contains(boot.id()))
                .filter(boot -> walk.script(boot).text().contains("/etc/uci-defaults"))
                .isPresent();
        Optional<Artifact> folder = root.find("etc/uci-defaults").filter(_ -> read);
        linked = true;
        for (Artifact file : folder.map(root::list).orElse(List.of())) {
            if (RootFs.isFile(file)) {
                walk.script(file).written().forEach(written -> written(file, written));
            }
        }
        linked = false;
    }

    private void written(Artifact file, WrittenScript written) {
        String name = written.path().substring(written.path().lastIndexOf('/') + 1);
        if (!written.path().equals("etc/init.d/" + name)) {
            return;
        }
        boolean started = walk.script(file).top().stream()
                .map(Command::words)
                .anyMatch(words -> words.equals(List.of("/etc/init.d/" + name, "start"))
                        || words.equals(List.of("/etc/init.d/" + name, "enable")));
        starter = Service.Starter.RC_D;
        state = started ? State.ACTIVE : State.UNKNOWN;
        String chain = "etc/init.d/boot reads %s at the first start; line %d writes %s"
                .formatted(root.pathOf(file), written.line(), written.path());
        Set<Long> before = new HashSet<>(walk.reached());
        walk.run(file, written.script(), List.of("boot"), chain);
        walk.reached().retainAll(before);
    }

    private List<Artifact> initScripts() {
        List<Artifact> scripts = new ArrayList<>();
        for (String folder : List.of("etc/init.d", "etc/rc.d/init.d")) {
            root.find(folder)
                    .filter(found -> root.resolve(folder).equals(folder))
                    .ifPresent(found -> {
                        for (Artifact file : root.list(found)) {
                            boolean customary = CUSTOMARY.contains(root.pathOf(file));
                            if (RootFs.isFile(file) && !customary && Programs.isShellScript(root, file)) {
                                scripts.add(file);
                            }
                        }
                    });
        }
        return scripts;
    }

    private void units() {
        for (SystemdUnits.Unit unit : SystemdUnits.of(root).services()) {
            for (SystemdUnits.Entry entry : unit.starts()) {
                List<String> words = CommandLine.of(entry.words()).words();
                if (unit.state() == State.ACTIVE && !words.isEmpty()) {
                    Programs.find(root, words.getFirst())
                            .filter(file -> Programs.isShellScript(root, file))
                            .ifPresent(file -> run(
                                    file,
                                    words.subList(1, words.size()),
                                    unit.reason() + ", runs " + root.pathOf(file),
                                    Service.Starter.SCRIPT,
                                    State.ACTIVE));
                }
            }
        }
    }

    private void rest() {
        for (String path : CUSTOMARY) {
            Optional<Artifact> file =
                    script(path).filter(found -> !walk.reached().contains(found.id()));
            file.ifPresent(found -> run(
                    found, List.of(), "nothing seen runs " + root.pathOf(found), Service.Starter.RCS, State.UNKNOWN));
        }
    }
}
