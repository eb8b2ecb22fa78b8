package org.vitrine.inspect.shell;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;

/// A line of a script that unpacks an archive to a folder: `tar -xzf /a/b.tgz -C /c`. Paths are from the
/// root and
/// have no leading slash.
///
/// @param archive the archive
/// @param target the folder; empty for the root itself
/// @param script the script
/// @param line in the script, from 1
public record ShellUnpacking(String archive, String target, Artifact script, int line) {
    /// What a command unpacks: empty where it is not tar, where it doesn't extract, and where archive or
    /// folder
    /// is not given as a whole path.
    static Optional<ShellUnpacking> of(List<String> command, Artifact script, int line) {
        if (!command.getFirst().endsWith("tar")) {
            return Optional.empty();
        }
        String archive = "";
        String target = "";
        boolean extracts = false;
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            if (word.startsWith("--")) {
                extracts |= word.equals("--extract") || word.equals("--get");
                archive = word.startsWith("--file=") ? word.substring(7) : archive;
                target = word.startsWith("--directory=") ? word.substring(12) : target;
            } else if (word.startsWith("-") || i == 1) {
                extracts |= word.indexOf('x') >= 0;
                // The letters take the words behind them, in their order.
                for (int j = 0; j < word.length(); j++) {
                    char letter = word.charAt(j);
                    boolean more = (letter == 'f' || letter == 'C') && i + 1 < command.size();
                    archive = more && letter == 'f' ? command.get(++i) : archive;
                    target = more && letter == 'C' ? command.get(++i) : target;
                }
            }
        }
        return extracts && isPath(archive) && isPath(target)
                ? Optional.of(
                        new ShellUnpacking(ShellCopies.fromRoot(archive), ShellCopies.fromRoot(target), script, line))
                : Optional.empty();
    }

    private static boolean isPath(String word) {
        return word.startsWith("/") && word.indexOf('$') < 0;
    }
}
