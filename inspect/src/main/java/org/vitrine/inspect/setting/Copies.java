package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.spi.RootFs;

/// Samples and copies of configuration files: those that packages ship to be looked at, and those that lie beside
/// the file or in a folder that is copied at start.
record Copies(Map<String, List<ConfigFile>> byName) {
    private static final List<String> SAMPLES = List.of(
            ".default", ".defaults", ".example", ".sample", ".dist", ".dpkg-dist", ".dpkg-new", ".rpmnew", ".in");
    private static final List<String> OLD =
            List.of(".bak", ".old", ".orig", ".save", ".backup", ".dpkg-old", ".rpmsave", "-opkg", "~", "-");
    /// Where a package keeps what it doesn't use itself; the file's name alone decides there.
    private static final List<String> SHELVES = List.of("usr/share/", "usr/doc/", "usr/local/share/", "rom/");
    private static final List<String> COPIED = List.of("etc_ro/", "usr/etc_ro/");

    /// The samples and copies of a file that is looked for at `paths`.
    static List<ConfigFile> of(RootFs root, List<String> paths) {
        Copies copies = root.once(Copies.class, Copies::index);
        List<ConfigFile> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (String path : paths) {
            for (ConfigFile copy : copies.byName.getOrDefault(Programs.name(path), List.of())) {
                if (isOf(root.pathOf(copy.file()), path) && seen.add(copy.file().id())) {
                    found.add(copy);
                }
            }
        }
        return found;
    }

    private static boolean isOf(String copy, String path) {
        boolean shelf = SHELVES.stream().anyMatch(copy::startsWith);
        String bare = bare(copy);
        if (shelf) {
            // A file of UCI has too common a name for more than its own folder.
            boolean telling = path.indexOf('.') >= 0 && !path.startsWith("etc/config/");
            return telling ? Programs.name(bare).equals(Programs.name(path)) : bare.endsWith("/" + path);
        }
        return bare.equals(path) || bare.endsWith("etc_ro/" + path.substring(path.indexOf('/') + 1));
    }

    private static String bare(String path) {
        for (List<String> endings : List.of(SAMPLES, OLD)) {
            for (String ending : endings) {
                if (path.endsWith(ending) && path.length() > ending.length()) {
                    return path.substring(0, path.length() - ending.length());
                }
            }
        }
        return path;
    }

    private static Copies index(RootFs root) {
        Map<String, List<ConfigFile>> byName = new HashMap<>();
        for (Artifact file : root.all()) {
            String path = root.pathOf(file);
            if (!RootFs.isFile(file)) {
                continue;
            }
            String bare = bare(path);
            boolean shelf = SHELVES.stream().anyMatch(path::startsWith);
            boolean sample = shelf || SAMPLES.stream().anyMatch(path::endsWith);
            boolean copy = !bare.equals(path) || COPIED.stream().anyMatch(path::startsWith);
            if (sample || copy) {
                String why = sample ? "a sample, which no program reads" : "a copy, which no program reads as it lies";
                byName.computeIfAbsent(Programs.name(bare), _ -> new ArrayList<>())
                        .add(new ConfigFile(file, sample ? State.TEMPLATE : State.COPY, why));
            }
        }
        return new Copies(byName);
    }
}
