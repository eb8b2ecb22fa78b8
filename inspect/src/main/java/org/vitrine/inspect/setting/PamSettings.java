package org.vitrine.inspect.setting;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Settings of Linux-PAM: each line of each stack in `etc/pam.d` or `etc/pam.conf`, and the modules' own files in
/// `etc/security`.
public final class PamSettings implements TreeInspector {
    private static final Card CARD = new Card(
            "pam",
            "Settings of Linux-PAM",
            List.of("pam.d(5)", "pam.conf(5)", "pwquality.conf(5)", "faillock.conf(5)", "limits.conf(5)"),
            List.of(
                    "What a stack as a whole answers is not computed; included stacks have rows of their own.",
                    "Whether the module that a line names is in the image is not held against its state."));

    private static final Set<String> TYPES = Set.of("auth", "account", "password", "session");
    private static final List<String> MODULES =
            List.of("pwquality.conf", "faillock.conf", "pwhistory.conf", "access.conf", "limits.conf", "time.conf");

    /// A control and a module, which prose is not.
    private static final Pattern COMMENTED =
            Pattern.compile("(required|requisite|sufficient|optional|\\[[^\\]]*])\\s+\\S*pam_\\w+\\.so");

    /// The inspector; it keeps nothing.
    public PamSettings() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        Rows rows = new Rows(root, "pam");
        Optional<Artifact> library = library(root);
        State state = library.isPresent() ? State.ACTIVE : State.UNKNOWN;
        String reason = library.map(file -> "read by " + root.pathOf(file) + " by default")
                .orElse("no libpam was found in the image");
        Optional<Artifact> folder = root.find("etc/pam.d");
        folder.ifPresent(found -> root.list(found).forEach(entry -> {
            String name = Programs.fileName(entry);
            root.findFile("etc/pam.d/" + name).ifPresent(file -> stack(rows, file(file, name, state, reason), name));
        }));
        root.findFile("etc/pam.conf").ifPresent(file -> {
            boolean hidden = folder.isPresent() && state == State.ACTIVE;
            String why = hidden ? "etc/pam.d is there, so that libpam doesn't read it" : reason;
            stack(rows, new ConfigFile(file, hidden ? State.INACTIVE : state, why), "");
        });
        for (String name : MODULES) {
            root.findFile("etc/security/" + name)
                    .ifPresent(file -> module(rows, new ConfigFile(file, state, reason), name));
        }
        rows.put(facts);
    }

    static Optional<Artifact> library(RootFs root) {
        return root.all().stream()
                .filter(file -> file.name().toString().startsWith("libpam.so") && RootFs.isFile(file))
                .findFirst();
    }

    private static ConfigFile file(Artifact file, String name, State state, String reason) {
        boolean copy = name.endsWith("~") || name.matches(".*\\.(bak|old|orig|rpmsave|dpkg-old|dpkg-dist|rpmnew)");
        return copy
                ? new ConfigFile(file, State.COPY, "a copy, whose name no program asks for")
                : new ConfigFile(file, state, reason);
    }

    /// The lines of a stack.
    ///
    /// @param service the file's name; empty for `pam.conf`, whose lines begin with it
    private static void stack(Rows rows, ConfigFile from, String service) {
        List<Lines.Line> lines = Lines.of(rows.root().content(from.file()));
        for (int i = 0; i < lines.size(); i++) {
            Lines.Line line = lines.get(i);
            StringBuilder all = new StringBuilder(line.text());
            while (all.length() > 0 && all.charAt(all.length() - 1) == '\\' && i + 1 < lines.size()) {
                all.setLength(all.length() - 1);
                all.append(lines.get(++i).text());
            }
            String text = all.toString().strip();
            boolean comment = text.startsWith("#");
            entry(rows, from, line, comment ? text.replaceFirst("^#+\\s*", "") : text, service, comment);
        }
    }

    private static void entry(
            Rows rows, ConfigFile from, Lines.Line line, String text, String service, boolean comment) {
        String[] words = text.split("\\s+", service.isEmpty() ? 3 : 2);
        int at = service.isEmpty() ? 1 : 0;
        if (!comment && words[0].equals("@include") && words.length > 1) {
            rows.add(from, line, service + " @include", words[1]);
            return;
        }
        if (words.length < at + 2) {
            return;
        }
        String type = words[at].toLowerCase(Locale.ROOT);
        String value = words[at + 1];
        boolean optional = type.startsWith("-");
        if (!TYPES.contains(optional ? type.substring(1) : type)) {
            return;
        }
        String key = (service.isEmpty() ? words[0] : service) + " " + (optional ? type.substring(1) : type);
        if (comment) {
            if (COMMENTED.matcher(value).lookingAt()) {
                rows.comment(from, line, key, value);
            }
        } else {
            rows.add(from, line, key, value);
        }
    }

    private static void module(Rows rows, ConfigFile from, String name) {
        if (name.equals("limits.conf") || name.equals("access.conf") || name.equals("time.conf")) {
            for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
                String text = line.text().strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    rows.add(from, line, name, text);
                }
            }
            return;
        }
        // A switch such as even_deny_root stands alone.
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            String bare = comment ? text.replaceFirst("^#+\\s*", "") : text;
            int equals = bare.indexOf('=');
            String key = (equals < 0 ? bare : bare.substring(0, equals)).strip();
            String value = equals < 0 ? "" : bare.substring(equals + 1).strip();
            if (!key.matches("[a-z_]+") || comment && equals < 0) {
                continue;
            }
            if (comment) {
                rows.comment(from, line, name + Blocks.IN + key, value);
            } else {
                rows.add(from, line, name + Blocks.IN + key, value);
            }
        }
    }
}
