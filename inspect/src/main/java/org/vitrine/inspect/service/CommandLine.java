package org.vitrine.inspect.service;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Script;

/// What a command really starts, once the programs that only start others are taken off: `nice`, `su -c`,
/// `start-stop-daemon`, `sh -c` and their like.
///
/// @param words the program and its arguments
/// @param user the user they run as; empty where nothing says so
/// @param daemon whether the command says that it starts a daemon
/// @param stops whether it ends a program instead of starting one
record CommandLine(List<String> words, String user, boolean daemon, boolean stops) {
    private static final int MAXIMUM_WRAPPERS = 6;

    static CommandLine of(List<String> words) {
        CommandLine line = new CommandLine(words, "", false, false);
        for (int i = 0; i < MAXIMUM_WRAPPERS && !line.words.isEmpty() && !line.stops; i++) {
            CommandLine next = line.unwrapped();
            if (next.equals(line)) {
                break;
            }
            line = next;
        }
        return line;
    }

    private CommandLine with(List<String> rest) {
        return new CommandLine(List.copyOf(rest), user, daemon, stops);
    }

    private CommandLine as(String name, List<String> rest) {
        return new CommandLine(List.copyOf(rest), name.isEmpty() ? user : name, daemon, stops);
    }

    private List<String> from(int at) {
        return words.subList(Math.min(at, words.size()), words.size());
    }

    private CommandLine unwrapped() {
        String name = Programs.name(words.getFirst());
        return switch (name) {
            case "exec", "nohup", "setsid", "command", "builtin", "respawn", "busybox" ->
                words.size() > 1 ? with(from(1)) : this;
            case "nice", "ionice", "chrt", "taskset", "timeout", "stdbuf", "cgexec", "softlimit" ->
                with(from(behindOptions(1, name.equals("chrt") || name.equals("taskset") || name.equals("timeout"))));
            case "env" -> with(from(behindAssignments(1)));
            case "su", "runuser" -> su();
            case "sudo", "chpst" -> optionUser("-u");
            case "setuidgid", "gosu", "su-exec" -> words.size() > 2 ? as(words.get(1), from(2)) : this;
            case "sh", "ash", "bash", "dash" -> inline();
            case "start-stop-daemon" -> startStopDaemon();
            case "service_start", "daemon", "start_daemon", "daemonize" -> daemonFunction();
            default -> this;
        };
    }

    private int behindOptions(int at, boolean value) {
        int next = at;
        while (next < words.size() && words.get(next).startsWith("-")) {
            String option = words.get(next);
            boolean separate = List.of("-n", "-c", "-p", "-g", "-s", "-k", "-m").contains(option);
            next += separate ? 2 : 1;
        }
        return next + (value ? 1 : 0);
    }

    private int behindAssignments(int at) {
        int next = at;
        while (next < words.size()
                && (words.get(next).contains("=") || words.get(next).startsWith("-"))) {
            next++;
        }
        return next;
    }

    /// `su [-] [-s shell] [user] -c command`, in any order that getopt takes.
    private CommandLine su() {
        String name = "";
        String command = "";
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-s", "--shell" -> i++;
                case "-c", "--command" -> {
                    if (i + 1 < words.size()) {
                        command = words.get(++i);
                    }
                }
                case "-u" -> {
                    if (i + 1 < words.size()) {
                        name = words.get(++i);
                    }
                }
                case "--" -> {
                    return as(name, from(i + 1));
                }
                default -> {
                    if (!words.get(i).startsWith("-") && name.isEmpty()) {
                        name = words.get(i);
                    }
                }
            }
        }
        return command.isEmpty() ? this : as(name.isEmpty() ? "root" : name, split(command));
    }

    private CommandLine optionUser(String option) {
        String name = "";
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            boolean valued = words.get(at).equals(option)
                    || words.get(at).equals("-g")
                    || words.get(at).equals("-U");
            if (words.get(at).equals(option) && at + 1 < words.size()) {
                name = words.get(at + 1);
            }
            at += valued ? 2 : 1;
        }
        return as(name, from(at));
    }

    private CommandLine inline() {
        for (int i = 1; i < words.size() - 1 && words.get(i).startsWith("-"); i++) {
            if (words.get(i).endsWith("c")) {
                return with(split(words.get(i + 1)));
            }
        }
        return this;
    }

    /// The words of the last simple command in a text, which is the one that stays.
    private static List<String> split(String text) {
        List<Command> commands = Script.of(text).top();
        List<String> words = new ArrayList<>();
        if (!commands.isEmpty()) {
            for (String word : commands.getLast().words()) {
                words.add(word.replace("\"", "").replace("'", ""));
            }
        }
        return words;
    }

    /// dpkg's and BusyBox's program of this name; `-K` stops.
    private CommandLine startStopDaemon() {
        String program = "";
        String name = user;
        boolean start = false;
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals > 0 ? word.substring(0, equals) : word;
            if (equals > 0) {
                value = word.substring(equals + 1);
            }
            boolean valued = true;
            switch (option) {
                case "-x", "--exec" -> program = program.isEmpty() ? value : program;
                case "-a", "--startas" -> program = value;
                case "-c", "--chuid" -> name = value;
                case "-p",
                        "--pidfile",
                        "-n",
                        "--name",
                        "-u",
                        "--user",
                        "-g",
                        "--group",
                        "-d",
                        "--chdir",
                        "-r",
                        "--chroot",
                        "-N",
                        "--nicelevel",
                        "-k",
                        "--umask",
                        "-s",
                        "--signal",
                        "-R",
                        "--retry",
                        "-P",
                        "--procsched",
                        "-I",
                        "--iosched",
                        "-O",
                        "--output" -> {}
                case "--" -> {
                    arguments.addAll(from(i + 1));
                    i = words.size();
                    valued = false;
                }
                case "-K", "--stop", "-T", "--status" -> {
                    return new CommandLine(words, user, false, true);
                }
                default -> {
                    valued = false;
                    start |= option.equals("-S") || option.equals("--start");
                    if (option.startsWith("-") && !option.startsWith("--") && option.length() > 2) {
                        if (option.contains("K")) {
                            return new CommandLine(words, user, false, true);
                        }
                        start |= option.contains("S");
                        // Joined short options: the last one may take the next word.
                        if (option.endsWith("x")) {
                            program = value;
                            i++;
                        } else if (option.endsWith("p") || option.endsWith("n")) {
                            i++;
                        }
                    } else if (!option.startsWith("-")) {
                        arguments.add(word);
                    }
                }
            }
            if (valued && equals < 0) {
                i++;
            }
        }
        if (!start || program.isEmpty()) {
            return new CommandLine(words, user, false, true);
        }
        List<String> all = new ArrayList<>();
        all.add(program);
        all.addAll(arguments);
        int colon = name.indexOf(':');
        return new CommandLine(all, colon > 0 ? name.substring(0, colon) : name, true, false);
    }

    private CommandLine daemonFunction() {
        String name = user;
        int at = 1;
        while (at < words.size()
                && (words.get(at).startsWith("-") || words.get(at).startsWith("+"))) {
            if (words.get(at).startsWith("--user=")) {
                name = words.get(at).substring("--user=".length());
            }
            boolean valued = List.of("-u", "-p", "-n", "--user", "--pidfile").contains(words.get(at));
            at += valued ? 2 : 1;
        }
        return at >= words.size() ? this : new CommandLine(List.copyOf(from(at)), name, true, false);
    }
}
