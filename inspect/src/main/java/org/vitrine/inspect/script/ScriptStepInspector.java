package org.vitrine.inspect.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.service.Services;
import org.vitrine.inspect.service.StartUp;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Script;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Commands of shell scripts and of cron that fetch, send, let in, or loosen.
public final class ScriptStepInspector implements TreeInspector {
    private static final Card CARD = new Card(
            "script_step",
            "Commands of scripts that fetch, send, let in or loosen",
            List.of("POSIX.1-2017 XCU, chapter 2", "crontab(5)", "iptables(8)", "mount(8)", "chmod(1)"),
            List.of(
                    "Shell scripts and cron's tables only; a file without an interpreter line counts where start-up reads it, or"
                            + " where its name ends in .sh.",
                    "Words in variables of unknown value, and commands that a script puts together, are not seen.",
                    "What a script does to a file it has fetched before is not followed.",
                    "A script of more than 256 KiB is read to there; a root file system gives 10,000 rows at most."));

    private static final int MAXIMUM_ROWS = 10_000;
    private static final int BEHIND = 512;
    private static final Pattern TABLE = Pattern.compile(
            "etc/crontab|etc/cron\\.d/[^/]+|(?:etc|var/spool/cron)/(?:crontabs|cron|tabs)/[^/]+|var/spool/cron/[^/]+");
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(?:@\\w+|(?:[\\d*,/a-zA-Z-]+\\s+){4}[\\d*,/a-zA-Z-]+)\\s+");

    /// The inspector; it keeps nothing.
    public ScriptStepInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        new Reading(root, facts).all();
    }

    /// One root file system being read.
    private static final class Reading {
        private final RootFs root;
        private final Facts facts;
        private final StartUp startUp;
        private final Map<Long, Map<Integer, StartUp.Reached>> reached = new HashMap<>();
        private int rows;

        Reading(RootFs root, Facts facts) {
            this.root = root;
            this.facts = facts;
            this.startUp = StartUp.of(root);
            for (StartUp.Reached one : startUp.steps()) {
                if (!one.step().comment()) {
                    reached.computeIfAbsent(one.step().script().id(), _ -> new HashMap<>())
                            .merge(one.step().command().offset(), one, Reading::surer);
                }
            }
        }

        private static StartUp.Reached surer(StartUp.Reached one, StartUp.Reached other) {
            return rank(one.state()) <= rank(other.state()) ? one : other;
        }

        private static int rank(State state) {
            return state == State.ACTIVE ? 0 : state == State.UNKNOWN ? 1 : 2;
        }

        void all() {
            for (Artifact file : root.all()) {
                if (!RootFs.isFile(file) || file.size() == 0 || rows >= MAXIMUM_ROWS) {
                    continue;
                }
                String path = root.pathOf(file);
                if (TABLE.matcher(path).matches()) {
                    table(file, path);
                } else if (startUp.scripts().contains(file.id()) || isScript(file)) {
                    script(file, path);
                }
            }
        }

        private boolean isScript(Artifact file) {
            byte[] head = new byte[2];
            boolean interpreted =
                    root.content(file).copyAvailable(0, head, 0, 2) == 2 && head[0] == '#' && head[1] == '!';
            return (interpreted || Programs.fileName(file).endsWith(".sh")) && Programs.isShellScript(root, file);
        }

        private void script(Artifact file, String path) {
            String text = Script.text(root.content(file));
            if (!Acts.mayBeIn(text)) {
                return;
            }
            Script script = startUp.read(file).orElseGet(() -> Script.of(text));
            List<Command> commands = new ArrayList<>(script.top());
            script.functions().values().forEach(commands::addAll);
            commands.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
            Map<Integer, StartUp.Reached> steps = reached.getOrDefault(file.id(), Map.of());
            boolean run = startUp.scripts().contains(file.id());
            for (Command command : commands) {
                Optional<StartUp.Reached> step = Optional.ofNullable(steps.get(command.offset()));
                List<String> words = step.map(one -> one.step().words()).orElseGet(() -> bare(command));
                State state = step.map(StartUp.Reached::state)
                        .orElse(path.contains("/templates/") ? State.TEMPLATE : State.UNKNOWN);
                String reason = step.map(one -> one.step().reason())
                        .orElse((run
                                        ? "start-up reads " + path + ", whether this line too isn't known"
                                        : "nothing seen runs " + path)
                                + "; line " + command.line());
                Location location = new Location(file.sha256(), command.offset(), command.length());
                add(file, command.line(), command, words, behind(text, command), state, reason, location);
            }
        }

        private static List<String> bare(Command command) {
            return command.words().stream()
                    .map(word -> word.replace("\"", "").replace("'", ""))
                    .toList();
        }

        private static String behind(String text, Command command) {
            int end = Math.min(command.offset() + command.length(), text.length());
            return text.substring(end, Math.min(end + BEHIND, text.length()));
        }

        private void table(Artifact file, String path) {
            boolean runs = Services.of(root).stream()
                    .filter(start -> start.service().state() == State.ACTIVE
                            && !start.words().isEmpty())
                    .anyMatch(start -> List.of("crond", "cron", "dcron", "busybox-cron")
                            .contains(Programs.name(start.words().getFirst())));
            boolean user = path.equals("etc/crontab") || path.startsWith("etc/cron.d/");
            for (Lines.Line line : Lines.of(root.content(file))) {
                String text = line.text();
                Matcher entry = ENTRY.matcher(text);
                if (text.strip().startsWith("#") || !entry.lookingAt()) {
                    continue;
                }
                String rest = text.substring(entry.end());
                rest = user ? rest.replaceFirst("^\\S+\\s+", "") : rest;
                String reason = (runs ? "cron runs it, " : "nothing seen starts cron; ") + path + ":" + line.number();
                for (Command command : Script.of(rest).top()) {
                    State state = runs ? State.ACTIVE : State.UNKNOWN;
                    add(
                            file,
                            line.number(),
                            command,
                            bare(command),
                            behind(rest, command),
                            state,
                            reason,
                            line.location(file));
                }
            }
        }

        private void add(
                Artifact file,
                int line,
                Command command,
                List<String> words,
                String behind,
                State state,
                String reason,
                Location location) {
            Optional<ScriptStep.Act> act = Acts.of(command, words, behind);
            if (act.isEmpty() || rows >= MAXIMUM_ROWS) {
                return;
            }
            rows++;
            String word = words.isEmpty() ? "" : Lines.shown(Programs.name(words.getFirst()));
            facts.add(new ScriptStep(
                    root.root().id(),
                    file.id(),
                    line,
                    act.get(),
                    word.length() > 100 ? word.substring(0, 100) : word,
                    command.text().length() > 500 ? command.text().substring(0, 500) : command.text(),
                    state,
                    reason,
                    location));
        }
    }
}
