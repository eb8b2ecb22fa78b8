package org.vitrine.centre;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Tree;

/// How to get the bytes of an artifact out of a release without Vitrine: shell lines with tools that others
/// wrote. Where no such tool is known for a container on the way, there is no recipe, and the format is
/// named.
public final class Recipe {
    /// What takes bytes out of a container.
    ///
    /// @param command with `{}` for the file and `{path}` for the entry; reading standard input where
    ///     `{}` is `-`
    /// @param pipes whether it can read standard input
    private record Taking(String command, boolean pipes) {}

    private final Tree tree;
    private final List<String> lines = new ArrayList<>();
    private String current;
    private boolean isFile = true;
    /// Where the container starts in the current file, while nothing has cut it out yet.
    private long offset;
    /// How long it is.
    private long length;

    private int images;
    private String missing = "";

    private Recipe(Tree tree, String release) {
        this.tree = tree;
        this.current = release;
    }

    /// The shell lines that write an artifact's content to standard output; empty where a tool is missing.
    ///
    /// @param release the release's path
    public static Optional<List<String>> of(Tree tree, Artifact artifact, String release) {
        Recipe recipe = new Recipe(tree, quoted(release));
        return recipe.walk(artifact) ? Optional.of(recipe.finish()) : Optional.empty();
    }

    /// The format on the way to an artifact that no other tool is known for; empty where a recipe exists.
    public static String obstacle(Tree tree, Artifact artifact) {
        Recipe recipe = new Recipe(tree, "release");
        return recipe.walk(artifact) ? "" : recipe.missing;
    }

    private boolean walk(Artifact artifact) {
        Deque<Artifact> way = new ArrayDeque<>();
        for (Artifact at = artifact; at.parent() >= 0; at = tree.artifact(at.parent())) {
            if (at.id() == artifact.id() || at.type() != ArtifactType.DIRECTORY) {
                way.push(at);
            }
        }
        Artifact container = tree.artifacts().getFirst();
        if (container.type() == ArtifactType.DIRECTORY) {
            Artifact first = way.isEmpty() ? container : way.pop();
            current = current + "/" + quoted(inner(container, first));
            container = first;
        }
        for (Artifact next : way) {
            if (!step(container, next)) {
                missing = container.format();
                return false;
            }
            container = next;
        }
        return true;
    }

    private boolean step(Artifact container, Artifact next) {
        if (next.type() == ArtifactType.PART) {
            return next.offset() >= 0 ? slice(next) : stream(container.format());
        }
        Optional<Taking> taking = taking(container.format());
        if (taking.isEmpty()) {
            return false;
        }
        String command = taking.get().command().replace("{path}", quoted(inner(container, next)));
        if (container.format().equals("squashfs") && isFile) {
            current = command.replace("{offset}", offset > 0 ? "-o " + offset + " " : "")
                    .replace("{}", current);
            isFile = false;
            offset = 0;
            return true;
        }
        cut();
        if (!isFile && !taking.get().pipes()) {
            keep();
        }
        current = isFile
                ? command.replace("{offset}", "").replace("{}", current)
                : current + " | " + command.replace("{offset}", "").replace("{}", "-");
        isFile = false;
        return true;
    }

    /// A span of the bytes so far.
    private boolean slice(Artifact part) {
        if (isFile && part.format().equals("squashfs")) {
            offset += part.offset();
            length = part.size();
            return true;
        }
        cut();
        long start = part.offset() + 1;
        String tail = "tail -c +" + start;
        current = (isFile ? tail + " " + current : current + " | " + tail) + " | head -c " + part.size();
        isFile = false;
        return true;
    }

    /// Cuts away what stands before the container.
    private void cut() {
        if (offset > 0) {
            current = "tail -c +" + (offset + 1) + " " + current + " | head -c " + length;
            isFile = false;
            offset = 0;
        }
    }

    private boolean stream(String format) {
        String decoder = switch (format) {
            case "gzip" -> "gzip -dc";
            case "xz" -> "xz -dc";
            case "lzma" -> "xz --format=lzma -dc";
            case "bzip2" -> "bzip2 -dc";
            case "zstd" -> "zstd -dc";
            case "lz4" -> "lz4 -dc";
            case "lzip" -> "lzip -dc";
            case "lzop" -> "lzop -dc";
            case "brotli" -> "brotli -dc";
            case "compress" -> "compress -dc";
            case "zlib" -> "zlib-flate -uncompress";
            default -> "";
        };
        if (decoder.isEmpty()) {
            return false;
        }
        cut();
        current = isFile ? decoder + " < " + current : current + " | " + decoder;
        isFile = false;
        return true;
    }

    private static Optional<Taking> taking(String format) {
        return Optional.ofNullable(
                switch (format) {
                    case "squashfs" -> new Taking("unsquashfs {offset}-cat {} {path}", false);
                    // An archive may spell its names with or without the leading dot.
                    case "tar" -> new Taking("tar -xOf {} -- {path} ./{path} 2>/dev/null", true);
                    case "zip" -> new Taking("unzip -p {} {path}", false);
                    case "cpio" -> new Taking("7z x -so {} {path}", false);
                    case "ar", "deb" -> new Taking("ar p {} {path}", false);
                    case "ext" -> new Taking("debugfs -R 'cat '{path} {}", false);
                    case "fat" -> new Taking("mtype -i {} ::{path}", false);
                    case "iso9660", "cramfs", "rpm", "7z" -> new Taking("7z x -so {} {path}", false);
                    case "jffs2" -> new Taking("jffs2reader {} -f {path}", false);
                    default -> null;
                });
    }

    /// Puts what a pipe gives into a file of its own, for a tool that has to seek.
    private void keep() {
        String image = ++images + ".img";
        lines.add(current + " > " + image);
        current = image;
        isFile = true;
    }

    private List<String> finish() {
        cut();
        List<String> all = new ArrayList<>(lines);
        all.add(isFile ? "cat " + current : current);
        return all;
    }

    /// The entry's path inside its container, in raw bytes.
    private String inner(Artifact container, Artifact entry) {
        List<String> names = new ArrayList<>();
        for (Artifact at = entry; at.id() != container.id(); at = tree.artifact(at.parent())) {
            names.addFirst(new String(at.name().bytes(), StandardCharsets.ISO_8859_1));
        }
        return String.join("/", names);
    }

    /// A word for a shell: as it is where nothing in it means anything to one.
    static String quoted(String word) {
        if (word.matches("[A-Za-z0-9_./+:=,-]+")) {
            return word;
        }
        StringBuilder text = new StringBuilder("$'");
        for (int i = 0; i < word.length(); i++) {
            char unit = word.charAt(i);
            if (unit == '\'' || unit == '\\') {
                text.append('\\').append(unit);
            } else if (unit >= ' ' && unit < 0x7f || unit > 0xff) {
                text.append(unit);
            } else {
                text.append("\\x").append("%02x".formatted((int) unit));
            }
        }
        return text.append('\'').toString();
    }
}
