package org.vitrine.inspect.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Problem;
import org.vitrine.inspect.spi.RootFs;

/// Follows start-up scripts the way init would, without running anything: the commands in order,
/// functions where
/// they are called, the scripts they call and source, `case` and `if` decided where they ask only for the
/// script's
/// own arguments. Bounded: eight scripts deep, five hundred scripts, and in all a number of commands that are run and
/// of those
/// that are held.
public final class ScriptWalk {
    private static final int MAXIMUM_DEPTH = 8;
    private static final int MAXIMUM_SCRIPTS = 500;
    private static final int MAXIMUM_CALLS = 12;
    private static final int MAXIMUM_STEPS = 200_000;
    /// Some 200 MB; what a root file system holds is a tenth of it.
    private static final int MAXIMUM_COMMANDS = 500_000;
    private static final Script NOTHING = Script.of("");

    private final RootFs root;
    private final Consumer<Step> steps;
    private final Map<Long, Script> read = new HashMap<>();
    private final Set<Long> reached = new LinkedHashSet<>();
    private int scripts;
    private int count;
    private int commands;

    /// A walk through the scripts of one root file system.
    ///
    /// @param steps takes each command that is run, in the order of running
    public ScriptWalk(RootFs root, Consumer<Step> steps) {
        this.root = root;
        this.steps = steps;
    }

    /// The ids of the scripts that were run or sourced so far.
    public Set<Long> reached() {
        return reached;
    }

    /// The bound that kept it from following everything; empty where none did.
    public Optional<Problem> limit() {
        if (scripts >= MAXIMUM_SCRIPTS) {
            return Optional.of(new Problem.LimitReached("start-up scripts", MAXIMUM_SCRIPTS, MAXIMUM_SCRIPTS + 1L));
        }
        if (count >= MAXIMUM_STEPS) {
            return Optional.of(new Problem.LimitReached("steps of start-up", MAXIMUM_STEPS, MAXIMUM_STEPS + 1L));
        }
        return commands < MAXIMUM_COMMANDS
                ? Optional.empty()
                : Optional.of(new Problem.LimitReached("commands in start-up scripts", MAXIMUM_COMMANDS, commands));
    }

    /// A script, where it was read already.
    public Optional<Script> known(Artifact file) {
        return Optional.ofNullable(read.get(file.id()));
    }

    /// A script, read once; an empty one where as many commands are held as may be.
    public Script script(Artifact file) {
        Script known = read.get(file.id());
        if (known != null) {
            return known;
        }
        if (commands >= MAXIMUM_COMMANDS) {
            return NOTHING;
        }
        Script script = Script.of(root.content(file));
        commands += script.size();
        read.put(file.id(), script);
        return script;
    }

    /// Runs a script from outside.
    ///
    /// @param arguments `$1`, `$2` …
    /// @param chain what runs it, in words
    /// @param uncertain whether it may not be run at all
    public void run(Artifact file, List<String> arguments, String chain, boolean uncertain) {
        call(file, script(file), arguments, chain, uncertain ? 1 : 0, new HashSet<>(), 0);
    }

    /// Runs a script that another one writes.
    ///
    /// @param file the script that writes it
    public void run(Artifact file, Script script, List<String> arguments, String chain) {
        call(file, script, arguments, chain, 0, new HashSet<>(), 0);
    }

    /// A function and the file it stands in.
    private record Function(Artifact file, List<Command> body) {}

    /// A script that is being run, with what it sourced.
    private static final class Scope {
        final int run;
        final Map<String, Function> functions = new HashMap<>();
        final Set<Long> above;
        final int depth;

        Scope(int run, Set<Long> above, int depth) {
            this.run = run;
            this.above = above;
            this.depth = depth;
        }
    }

    /// How commands end: on to the next, out of the function, out of the script.
    private enum End {
        ON,
        RETURN,
        EXIT
    }

    private void call(
            Artifact file,
            Script script,
            List<String> arguments,
            String chain,
            int uncertain,
            Set<Long> above,
            int depth) {
        if (depth > MAXIMUM_DEPTH || scripts >= MAXIMUM_SCRIPTS || above.contains(file.id())) {
            return;
        }
        Set<Long> chainOfFiles = new HashSet<>(above);
        chainOfFiles.add(file.id());
        Scope scope = new Scope(++scripts, chainOfFiles, depth);
        List<String> positional = new ArrayList<>();
        positional.add("/" + root.pathOf(file));
        positional.addAll(arguments);
        Variables variables = Variables.of(script.values(), positional);
        boolean common = script.interpreter().endsWith("/rc.common");
        End end = source(scope, file, script, variables, chain, uncertain);
        if (common && end == End.ON) {
            rcCommon(scope, script, variables, chain, uncertain, arguments);
        }
    }

    /// What `/etc/rc.common` of OpenWrt does with a script after it has sourced it.
    private void rcCommon(
            Scope scope, Script script, Variables variables, String chain, int uncertain, List<String> arguments) {
        String action = arguments.isEmpty() ? "help" : arguments.getFirst();
        if (action.equals("boot") && !scope.functions.containsKey("boot")) {
            action = "start";
        }
        if (!scope.functions.containsKey("start") && script.values().containsKey("USE_PROCD")) {
            Function start = scope.functions.get("start_service");
            if (start != null) {
                scope.functions.put("start", start);
            }
        }
        Function function = scope.functions.get(action);
        if (function != null) {
            commands(scope, function.file, function.body, variables, chain, uncertain, new HashSet<>(Set.of(action)));
        }
    }

