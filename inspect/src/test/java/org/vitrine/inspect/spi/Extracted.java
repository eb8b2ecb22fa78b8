package org.vitrine.inspect.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Root file systems of the corpus, extracted by the tools that others wrote; the test is aborted where the corpus or
/// a tool is missing.
public final class Extracted {
    private static final Map<String, Path> DONE = new HashMap<>();

    private Extracted() {}

    /// The folder of the corpus.
    public static Path corpus() {
        String named = System.getenv("VITRINE_CORPUS");
        if (named != null) {
            Path folder = Path.of(named);
            Assumptions.assumeTrue(Files.isDirectory(folder), "no corpus at VITRINE_CORPUS");
            return folder;
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolveSibling("shared").resolve("corpus");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return Assumptions.abort("no corpus: set VITRINE_CORPUS");
    }

    /// The squashfs in an image, as unsquashfs reads it.
    public static synchronized RootFs squashfs(String image, long offset) throws IOException {
        Path file = corpus().resolve("firmware").resolve(image);
        return TreeOf.folder(extract(
                        image + "@" + offset,
                        List.of("unsquashfs", "-q", "-n", "-no-xattrs", "-f", "-o", Long.toString(offset), "-d"),
                        file))
                .root();
    }

    /// A root file system kept as a tar archive.
    public static synchronized RootFs tar(String name) throws IOException {
        return TreeOf.folder(folder(name)).root();
    }

    /// The folder such an archive was extracted to.
    public static synchronized Path folder(String name) throws IOException {
        Path file = corpus().resolve("rootfs").resolve(name + ".tar.xz");
        return extract(name, List.of("tar", "-C"), file);
    }

    private static Path extract(String key, List<String> tool, Path file) throws IOException {
        Path known = DONE.get(key);
        if (known != null) {
            return known;
        }
        Assumptions.assumeTrue(Files.isRegularFile(file), "the corpus has no " + file);
        Path folder = Files.createTempDirectory("root");
        List<String> command = new ArrayList<>(tool);
        command.add(folder.toString());
        if (tool.getFirst().equals("tar")) {
            command.add("-xJf");
        }
        command.add(file.toString());
        run(command);
        try (Stream<Path> entries = Files.list(folder)) {
            Assumptions.assumeTrue(entries.findAny().isPresent(), tool.getFirst() + " gave nothing");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        DONE.put(key, folder);
        return folder;
    }

    /// Runs a tool; what it couldn't make, such as device nodes, is left out.
    public static Optional<String> run(List<String> command) throws IOException {
        try {
            Path output = Files.createTempFile("tool", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.waitFor();
            String text = Files.readString(output, java.nio.charset.StandardCharsets.ISO_8859_1);
            Files.delete(output);
            return Optional.of(text);
        } catch (IOException e) {
            return Assumptions.abort("no " + command.getFirst() + " here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
