package org.vitrine.inspect.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command of a script stands in: a branch of an `if` or `case`, a loop, a group, a function's body.
///
/// @param kind which of these
/// @param subject the function's name; the word a `case` looks at; else empty
/// @param branches of an IF the one test of each branch as words, without any for `else`; of a CASE the patterns of
///     each branch
/// @param branch which branch this is, from 0
/// @param outer what it stands in itself
public record Block(
        Kind kind,
        String subject,
        List<List<String>> branches,
        int branch,
        @Nullable Block outer) {
    /// Stands for a test that is more than one simple command.
    static final List<String> UNDECIDABLE = List.of("?");

    /// The kinds of blocks.
    public enum Kind {
        FUNCTION,
        /// Also what stands behind `&&`.
        IF,
        CASE,
        /// Run perhaps never: the body of a loop, what stands behind `||`, a condition of an `elif`.
        PERHAPS,
        /// Run whenever it is met: braces, the condition of an `if`, the body of a `for` or an endless loop.
        GROUP,
        SUBSHELL
    }

    /// How many blocks it stands in.
    int depth() {
        int depth = 0;
        for (Block at = outer; at != null; at = at.outer) {
            depth++;
        }
        return depth;
    }

    static Block of(Kind kind, String subject, @Nullable Block outer) {
        return new Block(kind, subject, List.of(), 0, outer);
    }
}
