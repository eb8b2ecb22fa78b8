package org.vitrine.inspect.account;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.account.AccountFile.Kind;
import org.vitrine.inspect.account.AccountFile.Parsed;
import org.vitrine.inspect.shell.ShellCopies;
import org.vitrine.inspect.shell.ShellCopy;
import org.vitrine.inspect.spi.RootFs;

/// The account and group files of a root file system: those in force, and the copies that are kept under
/// other names and in other folders. A file is a copy when its name says so and most of its lines are of the
/// format.
final class AccountFiles {
    private static final Pattern TEMPLATE = Pattern.compile(
            "(?:usr/share|rom|usr/lib/[^/]*/?templates?)/.*|(?:.*/)?(?:skel|skeleton|templates?|examples?|samples?|doc|docs)/.*"
                    + "|.*\\.(?:sample|example|dist|template|tmpl|in|pacnew|rpmnew|dpkg-dist)");

    private final RootFs root;
    private final ShellCopies copies;
    private final Map<Kind, List<Route>> routes = new EnumMap<>(Kind.class);
    private final List<AccountFile> files = new ArrayList<>();

    /// A place from which the system reads, and the script lines that may put something there.
    private record Route(String place, List<ShellCopy> copies) {}

    private AccountFiles(RootFs root) {
        this.root = root;
        this.copies = ShellCopies.of(root);
    }

    /// Finds them, in canonical order.
    ///
    /// @param kinds the formats asked for
    /// @param problems takes what could not be read
    static AccountFiles of(RootFs root, Set<Kind> kinds, Facts problems) {
        AccountFiles found = new AccountFiles(root);
        Map<Long, Kind> active = new HashMap<>();
        for (Kind kind : kinds) {
            root.findFile(kind.path()).ifPresent(file -> active.put(file.id(), kind));
            Set<String> places = new LinkedHashSet<>(List.of(root.resolve(kind.path()), kind.path()));
            found.routes.put(
                    kind,
                    places.stream()
                            .map(place -> new Route(place, found.copies.towards(place)))
                            .toList());
        }
        for (Artifact file : root.all()) {
            if (RootFs.isFile(file)) {
                Optional<Kind> known = Optional.ofNullable(active.get(file.id()));
                if (known.isPresent() || isNamedSo(file)) {
                    found.look(file, known, kinds, problems);
                }
            }
        }
        return found;
    }

    private static boolean isNamedSo(Artifact file) {
        String name = file.name().toString().toLowerCase(Locale.ROOT);
        return (name.contains("passwd") || name.contains("shadow") || name.contains("group"))
                && !name.contains("gshadow");
    }

    private void look(Artifact file, Optional<Kind> active, Set<Kind> kinds, Facts problems) {
        if (file.size() > AccountFile.MAXIMUM_SIZE) {
            if (active.isPresent()) {
                Problem limit =
                        new Problem.LimitReached("bytes of an account file", AccountFile.MAXIMUM_SIZE, file.size());
                problems.add(ProblemFact.of(file.id(), "account", limit));
            }
            return;
        }
        String path = root.pathOf(file);
        if (active.isPresent()) {
            Kind kind = active.get();
            Parsed parsed = AccountFile.parse(kind, file, root.content(file), false);
            if (parsed.bad() > 0) {
                Problem problem = new Problem.Malformed(
                        -1,
                        kind.file(),
                        parsed.bad() + " lines are not of the format; the first is line " + parsed.firstBad());
                problems.add(ProblemFact.of(file.id(), "account", problem));
            }
            String reason = path.equals(kind.path())
                    ? path + " is the file the system reads"
                    : kind.path() + " leads to " + path;
            add(kind, file, path, parsed, State.ACTIVE, reason, true);
            return;
        }
        for (Kind kind : kinds) {
            Parsed parsed = AccountFile.parse(kind, file, root.content(file), true);
            if (!parsed.lines().isEmpty() && parsed.lines().size() > parsed.bad()) {
                addCopy(kind, file, path, parsed);
                return;
            }
        }
    }

    private void addCopy(Kind kind, Artifact file, String path, Parsed parsed) {
        for (Route route : routes.getOrDefault(kind, List.of())) {
            for (ShellCopy copy : route.copies()) {
                if (!copy.brings(path, route.place())) {
                    continue;
                }
                String leads = route.place().equals(kind.path()) ? "" : ", which " + kind.path() + " leads to,";
                String reason =
                        "copied to " + route.place() + leads + " by " + root.pathOf(copy.script()) + ":" + copy.line();
                add(kind, file, path, parsed, State.COPY, reason, true);
                return;
            }
        }
        if (TEMPLATE.matcher(path).matches()) {
            add(kind, file, path, parsed, State.TEMPLATE, "a sample or skeleton by its place or name", false);
            return;
        }
        String nested = "/" + kind.path();
        String reason = path.endsWith(nested)
                ? "the " + kind.file() + " of another root inside this one, "
                        + path.substring(0, path.length() - nested.length())
                        + "; nothing seen that brings it into force"
                : "a copy of " + kind.file() + " under another name; nothing seen that brings it into force";
        add(kind, file, path, parsed, State.COPY, reason, false);
    }

    private void add(
            Kind kind, Artifact file, String path, Parsed parsed, State state, String reason, boolean comesInto) {
        files.add(new AccountFile(
                kind, file, path, parsed.lines(), parsed.bad(), parsed.firstBad(), state, reason, comesInto));
    }

    /// Those of one format, in canonical order.
    List<AccountFile> of(Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).toList();
    }

    /// The shadow file that belongs to a passwd file: the one in force for the one in force and for what
    /// comes into force, else the one beside it whose name differs in that word only.
    Optional<AccountFile> shadowOf(AccountFile passwd) {
        int name = passwd.path().lastIndexOf('/') + 1;
        String twin = passwd.path().substring(0, name)
                + passwd.path().substring(name).replace(Kind.PASSWD.file(), Kind.SHADOW.file());
        Optional<AccountFile> beside = files.stream()
                .filter(file -> file.kind() == Kind.SHADOW && file.path().equals(twin))
                .findFirst();
        Optional<AccountFile> active = files.stream()
                .filter(file -> file.kind() == Kind.SHADOW && file.state() == State.ACTIVE)
                .findFirst();
        return switch (passwd.state()) {
            case ACTIVE -> active;
            case COPY, INACTIVE, TEMPLATE, UNKNOWN -> beside.isEmpty() && passwd.comesInto() ? active : beside;
        };
    }

    /// Where the passwd file of the system should be and isn't; empty when it is there.
    Optional<String> missingPasswd() {
        return root.findFile(Kind.PASSWD.path()).isPresent()
                ? Optional.empty()
                : Optional.of(root.resolve(Kind.PASSWD.path()));
    }
}
