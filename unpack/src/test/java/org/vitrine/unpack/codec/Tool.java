package org.vitrine.unpack.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A command somebody else wrote, run as an oracle; where it isn't installed the test is aborted, and names it.
public final class Tool {
    private Tool() {}

    /// What the command writes to its standard output, fed with `input`.
    public static byte[] run(byte[] input, String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread feeder = Thread.ofVirtual().start(() -> feed(process, input));
            byte[] output;
            try (InputStream stream = process.getInputStream()) {
                output = stream.readAllBytes();
            }
            feeder.join();
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed");
            }
            return output;
        } catch (IOException e) {
            return Assumptions.abort("this test needs the command " + command[0]);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What the command writes, as text.
    public static String text(String... command) {
        return new String(run(new byte[0], command), StandardCharsets.UTF_8);
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException e) {
            // The command stopped reading; its exit code tells whether that was right.
        }
    }
}
