package org.vitrine.inspect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Tools that somebody else wrote, and the corpus. What is not there aborts the test and is named.
public final class Oracle {
    private Oracle() {}

    /// What a command prints; its errors are left out.
    ///
    /// @throws UncheckedIOException when it ends with anything but 0
    public static String run(String... command) {
        return run(new byte[0], command);
    }

    /// What a command prints when it is given these bytes.
    public static String run(byte[] input, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread feed = Thread.ofVirtual().start(() -> {
                try (OutputStream out = process.getOutputStream();
                        InputStream in = new ByteArrayInputStream(input)) {
                    in.transferTo(out);
                } catch (IOException e) {
                    // It has seen enough.
                }
            });
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            process.getInputStream().transferTo(out);
            feed.join();
            if (process.waitFor() != 0) {
                throw new UncheckedIOException(
                        new IOException(List.of(command) + " ended with " + process.exitValue()));
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Aborts the test unless these tools are on the path.
    public static void needs(String... tools) {
        for (String tool : tools) {
            boolean there = List.of(System.getenv("PATH").split(":", -1)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            Assumptions.assumeTrue(there, "needs the tool " + tool);
        }
    }

    /// A file or folder of the corpus; aborts the test when there is none.
    public static Path corpus(String path) {
        String named = System.getenv("VITRINE_CORPUS");
        Path corpus = named == null ? null : Path.of(named);
        for (Path at = Path.of("").toAbsolutePath(); corpus == null && at != null; at = at.getParent()) {
            Path beside = at.resolveSibling("shared").resolve("corpus");
            corpus = Files.isDirectory(beside) ? beside : null;
        }
        Assumptions.assumeTrue(
                corpus != null && Files.exists(corpus.resolve(path)),
                "needs " + path + " of the corpus: set VITRINE_CORPUS");
        return java.util.Objects.requireNonNull(corpus).resolve(path);
    }

    /// Unpacks the squashfs at an offset of an image into `into`.
    public static Path squashfs(Path image, long offset, Path into) {
        needs("unsquashfs");
        Path target = into.resolve("root");
        String[] command = {
            "unsquashfs", "-q", "-n", "-no-xattrs", "-ignore-errors", "-o", "" + offset, "-d", "" + target, "" + image
        };
        try {
            run(command);
        } catch (UncheckedIOException e) {
            // Without root it can't make device nodes and says so with its exit status.
            Assumptions.assumeTrue(Files.isDirectory(target), "unsquashfs could not read " + image);
        }
        return target;
    }

    /// Unpacks a tar.xz into `into`.
    public static Path tarXz(Path archive, Path into) {
        needs("tar", "xz");
        run("tar", "-xJf", "" + archive, "-C", "" + into, "--no-same-owner", "--exclude=dev/*");
        return into;
    }
}
