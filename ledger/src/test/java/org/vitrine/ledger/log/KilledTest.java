package org.vitrine.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// Processes that write to a log on a real disk and are killed, and ones whose disk fails because
/// `strace` lets its system calls fail. `-Dkills=200` kills two hundred.
final class KilledTest {
    private static final int KILLS = Integer.getInteger("kills", 10);

    @TempDir
    Path folder;

    /// The checkpoints that were seen, by their size.
    private final Map<Long, String> seen = new HashMap<>();

    private long acknowledged = -1;

    @Test
    void noKillLosesWhatWasAcknowledged() throws Exception {
        Random random = new Random(11);
        int cut = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(List.of(), 1_000_000);
            try (BufferedReader lines = process.inputReader()) {
                String first = lines.readLine();
                assertThat(first).as("kill %d", i).isNotNull().startsWith("index");
                take(first);
                int wanted = random.nextInt(400);
                for (int line = 0; line < wanted; line++) {
                    take(lines.readLine());
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(3000));
                process.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    // The last line may be cut.
                    if (line.matches("index [0-9]+ [0-9]+ [0-9a-f]{64}")) {
                        take(line);
                    }
                }
            }
            process.waitFor();
            cut += verify() > 0 ? 1 : 0;
        }
        System.out.println(KILLS + " kills, " + acknowledged + " statements, " + cut + " cut batches");
    }

    @Test
    void aFailingDiskClosesTheLogAndLosesNothing() throws Exception {
        Assumptions.assumeTrue(mayTrace(), "strace is missing, or may not trace");
        try (Log log = Writing.open(folder.resolve("log"))) {
            acknowledged = log.published().size() - 1;
        }
        for (String call : List.of("fdatasync", "write,pwrite64", "rename,renameat,renameat2", "fsync")) {
            for (String error : List.of("EIO", "ENOSPC")) {
                for (int when : List.of(1, 40)) {
                    String files = folder.resolve("log").toString();
                    Process process = start(
                            List.of(
                                    "strace",
                                    "-f",
                                    "-qq",
                                    "-o",
                                    folder.resolve("trace").toString(),
                                    "-e",
                                    "trace=" + call,
                                    "-P",
                                    files + "/" + Journal.name(0),
                                    "-P",
                                    files + "/temporary/checkpoint",
                                    "-P",
                                    files + "/journal",
                                    "-P",
                                    files + "/" + Index.FOLDER + "/0",
                                    "-P",
                                    files + "/temporary/mark",
                                    "-e",
                                    "inject=" + call + ":error=" + error + ":when=" + when),
                            60);
                    String last = "";
                    try (BufferedReader lines = process.inputReader()) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            last = line;
                            if (line.startsWith("index")) {
                                take(line);
                            }
                        }
                    }
                    process.waitFor();
                    String trace = Files.readString(folder.resolve("trace"));
                    assertThat(trace.contains("(INJECTED)"))
                            .as("%s %s %d", call, error, when)
                            .isEqualTo(last.startsWith("failed"));
                    failures += last.startsWith("failed") ? 1 : 0;
                    verify();
                }
            }
        }
        assertThat(failures).isGreaterThanOrEqualTo(8);
    }

    private int failures;

    private Process start(List<String> before, int most) throws IOException {
        List<String> command = new ArrayList<>(before);
        String path = Stream.of(Writing.class, Log.class, org.jspecify.annotations.Nullable.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .reduce((left, right) -> left + ":" + right)
                .orElseThrow();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                path,
                Writing.class.getName(),
                folder.resolve("log").toString(),
                Integer.toString(most)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private boolean mayTrace() {
        try {
            Process process = new ProcessBuilder(
                            "strace", "-f", "-qq", "-o", folder.resolve("t").toString(), "true")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(String line) {
        String[] words = line.split(" ", -1);
        acknowledged = Math.max(acknowledged, Long.parseLong(words[1]));
        String other = seen.put(Long.parseLong(words[2]), words[3]);
        assertThat(other == null || other.equals(words[3]))
                .as("two checkpoints of %s", words[2])
                .isTrue();
    }

    /// Opens the log, which holds all that was acknowledged at its place.
    ///
    /// @return how many bytes were cut off
    private long verify() throws IOException, Refused {
        try (Log log = Writing.open(folder.resolve("log"))) {
            Published published = log.published();
            assertThat(published.size()).isGreaterThan(acknowledged);
            for (long at = published.size() - 1; at >= 0; at -= 1 + (published.size() - at) / 8) {
                assertThat(published.entry(at)).isEqualTo(Writing.statement(at));
                assertThat(log.find(Writing.statement(at))).isEqualTo(at);
            }
            for (Map.Entry<Long, String> each : seen.entrySet()) {
                assertThat(published.root(each.getKey())).hasToString(each.getValue());
            }
            seen.keySet().removeIf(size -> size % 7 != 0);
            seen.put(published.size(), published.checkpoint().root().toString());
            assertThat(Hash.ofLeaf(published.entry(acknowledged))).isEqualTo(published.leaf(acknowledged));
            return log.recovery().cut();
        }
    }
}
