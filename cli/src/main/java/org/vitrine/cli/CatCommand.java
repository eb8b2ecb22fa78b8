package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrine.centre.Opening;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Run;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cat`: writes the bytes of one artifact.
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = "Writes the bytes of one artifact to standard output.",
        footer = {
            "",
            "A dossier holds facts, not contents: the release is opened again, from where run.json says it was,",
            "and must have the SHA-256 that was examined. On a terminal, what is not printable is shown as \\xNN.",
            "Exit codes: 0 written; 2 wrong call; 3 unreadable, or no such path.",
            "",
            "Examples:",
            "  vitrine cat fw.dossier squashfs@1049088/etc/inittab",
            "  vitrine cat fw.bin squashfs@1049088/usr/sbin/telnetd > telnetd"
        })
final class CatCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DOSSIER|FILE", description = "A dossier, or the release itself.")
    private Path input = Path.of("");

    @Parameters(index = "1", paramLabel = "PATH", description = "The artifact's path, as `tree` prints it.")
    private String path = "";

    @Override
    public Integer call() throws IOException, DossierRefused {
        try (Opening opening = Opening.of(input, Run.standard())) {
            Optional<Artifact> artifact = opening.tree().artifacts().stream()
                    .filter(candidate -> candidate.path().equals(path.equals(".") ? "" : path))
                    .findFirst();
            if (artifact.isEmpty()) {
                return Vitrine.complain(Vitrine.UNREADABLE, path + ": no such path in this release");
            }
            write(opening.tree().content(artifact.get()));
            return Vitrine.OK;
        }
    }

    private static void write(Bytes content) {
        boolean shown = Terminal.isWatched();
        byte[] buffer = new byte[1 << 16];
        for (long at = 0; at < content.size(); ) {
            int count = content.copyAvailable(at, buffer, 0, buffer.length);
            if (shown) {
                int start = 0;
                for (int i = 0; i <= count; i++) {
                    if (i == count || buffer[i] == '\n') {
                        Terminal.OUT.print(Display.text(java.util.Arrays.copyOfRange(buffer, start, i)));
                        Terminal.OUT.print(i < count ? "\n" : "");
                        start = i + 1;
                    }
                }
            } else {
                Terminal.OUT.write(buffer, 0, count);
            }
            at += count;
        }
    }
}
