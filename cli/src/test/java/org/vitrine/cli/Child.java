package org.vitrine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A call of the command line in a process of its own, started as `./vitrine` starts it: its exit code, what it
/// wrote, and the most memory of its own that was seen while it ran.
///
/// @param anonymous the highest RssAnon of proc(5), in KiB; 0 where the system doesn't tell
record Child(int code, String output, long anonymous) {
    static Child with(Path room, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-Xss2m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vitrine.cli.Vitrine"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(room, "child-", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long most = 0;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, anonymous(process.pid()));
                if (System.nanoTime() > end) {
                    throw new AssertionError("still running after five minutes: " + String.join(" ", arguments));
                }
            }
        } finally {
            process.destroyForcibly();
        }
        return new Child(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8), most);
    }

    private static long anonymous(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // It has ended, or there is no /proc.
            return 0;
        }
    }
}
