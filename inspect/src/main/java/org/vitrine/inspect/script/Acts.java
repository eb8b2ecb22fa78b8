package org.vitrine.inspect.script;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.inspect.script.ScriptStep.Act;
import org.vitrine.inspect.shell.Command;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Redirect;

/// Tells what a command does by its words. A table in code: where a word may mean several things, the command isn't
/// told.
final class Acts {
    /// What a script must hold for a closer look to be worth it.
    private static final List<String> WORTH = List.of(
            "wget",
            "curl",
            "uclient-fetch",
            "ftpget",
            "tftp",
            "aria2c",
            "telnetd",
            "dropbear",
            "sshd",
            "rlogind",
            "rshd",
            "gdbserver",
            "netcat",
            "ncat",
            "nc ",
            "socat",
            "tables",
            "nft",
            "ufw",
            "remount",
            "chmod",
            "authorized_keys",
            "passwd",
            "shadow",
            "sudoers",
            "securetty",
            "/group",
            "useradd",
            "adduser",
            "usermod");

    private static final Set<String> FETCHING = Set.of("wget", "curl", "uclient-fetch", "ftpget", "aria2c");
    private static final Set<String> SERVERS =
            Set.of("telnetd", "utelnetd", "in.telnetd", "dropbear", "sshd", "gdbserver", "rlogind", "rshd");
    private static final Set<String> PREFIXES = Set.of(
            "sudo", "exec", "nohup", "command", "busybox", "env", "setsid", "nice", "time", "!", "then", "do", "else");
    private static final Set<String> SHELLS = Set.of("sh", "ash", "bash", "dash", "ksh");
    private static final Pattern INTERPRETED = Pattern.compile(
            "(?:\\s*\\d?>{1,2}&?\\s*[^\\s<>|;&]++)*+\\s*\\|(?!\\|)(?:[^;&|\\n]*\\|(?!\\|))*\\s*(?:sudo\\s+|exec\\s+)?(?:/[^\\s|]*/)?"
                    + "(?:sh|ash|bash|dash|ksh|python[0-9.]*|perl|lua|php)(?=$|[\\s;&|)`\"])");
    private static final Pattern OWN =
            Pattern.compile("(?:https?://)?(?:127\\.[0-9.]+|localhost|\\[::1\\])(?:[:/].*)?");
    private static final Pattern SENDING = Pattern.compile(
            "-T|-F|-d|--upload-file.*|--form.*|--data.*|--post-file.*|--post-data.*|--body-file.*|POST|PUT|-XPOST|-XPUT");
    private static final Pattern INLINE = Pattern.compile(
            "(?s).*(?:\\$\\(|`|<\\()\\s*(?:/[^\\s`$(]*/)?(?:wget|curl|uclient-fetch|ftpget|nc|tftp)\\s.*");
    private static final Pattern LOGINS = Pattern.compile(
            "(?:.*/)?authorized_keys2?|/?etc/(?:passwd|shadow|group|gshadow|sudoers|sudoers\\.d/[^/]+|securetty)");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{3,5}");
    private static final Pattern SYMBOLIC =
            Pattern.compile("(?:.*,)?(?:[ugoa]*[oa][ugoa]*[+=][rxX]*w[rwxX]*|[ug]*\\+[rwx]*s[rwx]*)(?:,.*)?");

    private Acts() {}

    /// Whether a script may hold such a command.
    static boolean mayBeIn(String script) {
        return WORTH.stream().anyMatch(script::contains);
    }

    /// What a command does, where it is one of [Act].
    ///
    /// @param words its words, expanded as far as they are known
    /// @param behind what stands behind it in the script: a pipe, perhaps
    static Optional<Act> of(Command command, List<String> words, String behind) {
        for (Redirect redirect : command.redirects()) {
            if (redirect.writes() && isLogins(redirect.target())) {
                return Optional.of(Act.WRITES_LOGINS);
            }
        }
        int at = 0;
        while (at < words.size() - 1 && PREFIXES.contains(Programs.name(words.get(at)))) {
            at++;
        }
        if (at >= words.size()) {
            return Optional.empty();
        }
        String name = Programs.name(words.get(at));
        List<String> arguments = words.subList(at + 1, words.size());
        if (FETCHING.contains(name) || name.equals("tftp") && arguments.contains("-g")) {
            return transfers(arguments, behind);
        }
        boolean evaluates = name.equals("eval")
                || name.equals(".")
                || name.equals("source")
                || SHELLS.contains(name) && arguments.stream().anyMatch(word -> word.matches("-[a-z]*c"));
        if (evaluates && INLINE.matcher(head(command.text())).matches()) {
            return Optional.of(Act.RUNS_WHAT_IT_FETCHES);
        }
        return letsIn(name, arguments) ? Optional.of(Act.LETS_IN) : loosens(name, arguments);
    }

    /// What a program does that fetches and sends: nothing where it only asks, or stays on the element itself.
    private static Optional<Act> transfers(List<String> arguments, String behind) {
        boolean asks = arguments.stream()
                        .noneMatch(word -> word.length() > 2
                                && (word.indexOf('$') >= 0 || word.indexOf('.') >= 0 || word.indexOf(':') >= 0))
                && !arguments.contains("$@");
        boolean own = arguments.stream().anyMatch(word -> OWN.matcher(word).matches());
        if (asks || own || arguments.contains("--version") || arguments.contains("--help")) {
            return Optional.empty();
        }
        if (INTERPRETED.matcher(behind).lookingAt()) {
            return Optional.of(Act.RUNS_WHAT_IT_FETCHES);
        }
        return Optional.of(
                arguments.stream().anyMatch(word -> SENDING.matcher(word).matches()) ? Act.SENDS : Act.FETCHES);
    }

