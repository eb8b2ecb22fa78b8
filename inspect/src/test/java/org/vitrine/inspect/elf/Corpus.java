package org.vitrine.inspect.elf;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The corpus of real releases, where there is one, unpacked by tools that somebody else wrote.
final class Corpus {
    private Corpus() {}

    /// Its folder: VITRINE_CORPUS, else `shared/corpus` beside this project. Ends the test where there is none.
    static Path folder() {
        String named = System.getenv("VITRINE_CORPUS");
        if (named != null) {
            Assumptions.assumeTrue(Files.isDirectory(Path.of(named)), "VITRINE_CORPUS names no folder: " + named);
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolve("shared/corpus");
            if (Files.isDirectory(beside)) {
                return beside;
            }
        }
        return Assumptions.abort("no corpus: set VITRINE_CORPUS or lay it at ../shared/corpus");
    }

    /// Ends the test where one of these programs is missing.
    static void requireTools(String... tools) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(":", -1);
        for (String tool : tools) {
            boolean there = Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            Assumptions.assumeTrue(there, "the program " + tool + " is missing");
        }
    }

    /// Unpacks the root file systems and the squashfs of the images, and names every regular file, in a fixed
    /// order.
    static List<Path> extract(Path corpus, Path into) throws IOException, InterruptedException {
        try (Stream<Path> archives = Files.list(corpus.resolve("rootfs"))) {
            for (Path archive : archives.sorted().toList()) {
                Path folder = into.resolve(archive.getFileName().toString());
                Files.createDirectory(folder);
                run("tar", "-xf", archive.toString(), "-C", folder.toString(), "--no-same-owner", "--exclude=dev/*");
            }
        }
        Map<String, Path> images = images(corpus.resolve("firmware"));
        try (Stream<Path> truths = Files.list(corpus.resolve("truth/filesystems"))) {
            for (Path truth : truths.sorted().toList()) {
                String name = truth.getFileName().toString().replaceFirst("\\.tsv\\.gz$", "");
                int mark = name.lastIndexOf('@');
                String image = images.getOrDefault(name.substring(0, mark), Path.of("missing"))
                        .toString();
                String folder = into.resolve(name).toString();
                run("unsquashfs", "-q", "-n", "-no-xattrs", "-ig", "-o", name.substring(mark + 1), "-d", folder, image);
            }
        }
        return files(into);
    }

    /// Unpacks some files of one image, named as its truth is: `image@offset`. Those it holds are given back.
    static List<Path> some(Path corpus, Path into, String image, String... wanted)
            throws IOException, InterruptedException {
        int mark = image.lastIndexOf('@');
        Path file = images(corpus.resolve("firmware")).getOrDefault(image.substring(0, mark), Path.of("missing"));
        Path folder = into.resolve(image);
        List<String> command = new ArrayList<>(List.of("unsquashfs", "-q", "-n", "-no-xattrs", "-ig", "-follow"));
        command.addAll(List.of("-o", image.substring(mark + 1), "-d", folder.toString(), file.toString()));
        command.addAll(List.of(wanted));
        run(command.toArray(String[]::new));
        return Stream.of(wanted)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Map<String, Path> images(Path firmware) throws IOException {
        Map<String, Path> images = new HashMap<>();
        for (Path file : files(firmware)) {
            images.put(file.getFileName().toString(), file);
        }
        return images;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && Files.isReadable(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Without root's rights a folder of mode 0 stays closed.
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /// Device nodes can't be made without root's rights, so the exit code tells nothing.
    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
