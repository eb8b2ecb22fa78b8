package org.vitrine.inspect.shell;

import java.util.List;
import org.vitrine.evidence.Artifact;

/// A line of a script that puts files in another place: `cp`, `mv`, `ln`, `install`, `cat a > b`. Paths are
/// from the root and have no leading slash.
///
/// @param sources what is copied; a last segment may hold `*` and `?`
/// @param target where to: a file or a folder
/// @param script the script
/// @param line in the script, from 1
public record ShellCopy(List<String> sources, String target, Artifact script, int line) {
    /// Copies the list.
    public ShellCopy {
        sources = List.copyOf(sources);
    }

    /// Whether the line makes `file` stand at `wanted`: as itself, in a folder, or as part of a folder that
    /// is copied.
    public boolean brings(String file, String wanted) {
        return sources.stream().anyMatch(source -> brings(source, file, wanted));
    }

    private boolean brings(String source, String file, String wanted) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (matches(source, file)) {
            boolean single = source.equals(file);
            return single && target.equals(wanted) || below(target, name).equals(wanted);
        }
        int star = source.endsWith("/*") ? 2 : source.endsWith("/.") ? 2 : 0;
        String folder = source.substring(0, source.length() - star);
        if (!folder.isEmpty() && !file.startsWith(folder + "/")) {
            return false;
        }
        String rest = folder.isEmpty() ? file : file.substring(folder.length() + 1);
        String last = folder.substring(folder.lastIndexOf('/') + 1);
        return below(target, rest).equals(wanted)
                || star == 0 && below(target, last + "/" + rest).equals(wanted);
    }

    private static String below(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /// Whether a path fits a pattern whose last segment may hold `*` and `?`.
    private static boolean matches(String pattern, String path) {
        int slash = pattern.lastIndexOf('/');
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equals(path);
        }
        return path.lastIndexOf('/') == slash
                && path.startsWith(pattern.substring(0, slash + 1))
                && Glob.matches(pattern.substring(slash + 1), path.substring(slash + 1));
    }
}
