package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Service;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.Start;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// A program in a root file system: what starts it, with which options, and which configuration it reads.
final class Daemon {
    private static final Set<String> FOLDERS = Set.of("bin", "sbin", "libexec", "frr", "quagga");

    private static final Set<String> TESTED =
            Set.of("lighttpd", "nginx", "apache2", "httpd", "apache2ctl", "apachectl", "proftpd");

    private final RootFs root;
    private final String name;
    private final Function<List<String>, List<CommandOptions.Option>> grammar;
    private final List<Start> starts;
    private final Optional<Artifact> program;

    private Daemon(
            RootFs root,
            String name,
            Function<List<String>, List<CommandOptions.Option>> grammar,
            List<Start> starts,
            Optional<Artifact> program) {
        this.root = root;
        this.name = name;
        this.grammar = grammar;
        this.starts = starts;
        this.program = program;
    }

    /// A program by the names its file may have; the first is the one that is shown.
    ///
    /// @param grammar reads the options of a command line: [CommandOptions#letters] or [CommandOptions#words]
    static Daemon of(RootFs root, Function<List<String>, List<CommandOptions.Option>> grammar, String... names) {
        return of(root, grammar, _ -> true, names);
    }

    /// The same, where others bear the name too.
    ///
    /// @param is tells by the path of the program, links followed, whether it is this one; it may be empty
    static Daemon of(
            RootFs root,
            Function<List<String>, List<CommandOptions.Option>> grammar,
            Predicate<String> is,
            String... names) {
        Set<String> known = Set.of(names);
        List<Start> starts = Services.of(root).stream()
                .filter(start -> !start.words().isEmpty()
                        && known.contains(Programs.name(start.words().getFirst()))
                        && is.test(start.service().program())
                        && !isTest(start.words()))
                .toList();
        Optional<Artifact> program = Optional.empty();
        Installed installed = root.once(Installed.class, Installed::of);
        for (String name : names) {
            if (program.isEmpty()) {
                program = Optional.ofNullable(installed.programs.get(name)).filter(file -> is.test(root.pathOf(file)));
            }
        }
        return new Daemon(root, names[0], grammar, starts, program);
    }

    /// Whether a start only checks the configuration: servers that take -t for it.
    private static boolean isTest(List<String> words) {
        return TESTED.contains(Programs.name(words.getFirst()))
                && (words.contains("-t") || words.contains("-tt") || words.contains("configtest"));
    }

    /// The programs by the names they are called with, links followed.
    private record Installed(Map<String, Artifact> programs) {
        static Installed of(RootFs root) {
            Map<String, Artifact> programs = new HashMap<>();
            for (Artifact entry : root.all()) {
                String path = root.pathOf(entry);
                int slash = path.lastIndexOf('/');
                String folder = slash < 0 ? "" : path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
                if (FOLDERS.contains(folder) && entry.type() != ArtifactType.DIRECTORY) {
                    root.findFile(path).ifPresent(file -> programs.putIfAbsent(Programs.fileName(entry), file));
                }
            }
            return new Installed(programs);
        }
    }

    /// Whether a program of this name is in the image.
    static boolean isInstalled(RootFs root, String name) {
        return root.once(Installed.class, Installed::of).programs.containsKey(name);
    }

    /// Its starts.
    List<Start> starts() {
        return starts;
    }

    private static String shown(String path) {
        return Lines.shown(Blocks.cut(path, 200));
    }

    /// The same program, where what starts it says nothing: one that is called when it is needed.
    Daemon tool() {
        return new Daemon(root, name, grammar, List.of(), program);
    }

    /// Whether the image has it.
    boolean present() {
        return program.isPresent() || !starts.isEmpty();
    }

    /// Whether it is in force, and why, as far as that is told by its being started or being there.
    record Force(State state, String reason) {}

    /// Whether it runs, or might.
    Force force() {
        return force(starts);
    }

    private Force force(List<Start> of) {
        Optional<Service> best =
                of.stream().min(Comparator.comparingInt(Daemon::rank)).map(Start::service);
        if (best.isPresent() && best.get().state() == State.ACTIVE) {
            return new Force(State.ACTIVE, best.get().reason() + " starts " + name);
        }
        boolean off = best.isPresent() && best.get().state() == State.INACTIVE && root.once(Init.class, Init::of).there;
        if (off) {
            return new Force(State.INACTIVE, best.get().reason() + " would start " + name);
        }
        return program.map(file -> new Force(State.ACTIVE, "read by " + root.pathOf(file) + " by default"))
                .orElseGet(() -> best.isPresent()
                        ? new Force(State.UNKNOWN, best.get().reason() + " would start " + name)
                        : new Force(State.UNKNOWN, "no " + name + " was found in the image"));
    }

    private static int rank(Start start) {
        return switch (start.service().state()) {
            case ACTIVE -> 0;
            case UNKNOWN, COPY, TEMPLATE -> 1;
            case INACTIVE -> 2;
        };
    }

    /// Whether the image has a program that starts the others. Without one, as in a container, that nothing links a
    /// script says nothing.
    private record Init(boolean there) {
        static Init of(RootFs root) {
            return new Init(List.of("sbin/init", "init", "bin/init", "linuxrc", "etc/preinit", "etc/inittab").stream()
                    .anyMatch(path -> root.findLink(path).isPresent()));
        }
    }

    /// The options of a start.
    List<CommandOptions.Option> options(Start start) {
        return grammar.apply(start.words().subList(1, start.words().size()));
    }

    /// Rows for the options of all starts.
    void options(Rows rows) {
        for (Start start : starts) {
            for (CommandOptions.Option option : options(start)) {
                rows.option(start.service(), option.name(), option.value());
            }
        }
    }

    /// The configuration files: those that starts name, the one that is read where a start names none, and copies.
    ///
    /// @param option the options that name a file, such as `-f`
    /// @param paths where it is looked for by default, the first one found is read
    List<ConfigFile> files(Set<String> option, List<String> paths) {
        Map<Long, ConfigFile> files = new LinkedHashMap<>();
        List<Start> silent = new ArrayList<>();
        List<Start> ordered = new ArrayList<>(starts);
        ordered.sort(Comparator.comparingInt(Daemon::rank));
        for (Start start : ordered) {
            List<String> named = options(start).stream()
                    .filter(one -> option.contains(one.name()))
                    .map(CommandOptions.Option::value)
                    .toList();
            for (String path : named) {
                Force force = force(List.of(start));
                Programs.find(root, path)
                        .ifPresent(file -> files.putIfAbsent(
                                file.id(), new ConfigFile(file, force.state, force.reason + ", with " + shown(path))));
            }
            if (named.isEmpty()) {
                silent.add(start);
            }
        }
        boolean others = silent.isEmpty() && !starts.isEmpty();
        Force force =
                others ? new Force(State.INACTIVE, "every start of " + name + " names another file") : force(silent);
        Optional<Artifact> first = Optional.empty();
        for (String path : paths) {
            Optional<Artifact> file = root.findFile(path).filter(found -> !files.containsKey(found.id()));
            boolean second = first.isPresent() && force.state == State.ACTIVE;
            String reason = second
                    ? "whether it is read beside " + root.pathOf(first.orElseThrow()) + " isn't known"
                    : force.reason;
            file.ifPresent(found ->
                    files.put(found.id(), new ConfigFile(found, second ? State.UNKNOWN : force.state, reason)));
            first = first.or(() -> file);
        }
        List<ConfigFile> all = new ArrayList<>(files.values());
        Copies.of(root, paths).stream()
                .filter(copy -> !files.containsKey(copy.file().id()))
                .forEach(all::add);
        return all;
    }
}
