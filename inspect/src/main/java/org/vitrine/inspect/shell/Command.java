package org.vitrine.inspect.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A simple command of a shell script (POSIX.1-2017 XCU 2.9.1).
///
/// @param line its first line in the script, from 1
/// @param offset its first byte in the script
/// @param length its bytes, from the first word to the last
/// @param text as it stands, printable
/// @param assignments `NAME=value` words before the command, as they stand
/// @param words the command and its arguments, as they stand
/// @param redirects its redirections
/// @param background whether an `&` puts it into the background
/// @param block what it stands in; null at the top of the script
public record Command(
        int line,
        int offset,
        int length,
        String text,
        List<String> assignments,
        List<String> words,
        List<Redirect> redirects,
        boolean background,
        @Nullable Block block) {
    /// Copies the lists.
    public Command {
        assignments = List.copyOf(assignments);
        words = List.copyOf(words);
        redirects = List.copyOf(redirects);
    }

    Command inBackground() {
        return new Command(line, offset, length, text, assignments, words, redirects, true, block);
    }

    /// The name of the function whose body it stands in; empty outside of functions.
    String function() {
        for (Block at = block; at != null; at = at.outer()) {
            if (at.kind() == Block.Kind.FUNCTION) {
                return at.subject();
            }
        }
        return "";
    }
}
