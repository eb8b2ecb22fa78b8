package org.vitrine.inspect.shell;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.inspect.spi.RootFs;

/// The programs of a root file system, found as a shell finds them.
public final class Programs {
    /// Where a program without a slash is looked for: the PATH that init gives.
    private static final List<String> FOLDERS = List.of("sbin", "usr/sbin", "bin", "usr/bin");
    /// What rc.local scripts add to it, looked at last.
    private static final List<String> FURTHER = List.of("usr/local/sbin", "usr/local/bin", "etc/ath");

    private Programs() {}

    /// The file that a command's first word names, links followed.
    ///
    /// @param word one character for each byte, as in a script; an unexpanded variable names nothing
    public static Optional<Artifact> find(RootFs root, String word) {
        if (word.isEmpty() || word.indexOf('$') >= 0 || word.indexOf('`') >= 0 || word.length() > 1024) {
            return Optional.empty();
        }
        String name = new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (name.startsWith("/")) {
            return root.findFile(name.substring(1));
        }
        if (name.startsWith("./") || name.startsWith("../")) {
            return Optional.empty();
        }
        if (name.contains("/")) {
            return root.findFile(name);
        }
        for (List<String> folders : List.of(FOLDERS, FURTHER)) {
            for (String folder : folders) {
                Optional<Artifact> file = root.findFile(folder + "/" + name);
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }

    /// A file's name as it can be looked for; the display form escapes `@` and others.
    public static String fileName(Artifact file) {
        return new String(file.name().bytes(), StandardCharsets.UTF_8);
    }

    /// The last segment of a command's first word.
    public static String name(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }

    /// Whether a file is a script that a Bourne shell runs: by its interpreter line or, without one, by being text.
    public static boolean isShellScript(RootFs root, Artifact file) {
        String text = root.content(file).head(256);
        if (text.startsWith("#!")) {
            int end = text.indexOf('\n');
            String line = text.substring(2, end < 0 ? text.length() : end).strip();
            return List.of(line.split("\\s+", -1)).stream()
                    .map(Programs::name)
                    .anyMatch(List.of("sh", "ash", "bash", "dash", "ksh", "msh", "hush", "rc.common")::contains);
        }
        // A kernel refuses it, and the calling shell then reads it as a script.
        return !text.isEmpty() && text.indexOf('\0') < 0 && text.chars().noneMatch(c -> c < 9);
    }
}
