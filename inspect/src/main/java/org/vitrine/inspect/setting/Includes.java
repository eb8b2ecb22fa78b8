package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.inspect.shell.Glob;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// Follows the includes of one program's configuration: so deep, so many files, never in a circle.
final class Includes {
    private static final int MAXIMUM_DEPTH = 12;
    private static final int MAXIMUM_FILES = 300;

    private final RootFs root;
    private final Set<Long> above = new HashSet<>();
    private int files;

    Includes(RootFs root) {
        this.root = root;
    }

    /// Whether a file may be read here; [#leave] must follow where it may.
    boolean enter(Artifact file) {
        if (above.size() >= MAXIMUM_DEPTH || files >= MAXIMUM_FILES || !above.add(file.id())) {
            return false;
        }
        files++;
        return true;
    }

    void leave(Artifact file) {
        above.remove(file.id());
    }

    /// Whether a path is a pattern: that one leads to nothing is no mistake then.
    static boolean isPattern(String path) {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    }

    /// The files that a path or pattern names, sorted by name; a folder stands for itself.
    ///
    /// @param path as it stands
    /// @param base what a relative one is relative to, as a path from the root
    List<Artifact> find(String path, String base) {
        if (path.isEmpty() || path.length() > 1024 || path.indexOf('\0') >= 0) {
            return List.of();
        }
        String whole = path.startsWith("/") ? path.substring(1) : base.isEmpty() ? path : base + "/" + path;
        int slash = whole.lastIndexOf('/');
        String folder = slash < 0 ? "" : whole.substring(0, slash);
        String name = whole.substring(slash + 1);
        if (!isPattern(name)) {
            return root.findFile(whole).map(List::of).orElse(List.of());
        }
        List<Artifact> found = new ArrayList<>();
        root.find(folder).ifPresent(there -> {
            for (Artifact entry : root.list(there)) {
                String one = Programs.fileName(entry);
                boolean hidden = one.startsWith(".") && !name.startsWith(".");
                if (!hidden && Glob.matches(name, one)) {
                    root.findFile(folder + "/" + one).ifPresent(found::add);
                }
            }
        });
        return found;
    }

    /// The files of a folder, sorted by name.
    List<Artifact> folder(String path, String base) {
        return find(path + (path.endsWith("/") ? "*" : "/*"), base);
    }

    /// The folder a file lies in, as a path from the root.
    static String folderOf(RootFs root, Artifact file) {
        String path = root.pathOf(file);
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
