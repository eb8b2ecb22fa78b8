package org.vitrine.centre;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vitrine.evidence.Run;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;

/// `run.json`: what one run was called with, when and where. The only file of a dossier that differs between two
/// laboratories that hold the same bytes; outside of every digest.
final class RunRecord {
    private static final String FILE = "run.json";
    private static final int LONGEST = 1 << 20;

    private RunRecord() {}

    static void write(Path folder, Path input, Run run, long nanoseconds) throws IOException {
        Path absolute = input.toAbsolutePath().normalize();
        Json json = Json.object()
                .put("name", Json.of(String.valueOf(absolute.getFileName())))
                .put("path", Json.of(absolute.toString()))
                .put(
                        "finished",
                        Json.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()))
                .put("milliseconds", Json.of(nanoseconds / 1_000_000))
                .put("threads", Json.of(run.threads()))
                .put("host", Json.of(host()))
                .put("java", Json.of(System.getProperty("java.runtime.version", "")))
                .put("system", Json.of(System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "")))
                .build();
        Files.writeString(folder.resolve(FILE), json.pretty());
    }

    /// Where the release was that a dossier was made of.
    ///
    /// @throws IOException when the record is missing or isn't one
    static Path releaseOf(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            if (Files.size(file) < LONGEST
                    && Json.parse(Files.readString(file), LONGEST, 8) instanceof Json.Members record
                    && record.members().get("path") instanceof Json.Text path) {
                return Path.of(path.text());
            }
        } catch (NotJson e) {
            throw new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
        }
        throw new FileSystemException(file.toString(), null, "does not say where the release was");
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