    private End source(Scope scope, Artifact file, Script script, Variables variables, String chain, int uncertain) {
        reached.add(file.id());
        script.functions().forEach((name, body) -> scope.functions.put(name, new Function(file, body)));
        for (Command comment : script.commented()) {
            emit(scope, file, comment, variables.words(comment.words()), uncertain, true, false, chain);
        }
        return commands(scope, file, script.top(), variables, chain, uncertain, new HashSet<>());
    }

    private void emit(
            Scope scope,
            Artifact file,
            Command command,
            List<String> words,
            int uncertain,
            boolean comment,
            boolean called,
            String chain) {
        if (count < MAXIMUM_STEPS) {
            count++;
            steps.accept(new Step(
                    scope.run,
                    scope.depth,
                    file,
                    root.pathOf(file),
                    command,
                    words,
                    uncertain,
                    comment,
                    called,
                    chain));
        }
    }

    private End commands(
            Scope scope,
            Artifact file,
            List<Command> commands,
            Variables variables,
            String chain,
            int uncertain,
            Set<String> calls) {
        Decisions decisions = new Decisions(variables);
        for (Command command : commands) {
            if (count >= MAXIMUM_STEPS) {
                return End.EXIT;
            }
            int blocks = decisions.uncertain(command.block());
            if (blocks < 0 || command.words().isEmpty()) {
                continue;
            }
            End end = command(scope, file, command, variables, chain, uncertain, blocks, calls);
            if (end != End.ON && blocks == 0 && !decisions.inSubshell(command.block())) {
                return end;
            }
        }
        return End.ON;
    }

    private End command(
            Scope scope,
            Artifact file,
            Command command,
            Variables variables,
            String chain,
            int outer,
            int blocks,
            Set<String> calls) {
        List<String> words = variables.words(command.words());
        if (words.isEmpty()) {
            return End.ON;
        }
        int uncertain = outer + blocks;
        String first = words.getFirst();
        switch (first) {
            case "exit" -> {
                return End.EXIT;
            }
            case "return" -> {
                return End.RETURN;
            }
            case ".", "source" -> {
                return sourced(scope, command, words, variables, chain, uncertain);
            }
            default -> {}
        }
        boolean each = first.equals("config_foreach") && words.size() > 1;
        String name = each ? words.get(1) : first;
        Function function = scope.functions.get(name);
        if (function != null) {
            if (calls.size() >= MAXIMUM_CALLS || !calls.add(name)) {
                return End.ON;
            }
            Variables called = variables.called(words.subList(Math.min(each ? 2 : 1, words.size()), words.size()));
            int inner = each ? uncertain + 1 : uncertain;
            End end = commands(scope, function.file, function.body, called, chain, inner, calls);
            calls.remove(name);
            return end == End.EXIT ? End.EXIT : End.ON;
        }
        Optional<Called> called = called(words);
        if (called.isPresent()) {
            emit(scope, file, command, words, uncertain, false, true, chain);
            Called next = called.get();
            String longer = chain + "; line " + command.line() + " runs " + root.pathOf(next.file);
            Script script = script(next.file);
            call(next.file, script, next.arguments, longer, uncertain, scope.above, scope.depth + 1);
        } else {
            emit(scope, file, command, words, uncertain, false, false, chain);
        }
        return first.equals("exec") && words.size() > 1 ? End.EXIT : End.ON;
    }

    private End sourced(
            Scope scope, Command command, List<String> words, Variables variables, String chain, int uncertain) {
        Optional<Artifact> file = words.size() < 2 ? Optional.empty() : Programs.find(root, words.get(1));
        if (file.isEmpty() || scope.above.contains(file.get().id()) || scope.above.size() > 4 * MAXIMUM_DEPTH) {
            return End.ON;
        }
        if (++scripts >= MAXIMUM_SCRIPTS) {
            return End.ON;
        }
        scope.above.add(file.get().id());
        Script script = script(file.get());
        variables.add(script.values());
        String next = chain + "; line " + command.line() + " reads " + root.pathOf(file.get());
        End end = source(scope, file.get(), script, variables, next, uncertain);
        return end == End.EXIT ? End.EXIT : End.ON;
    }

    private record Called(Artifact file, List<String> arguments) {}

    /// The script that a command runs, by its name or through a shell.
    private Optional<Called> called(List<String> words) {
        int at = 0;
        while (at < words.size() - 1
                && List.of("exec", "nohup", "setsid", "command").contains(words.get(at))) {
            at++;
        }
        String name = Programs.name(words.get(at));
        boolean shell = List.of("sh", "ash", "bash", "dash").contains(name);
        if (shell) {
            at++;
            while (at < words.size()
                    && words.get(at).startsWith("-")
                    && !words.get(at).contains("c")) {
                at++;
            }
            if (at >= words.size() || words.get(at).startsWith("-")) {
                return Optional.empty();
            }
        }
        List<String> arguments = words.subList(at + 1, words.size());
        return Programs.find(root, words.get(at))
                .filter(file -> Programs.isShellScript(root, file))
                .map(file -> new Called(file, arguments));
    }
}
