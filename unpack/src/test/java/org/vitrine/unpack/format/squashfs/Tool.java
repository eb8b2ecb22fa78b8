package org.vitrine.unpack.format.squashfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Programs that somebody else wrote, run to make images and to read them.
final class Tool {
    private Tool() {}

    /// Runs a program in `folder` and gives what it writes; a missing one aborts the test.
    static byte[] run(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Assumptions.abort("needs " + command.getFirst() + ": " + e.getMessage());
        }
        process.getOutputStream().close();
        byte[] written = process.getInputStream().readAllBytes();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
        return written;
    }

    /// Runs a script of the Bourne shell.
    static byte[] script(Path folder, String script) throws IOException, InterruptedException {
        return run(folder, List.of("sh", "-e", "-c", script));
    }
}
