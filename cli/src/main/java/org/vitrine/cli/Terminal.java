package org.vitrine.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where output goes, and what may be done there.
final class Terminal {
    private static final Spout OUTPUT = new Spout(new FileOutputStream(FileDescriptor.out));
    private static final Spout ERRORS = new Spout(new FileOutputStream(FileDescriptor.err));

    /// Standard output in UTF-8, buffered; to be flushed at the end.
    static final PrintStream OUT =
            new PrintStream(new BufferedOutputStream(OUTPUT, 1 << 16), false, StandardCharsets.UTF_8);

    /// The error stream in UTF-8.
    static final PrintStream ERR = new PrintStream(ERRORS, true, StandardCharsets.UTF_8);

    private Terminal() {}

    /// Sends both streams elsewhere, for somebody in this process who listens.
    static void redirect(OutputStream output, OutputStream errors) {
        OUTPUT.end = output;
        ERRORS.end = errors;
    }

    /// A stream whose other end can be changed.
    private static final class Spout extends OutputStream {
        private volatile OutputStream end;

        Spout(OutputStream end) {
            this.end = end;
        }

        @Override
        public void write(int value) throws IOException {
            end.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            end.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            end.flush();
        }
    }

    /// Whether somebody watches: input and output are a terminal.
    // Which console the JDK makes, and so whether it makes one for a pipe, has changed from release to release.
    @SuppressWarnings(
            "SystemConsoleNull") // it is null here, whatever JDK 22 promised: without a terminal on both sides
    static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Columns that rows may take: the terminal's where it says so, and plenty where nobody watches.
    static int width() {
        if (!isWatched()) {
            return 10_000;
        }
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 160;
    }

    /// Whether colours may be used: a terminal that can, and nobody said no (no-color.org).
    static boolean colours() {
        Map<String, String> environment = System.getenv();
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return !refused && isWatched() && !"dumb".equals(environment.get("TERM"));
    }

    /// Text in a colour of the terminal's own palette, or plain where colours may not be used.
    static String colour(Ink ink, String text) {
        return colours() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }

    /// The few colours in use; never the only sign of anything.
    enum Ink {
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        GREY("90"),
        BOLD("1");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }
}
