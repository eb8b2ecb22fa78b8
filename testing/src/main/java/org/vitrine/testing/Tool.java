package org.vitrine.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A command that somebody else wrote, run as an oracle in the locale C and in UTC. Where it isn't installed the
/// test is skipped and names it, or fails where `VITRINE_CORPUS_IS` is `required`.
public final class Tool {
    /// Far beyond what any of them takes on a busy machine.
    private static final long SECONDS = 300;

    private final List<String> command;
    private Path folder = Path.of("").toAbsolutePath();
    private byte[] input = {};

    private Tool(List<String> command) {
        this.command = List.copyOf(command);
    }

    /// A command that is not yet run: the program, then its arguments.
    public static Tool of(String... command) {
        return of(List.of(command));
    }

    /// The same.
    public static Tool of(List<String> command) {
        needs(command.getFirst());
        return new Tool(command);
    }

    /// What a command writes when it is fed with `input`; fails the test when it ends with anything but 0.
    public static byte[] bytes(byte[] input, String... command) {
        return of(command).fed(input).succeed().bytes();
    }

    /// What a command writes when it runs in a folder; fails the test when it ends with anything but 0.
    public static byte[] bytesIn(Path folder, String... command) {
        return of(command).in(folder).succeed().bytes();
    }

    /// What a command writes, as UTF-8; fails the test when it ends with anything but 0.
    public static String text(String... command) {
        return of(command).succeed().text();
    }

    /// Ends the test unless all these programs are on the path.
    public static void needs(String... programs) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        for (String program : programs) {
            if (Stream.of(folders).noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                throw Missing.named("the program " + program);
            }
        }
    }

    /// Runs it in a folder.
    public Tool in(Path where) {
        folder = where;
        return this;
    }

    /// Gives it these bytes as its standard input.
    public Tool fed(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    /// Runs it; fails the test when it ends with anything but 0.
    public Answer succeed() {
        Answer answer = run();
        if (answer.code() != 0) {
            throw new AssertionError(this + " ended with " + answer.code() + ": " + answer.errors());
        }
        return answer;
    }

    /// Runs it, whatever code it ends with; fails the test when it doesn't end.
    public Answer run() {
        try {
            Path room = Files.createTempDirectory("tool");
            Path in = room.resolve("in");
            Path out = room.resolve("out");
            Path errors = room.resolve("errors");
            try {
                Files.write(in, input);
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile());
                builder.environment().put("LC_ALL", "C");
                builder.environment().put("TZ", "UTC");
                Process process = builder.start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(this + " did not end in " + SECONDS + " seconds");
                }
                return new Answer(process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(errors));
            } finally {
                for (Path file : List.of(in, out, errors, room)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(this + " was interrupted", e);
        }
    }

    /// The command line, shortened where it is long.
    @Override
    public String toString() {
        String line = String.join(" ", command);
        return line.length() > 500 ? line.substring(0, 500) + " …" : line;
    }

    /// What a command said.
    public static final class Answer {
        private final int code;
        private final byte[] bytes;
        private final byte[] errors;

        private Answer(int code, byte[] bytes, byte[] errors) {
            this.code = code;
            this.bytes = bytes;
            this.errors = errors;
        }

        /// The code it ended with.
        public int code() {
            return code;
        }

        /// Its standard output.
        public byte[] bytes() {
            return bytes.clone();
        }

        /// Its standard output as UTF-8.
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /// Its standard error as UTF-8.
        public String errors() {
            return new String(errors, StandardCharsets.UTF_8);
        }
    }
}
