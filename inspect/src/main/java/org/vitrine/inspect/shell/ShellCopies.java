package org.vitrine.inspect.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.inspect.spi.RootFs;

/// The lines of a root file system's shell scripts that put files in another place, or unpack archives.
/// Comments do
/// not count.
/// Whether a script is ever run is not asked here. Paths that hold variables set elsewhere, and paths that
/// are not absolute, are left out.
public final class ShellCopies {
    private static final int MAXIMUM_SCRIPT = 1 << 20;
    private static final long MAXIMUM_ALL = 64L << 20;
    private static final int MAXIMUM_COPIES = 20_000;
    private static final int MAXIMUM_LINE = 16_384;
    private static final int MAXIMUM_TOWARDS = 256;
    private static final Pattern SCRIPT_PATH = Pattern.compile(
            "(?:.*/)?(?:init\\.d|rc\\.d|rc\\d?\\.d|rcS\\.d|uci-defaults|rc[^/]*|init[^/]*|[^/]*\\.sh)(?:/[^/]*)?");

    private final List<ShellCopy> copies = new ArrayList<>();
    private final List<ShellUnpacking> unpackings = new ArrayList<>();

    private ShellCopies() {}

    /// Reads the scripts of a root file system in canonical order, once for all who ask.
    public static ShellCopies of(RootFs root) {
        return root.once(ShellCopies.class, ShellCopies::read);
    }

    private static ShellCopies read(RootFs root) {
        ShellCopies found = new ShellCopies();
        long left = MAXIMUM_ALL;
        for (Artifact file : root.all()) {
            if (RootFs.isFile(file) && isScript(root, file) && file.size() <= left) {
                left -= file.size();
                found.read(file, root.content(file));
            }
        }
        return found;
    }

    /// Whether a file is a shell script: by its first line, or as a text where scripts lie.
    private static boolean isScript(RootFs root, Artifact file) {
        if (file.size() < 4 || file.size() > MAXIMUM_SCRIPT) {
            return false;
        }
        String start = root.content(file).head(128);
        if (start.startsWith("#!")) {
            int end = start.indexOf('\n');
            return start.substring(0, end < 0 ? start.length() : end).contains("sh");
        }
        return start.indexOf(0) < 0 && SCRIPT_PATH.matcher(root.pathOf(file)).matches();
    }

    private void read(Artifact script, Bytes content) {
        byte[] bytes = new byte[(int) Math.min(MAXIMUM_SCRIPT, content.size())];
        int length = content.copyAvailable(0, bytes, 0, bytes.length);
        ShellLine reader = new ShellLine();
        int number = 0;
        int first = 1;
        StringBuilder line = new StringBuilder();
        for (String part : new String(bytes, 0, length, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            boolean continued = part.endsWith("\\");
            line.append(part, 0, continued ? part.length() - 1 : part.length());
            if (continued && line.length() < MAXIMUM_LINE) {
                continue;
            }
            if (line.length() <= MAXIMUM_LINE && mayMatter(line)) {
                for (List<String> command : reader.commands(line.toString())) {
                    copy(command, script, first).ifPresent(copies::add);
                    ShellUnpacking.of(command, script, first).ifPresent(unpackings::add);
                    if (copies.size() + unpackings.size() >= MAXIMUM_COPIES) {
                        return;
                    }
                }
            }
            line.setLength(0);
            first = number + 1;
        }
    }

    /// Whether a line may hold one of the commands, or set a variable: most do neither, and are not taken
    /// apart.
    private static boolean mayMatter(StringBuilder line) {
        return line.indexOf("=") >= 0
                || line.indexOf("cp") >= 0
                || line.indexOf("mv") >= 0
                || line.indexOf("ln") >= 0
                || line.indexOf("cat") >= 0
                || line.indexOf("tar ") >= 0
                || line.indexOf("install") >= 0;
    }

    private static Optional<ShellCopy> copy(List<String> command, Artifact script, int line) {
        String program = command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
        List<String> paths = new ArrayList<>();
        String written = "";
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            if (word.equals(">") && i + 1 < command.size()) {
                written = command.get(++i);
            } else if (word.equals("2>") || word.equals("<")) {
                i++;
            } else if (!word.startsWith("-")) {
                paths.add(word);
            }
        }
        switch (program) {
            case "cp", "mv", "ln", "install" -> {
                // The options of install take words of their own, which are no paths.
                paths.removeIf(path -> !path.startsWith("/"));
                if (paths.size() < 2) {
                    return Optional.empty();
                }
                written = paths.removeLast();
            }
            case "cat" -> paths.removeIf(path -> !path.startsWith("/"));
            default -> {
                return Optional.empty();
            }
        }
        paths.removeIf(path -> path.indexOf('$') >= 0);
        return paths.isEmpty() || !written.startsWith("/") || written.indexOf('$') >= 0
                ? Optional.empty()
                : Optional.of(new ShellCopy(
                        paths.stream().map(ShellCopies::fromRoot).toList(), fromRoot(written), script, line));
    }

    /// Without the slashes at both ends and doubled ones.
    static String fromRoot(String path) {
        String single = path.replaceAll("/{2,}", "/");
        int end = single.length() > 1 && single.endsWith("/") ? single.length() - 1 : single.length();
        return single.substring(1, Math.max(1, end));
    }

    /// All copies, in the order of scripts and lines.
    public List<ShellCopy> all() {
        return List.copyOf(copies);
    }

    /// The lines that unpack archives, in the same order.
    public List<ShellUnpacking> unpackings() {
        return List.copyOf(unpackings);
    }

    /// Those that may put something at `wanted`: to it or to a folder above it.
    public List<ShellCopy> towards(String wanted) {
        return copies.stream()
                .filter(copy -> copy.target().equals(wanted)
                        || copy.target().isEmpty()
                        || wanted.startsWith(copy.target() + "/"))
                .limit(MAXIMUM_TOWARDS)
                .toList();
    }
}