    private static String head(String text) {
        return text.substring(0, Math.min(4096, text.length()));
    }

    private static boolean letsIn(String name, List<String> arguments) {
        return switch (name) {
            case "nc", "ncat", "netcat" ->
                arguments.stream().anyMatch(word -> word.matches("-[a-km-z]*l[a-z]*") || word.equals("--listen"));
            case "socat" ->
                arguments.stream()
                        .anyMatch(word ->
                                word.toLowerCase(Locale.ROOT).matches("(?:tcp|udp|openssl)[46]?-(?:listen|l|recv).*"));
            default ->
                SERVERS.contains(name)
                        && arguments.stream()
                                .noneMatch(word -> Set.of("-t", "-T", "--version", "--help", "stop", "-V")
                                        .contains(word));
        };
    }

    private static Optional<Act> loosens(String name, List<String> arguments) {
        boolean yes = switch (name) {
            case "iptables", "ip6tables", "iptables-legacy", "iptables-nft" -> opens(arguments);
            case "nft" -> arguments.contains("flush") && arguments.contains("ruleset");
            case "ufw" -> arguments.contains("disable");
            default -> false;
        };
        if (yes) {
            return Optional.of(Act.OPENS_FILTER);
        }
        return switch (name) {
            case "mount" -> isWritable(arguments) ? Optional.of(Act.REMOUNTS_WRITABLE) : Optional.empty();
            case "chmod" ->
                arguments.stream()
                                .filter(word -> !word.startsWith("-"))
                                .findFirst()
                                .filter(Acts::isLoose)
                                .isPresent()
                        ? Optional.of(Act.LOOSENS_MODE)
                        : Optional.empty();
            case "cp", "mv", "ln", "install" ->
                !arguments.isEmpty() && isLogins(arguments.getLast())
                        ? Optional.of(Act.WRITES_LOGINS)
                        : Optional.empty();
            case "tee" ->
                arguments.stream().anyMatch(Acts::isLogins) ? Optional.of(Act.WRITES_LOGINS) : Optional.empty();
            case "sed" ->
                arguments.stream().anyMatch(word -> word.startsWith("-i"))
                                && arguments.stream().anyMatch(Acts::isLogins)
                        ? Optional.of(Act.WRITES_LOGINS)
                        : Optional.empty();
            case "chpasswd", "adduser", "useradd", "usermod", "passwd" ->
                arguments.contains("-l") || arguments.contains("-L")
                        ? Optional.empty()
                        : Optional.of(Act.WRITES_LOGINS);
            default -> Optional.empty();
        };
    }

    /// Flushing, a policy of letting in, or a rule of letting in everything: no address, port or interface narrows it.
    private static boolean opens(List<String> arguments) {
        int table = Math.max(arguments.indexOf("-t"), arguments.indexOf("--table"));
        if (table >= 0
                && table + 1 < arguments.size()
                && !arguments.get(table + 1).equals("filter")) {
            return false;
        }
        int emptied = Math.max(arguments.indexOf("-F"), arguments.indexOf("--flush"));
        // A chain of its own is emptied to be filled anew.
        boolean flush = emptied >= 0
                && (emptied + 1 >= arguments.size()
                        || arguments.get(emptied + 1).startsWith("-")
                        || Set.of("INPUT", "FORWARD").contains(arguments.get(emptied + 1)));
        int policy = Math.max(arguments.indexOf("-P"), arguments.indexOf("--policy"));
        boolean standard = policy >= 0
                && arguments.subList(policy, arguments.size()).contains("ACCEPT")
                && !arguments.contains("OUTPUT");
        boolean rule = arguments.contains("INPUT")
                && arguments.contains("ACCEPT")
                && arguments.stream()
                        .noneMatch(word -> word.startsWith("-")
                                && !Set.of("-I", "-A", "-j", "-t", "-w", "--append", "--insert", "--jump")
                                        .contains(word));
        return flush || standard || rule && policy < 0;
    }

    private static boolean isWritable(List<String> arguments) {
        boolean remount = false;
        boolean writable = arguments.contains("-w") || arguments.contains("-rw");
        for (String word : arguments) {
            List<String> options = List.of(word.replaceFirst("^-o", "").split(",", -1));
            remount |= options.contains("remount");
            writable |= options.contains("rw");
        }
        return remount && writable;
    }

    private static boolean isLoose(String mode) {
        if (OCTAL.matcher(mode).matches()) {
            int bits = Integer.parseInt(mode, 8);
            boolean shared = (bits & 01000) != 0;
            return (bits & 06000) != 0 || (bits & 2) != 0 && !shared;
        }
        return mode.length() <= 100 && SYMBOLIC.matcher(mode).matches();
    }

    private static boolean isLogins(String word) {
        return word.length() <= 1024
                && LOGINS.matcher(word.replaceAll("[\"']", "")).matches();
    }
}
