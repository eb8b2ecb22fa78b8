package org.vitrine.unpack.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.testing.Tool;

/// Who reads an image again: Vitrine, or a program that writes its files to the disk, as root.
enum Reader {
    VITRINE("vitrine"),
    SEVEN_ZIP("7z"),
    BINWALK("binwalk");

    /// The other ones.
    static final List<Reader> PEERS = List.of(SEVEN_ZIP, BINWALK);

    private static final int ROUNDS = 4;
    private static final int MOST_FILES = 20;

    private final String title;

    Reader(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// Lets it extract the file `out` of a folder; where to is said, and may be empty afterwards.
    Path extract(Path room) throws IOException {
        Path to = Files.createDirectory(room.resolve("by-" + title));
        if (this == BINWALK) {
            run("timeout 120 binwalk --run-as=root -Me -q -C by-binwalk out", room);
            return to;
        }
        run("timeout 120 7z x -y -oby-7z out", room);
        // It opens one layer a time: whatever came out is given to it again, until the folder is there.
        for (int round = 1; round < ROUNDS && Seen.below(to).isEmpty(); round++) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(to)) {
                files = all.filter(Files::isRegularFile)
                        .sorted()
                        .limit(MOST_FILES)
                        .toList();
            }
            for (Path file : files) {
                Tool.of("timeout", "120", "7z", "x", "-y", "-o" + file + ".opened", file.toString())
                        .in(room)
                        .run();
            }
        }
        return to;
    }

    private static void run(String command, Path room) {
        Tool.of("sh", "-c", command).in(room).run();
    }
}
