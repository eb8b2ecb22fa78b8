package org.vitrine.inspect.account;

import java.util.EnumSet;
import java.util.List;
import org.vitrine.evidence.State;
import org.vitrine.inspect.account.AccountFile.Kind;
import org.vitrine.inspect.account.AccountFile.Line;
import org.vitrine.inspect.spi.RootFs;

/// A login of the passwd file in force, or of a copy that a script brings into force: as much of it as
/// whoever asks who can log in needs.
///
/// @param name its name, each byte a character
/// @param uid numeric user; -1 where the field is no number
/// @param home home folder from the root, without slashes at its ends
/// @param shell login shell as it stands
/// @param state ACTIVE, or COPY
/// @param place file and line: `etc/passwd:1`
public record Login(String name, long uid, String home, String shell, State state, String place) {
    /// The logins of a root file system, in the order of files and lines.
    public static List<Login> of(RootFs root) {
        return AccountFiles.of(root, EnumSet.of(Kind.PASSWD), _ -> {}).of(Kind.PASSWD).stream()
                .filter(AccountFile::comesInto)
                .flatMap(file -> file.lines().stream()
                        .filter(line -> !AccountFile.isNis(line.fields()))
                        .map(line -> of(file, line)))
                .toList();
    }

    private static Login of(AccountFile file, Line line) {
        return new Login(
                line.field(0),
                AccountFile.number(line.field(2)),
                line.field(5).replaceAll("/{2,}", "/").replaceAll("^/|/$", ""),
                line.field(6),
                file.state(),
                file.path() + ":" + line.number());
    }

    /// Whether the shell lets anybody in; an empty one is /bin/sh.
    public boolean hasShell() {
        String program = shell.substring(shell.lastIndexOf('/') + 1);
        return switch (program) {
            case "false", "nologin", "true", "null", "sync", "halt", "shutdown" -> false;
            default -> true;
        };
    }
}
