package org.vitrine.inspect.shell;

/// A redirection of a command.
///
/// @param operator `>`, `>>`, `<` …
/// @param target the word behind it, as it stands
public record Redirect(String operator, String target) {
    /// Whether it writes to its target.
    public boolean writes() {
        return operator.startsWith(">") || operator.startsWith("&>");
    }
}
