package org.vitrine.inspect.shell;

/// A token of a shell script: a word as it stands, an operator, the end of a line.
///
/// @param text as it stands, quotes included
/// @param start offset in the script, in bytes
/// @param end offset behind it
/// @param line from 1
record Token(Kind kind, String text, int start, int end, int line) {
    /// POSIX.1-2017 XCU 2.10.1, as far as it matters here.
    enum Kind {
        WORD,
        OPERATOR,
        NEWLINE,
        COMMENT,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
