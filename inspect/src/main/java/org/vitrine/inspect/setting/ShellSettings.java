package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// What a login shell is given: the time after which an idle one ends (`TMOUT`), the mode of new files (`umask`), the
/// search path, from `etc/profile` and the files it reads.
public final class ShellSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "shell",
            "Settings of login shells",
            List.of("bash(1), Invocation and Shell Variables", "POSIX.1-2017 XCU 2.14, umask"),
            List.of(
                    "A value set inside of if, case or a function is UNKNOWN.",
                    "Which of several values comes last is told within one file only; users' own files are not read."));

    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?:(?:export|readonly|declare|typeset)\\s+(?:-\\w+\\s+)*)?(TMOUT|PATH)=(\"[^\"]*\"|'[^']*'|[^\\s;&|]*)");
    private static final Pattern UMASK =
            Pattern.compile("umask\\s+(?:-\\w+\\s+)*([0-7]{1,4}|[ugoa]*[=+-][rwx=+,ugoa-]*)");
    private static final Pattern OPENING = Pattern.compile("(?:^|[;\\s])(?:then|do|\\{|case\\s.*\\sin)(?:$|[\\s#;])");
    private static final Pattern CLOSING = Pattern.compile("(?:^|[;\\s])(?:fi|done|}|esac)(?:$|[\\s#;)])");

    private static final List<String> SYSTEM = List.of("etc/profile", "etc/bash.bashrc", "etc/bashrc", "etc/csh.login");

    /// The inspector; it keeps nothing.
    public ShellSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        boolean shell = Programs.find(root, "sh").isPresent();
        State state = shell ? State.ACTIVE : State.UNKNOWN;
        String reason = shell ? "read by a login shell" : "no sh was found in the image";
        Rows rows = new Rows(root, "shell");
        for (String path : SYSTEM) {
            boolean profile = path.equals("etc/profile");
            boolean there = profile
                    || Programs.find(root, path.contains("csh") ? "csh" : "bash")
                            .isPresent();
            root.findFile(path)
                    .ifPresent(file -> file(
                            root,
                            there
                                    ? new ConfigFile(file, state, reason)
                                    : new ConfigFile(
                                            file, State.UNKNOWN, "no shell that reads it was found in the image"),
                            rows));
        }
        folder(root, state, reason).forEach(file -> file(root, file, rows));
        Copies.of(root, List.of("etc/profile")).forEach(copy -> file(root, copy, rows));
        rows.put(facts);
    }

    /// The files of `etc/profile.d`, which are read where the profile does so.
    private static List<ConfigFile> folder(RootFs root, State state, String reason) {
        Optional<Artifact> profile = root.findFile("etc/profile");
        boolean read = profile.isPresent()
                && Lines.of(root.content(profile.get())).stream()
                        .map(line -> line.text().strip())
                        .anyMatch(text -> !text.startsWith("#") && text.contains("/etc/profile.d"));
        List<ConfigFile> files = new ArrayList<>();
        for (Artifact file : new Includes(root).find("etc/profile.d/*.sh", "")) {
            files.add(
                    read
                            ? new ConfigFile(file, state, reason + " through etc/profile")
                            : new ConfigFile(file, State.UNKNOWN, "etc/profile doesn't read it"));
        }
        return files;
    }

    private static void file(RootFs root, ConfigFile from, Rows rows) {
        int depth = 0;
        List<Found> found = new ArrayList<>();
        for (Lines.Line line : Lines.of(root.content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String bare = comment ? text.replaceFirst("^#+\\s*", "") : text;
            boolean inner = depth > 0 || bare.matches("(if|case|for|while)\\b.*|\\[.*(&&|\\|\\|).*");
            if (!comment && text.length() < 1_000) {
                depth = Math.max(0, depth + count(OPENING, text) - count(CLOSING, text));
            }
            if (text.length() >= 1_000) {
                continue;
            }
            Matcher umask = UMASK.matcher(bare);
            Matcher variable = ASSIGNMENT.matcher(bare);
            if (comment) {
                boolean value = variable.matches() && variable.group(1).equals("TMOUT");
                if (value) {
                    found.add(new Found(line, "TMOUT", variable.group(2), Kind.COMMENT));
                } else if (umask.matches()) {
                    found.add(new Found(line, "umask", umask.group(1), Kind.COMMENT));
                }
                continue;
            }
            Kind kind = inner ? Kind.INNER : Kind.TOP;
            for (int at = 0; variable.find(at); at = variable.end()) {
                if (variable.start() == 0 || " ;\t{".indexOf(bare.charAt(variable.start() - 1)) >= 0) {
                    found.add(new Found(line, variable.group(1), variable.group(2), kind));
                }
            }
            for (int at = 0; umask.find(at); at = umask.end()) {
                if (umask.start() == 0 || " ;\t{".indexOf(bare.charAt(umask.start() - 1)) >= 0) {
                    found.add(new Found(line, "umask", umask.group(1), kind));
                }
            }
        }
        for (Found one : found) {
            switch (one.kind) {
                case COMMENT -> rows.comment(from, one.line, one.key, one.value);
                case INNER -> rows.conditional(from, one.line, one.key, one.value, "only where a condition holds");
                case TOP -> rows.add(from, one.line, one.key, one.value);
            }
        }
    }

    private enum Kind {
        COMMENT,
        INNER,
        TOP
    }

    private record Found(Lines.Line line, String key, String value, Kind kind) {}

    private static int count(Pattern pattern, String text) {
        int count = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
