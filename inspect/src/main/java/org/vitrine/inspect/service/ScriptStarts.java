package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.spi.RootFs;

/// Turns the commands of start-up scripts into the programs that they start; each line once, by its first chain.
final class ScriptStarts {
    private final RootFs root;
    private final List<Kinded> starts = new ArrayList<>();
    private final Set<List<Object>> seen = new HashSet<>();
    /// The folder that a run of a script has gone to, by the run's number.
    private final Map<Integer, String> folders = new TreeMap<>();
    /// The instance that a run of a script has open, by the run's number.
    private final Map<Integer, Instance> instances = new TreeMap<>();

    /// Which inspector a start belongs to.
    enum Kind {
        RC,
        INIT_D,
        PROCD
    }

    /// A start and whose it is.
    private record Kinded(Kind kind, Start start) {}

    /// What `procd_set_param` has said since `procd_open_instance`.
    private static final class Instance {
        StartUp.@Nullable Reached command;
        final List<String> words = new ArrayList<>();
        String user = "";
    }

    private ScriptStarts(RootFs root) {
        this.root = root;
        StartUp.of(root).steps().forEach(this::take);
        instances.values().forEach(this::close);
    }

    /// The starts that belong to one inspector.
    static List<Start> of(RootFs root, Kind kind) {
        return all(root).stream()
                .filter(start -> start.kind() == kind)
                .map(Kinded::start)
                .toList();
    }

    /// The starts that belong to any of them, in the order of running.
    static List<Start> of(RootFs root) {
        return all(root).stream().map(Kinded::start).toList();
    }

    private static List<Kinded> all(RootFs root) {
        return root.once(ScriptStarts.class, ScriptStarts::new).starts;
    }

    /// Puts a problem where a bound kept the reading from following everything.
    static void limit(RootFs root, String reader, Facts facts) {
        StartUp.of(root)
                .limit()
                .ifPresent(problem -> facts.add(ProblemFact.of(root.root().id(), reader, problem)));
    }

    /// A step whose program is named from the folder that its script went to.
    private Step inFolder(Step step) {
        String folder = folders.get(step.run());
        List<String> words = new ArrayList<>(step.words());
        int at = 0;
        while (at < words.size() - 1 && !words.get(at).startsWith("./")) {
            at++;
        }
        if (folder == null || !words.get(at).startsWith("./")) {
            return step;
        }
        words.set(at, folder + words.get(at).substring(1));
        return step.with(words);
    }

    private void take(StartUp.Reached reached) {
        Step step = reached.step();
        String name = step.words().getFirst();
        if (name.startsWith("procd_") && !step.comment()) {
            procd(reached, name, step.words());
            return;
        }
        if (name.equals("cd") && step.words().size() == 2 && step.words().get(1).startsWith("/")) {
            folders.put(step.run(), step.words().get(1));
        }
        Kind kind = reached.linked() ? Kind.INIT_D : Kind.RC;
        Start.of(root, inFolder(step), reached.starter(), reached.state()).ifPresent(start -> add(kind, step, start));
    }

    private void add(Kind kind, Step step, Start start) {
        if (seen.add(List.of(step.script().id(), step.command().offset(), start.words()))) {
            starts.add(new Kinded(kind, start));
        }
    }

    private void procd(StartUp.Reached reached, String name, List<String> words) {
        int run = reached.step().run();
        Instance instance = instances.computeIfAbsent(run, _ -> new Instance());
        boolean sets = name.equals("procd_set_param");
        if (name.equals("procd_open_instance") || name.equals("procd_close_instance")) {
            close(instance);
            instances.put(run, new Instance());
        } else if (words.size() > 2 && (sets || name.equals("procd_append_param"))) {
            StartUp.Reached command = instance.command;
            if (words.get(1).equals("command") && sets) {
                instance.command = reached;
                instance.words.clear();
                instance.words.addAll(words.subList(2, words.size()));
            } else if (words.get(1).equals("user")) {
                instance.user = words.get(2);
            } else if (words.get(1).equals("command")
                    && command != null
                    && reached.step().uncertain() <= command.step().uncertain()) {
                instance.words.addAll(words.subList(2, words.size()));
            }
        }
    }

    private void close(Instance instance) {
        StartUp.Reached reached = instance.command;
        if (reached == null) {
            return;
        }
        CommandLine line = new CommandLine(List.copyOf(instance.words), instance.user, true, false);
        Start start = Start.of(
                root,
                Start.Place.of(reached.step()),
                "",
                reached.step().command().text(),
                line,
                Service.Starter.PROCD,
                reached.state(),
                reached.step().reason());
        add(Kind.PROCD, reached.step(), start);
    }
}
