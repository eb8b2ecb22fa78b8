package org.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Root file systems of the corpus as folders on the host, extracted by `unsquashfs` and `tar`, without device
/// nodes. Each is extracted once and stays until the tests end, so a test must not change it.
public final class Extracted {
    private static final Map<String, Path> DONE = new HashMap<>();

    private Extracted() {}

    /// The squashfs at an offset of a firmware image.
    ///
    /// @param image from `firmware/` of the corpus
    public static Path squashfs(String image, long offset) {
        return squashfs(Corpus.path("firmware/" + image), offset);
    }

    /// The squashfs at an offset of a file.
    public static synchronized Path squashfs(Path image, long offset) {
        return DONE.computeIfAbsent(image + "@" + offset, _ -> {
            Path folder = room();
            String at = Long.toString(offset);
            // Without root's rights it can't make device nodes, so the code it ends with tells nothing.
            Tool unsquashfs = Tool.of(
                    "unsquashfs",
                    "-q",
                    "-n",
                    "-no-xattrs",
                    "-ignore-errors",
                    "-f",
                    "-o",
                    at,
                    "-d",
                    "" + folder,
                    "" + image);
            String errors = unsquashfs.run().errors();
            if (isEmpty(folder)) {
                throw new AssertionError(unsquashfs + " gave nothing: " + errors);
            }
            return folder;
        });
    }

    /// A root file system that is kept as `rootfs/NAME.tar.xz` of the corpus.
    public static synchronized Path rootfs(String name) {
        return DONE.computeIfAbsent(name, _ -> {
            Path archive = Corpus.path("rootfs/" + name + ".tar.xz");
            Path folder = room();
            Tool.needs("xz");
            Tool.of("tar", "-xJf", "" + archive, "-C", "" + folder, "--no-same-owner", "--exclude=dev/*")
                    .succeed();
            return folder;
        });
    }

    private static Path room() {
        try {
            Path folder = Files.createTempDirectory("root");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
