package org.vitrine.cli;

import java.nio.file.Path;

/// What the program does to learn which classes a run needs, when its cache is made: it examines a release, and
/// compares it with another. Nobody calls it but the scripts that make the cache.
final class Training {
    private Training() {}

    /// Runs the commands.
    ///
    /// @param arguments a folder that may be written, the release, the other one
    public static void main(String[] arguments) {
        Path room = Path.of(arguments[0]);
        String dossier = room.resolve("release.dossier").toString();
        String change = room.resolve("release.change").toString();
        int examined = Vitrine.run("examine", "--out", dossier, arguments[1]);
        int compared = Vitrine.run("compare", "--out", change, arguments[1], arguments[2]);
        System.exit(Math.max(examined, compared));
    }
}
