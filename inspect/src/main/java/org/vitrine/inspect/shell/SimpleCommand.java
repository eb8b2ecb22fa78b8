package org.vitrine.inspect.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Display;

/// A simple command read from a list of tokens.
///
/// @param next the place of the first token behind it
record SimpleCommand(Command command, int next) {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=(?s:.*)");
    /// Gives nothing back once it has taken it: a script may be nothing but blanks.
    private static final Pattern BLANKS = Pattern.compile("[ \\t]++(?:\\\\\\r?\\n[ \\t]*+)?+|\\\\\\r?\\n[ \\t]*+");
    private static final Pattern TABS = Pattern.compile("\\t+");

    /// The command whose first word is the token at `start`.
    static SimpleCommand read(String script, List<Token> tokens, int start, @Nullable Block block) {
        Token first = tokens.get(start);
        Token last = first;
        List<String> assignments = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        int at = start;
        // The last token is of kind END, so there always is a next one.
        while (true) {
            Token token = tokens.get(at);
            if (token.kind() == Token.Kind.WORD) {
                at++;
                last = token;
                if (words.isEmpty() && ASSIGNMENT.matcher(token.text()).matches()) {
                    assignments.add(token.text());
                } else if (!isDescriptor(token, tokens.get(at))) {
                    words.add(token.text());
                }
            } else if (isRedirect(token)) {
                at++;
                if (tokens.get(at).kind() == Token.Kind.WORD) {
                    last = tokens.get(at++);
                    redirects.add(new Redirect(token.text(), last.text()));
                }
            } else {
                break;
            }
        }
        Command command = new Command(
                first.line(),
                first.start(),
                last.end() - first.start(),
                Display.text(inLine(script.substring(first.start(), last.end())).getBytes(StandardCharsets.ISO_8859_1)),
                assignments,
                words,
                redirects,
                false,
                block);
        return new SimpleCommand(command, at);
    }

    /// A command with a space for each continuation of its line, with the blanks around it, and for each run of tabs.
    private static String inLine(String command) {
        if (command.indexOf('\t') < 0 && command.indexOf('\n') < 0) {
            return command;
        }
        return BLANKS.matcher(command)
                .replaceAll(found -> found.group().indexOf('\n') < 0
                        ? TABS.matcher(found.group()).replaceAll(" ")
                        : " ");
    }

    /// Whether it is the number of a descriptor directly before a redirection: `2>`.
    private static boolean isDescriptor(Token token, Token following) {
        return isRedirect(following)
                && following.start() == token.end()
                && token.text().length() <= 2
                && token.text().chars().allMatch(Character::isDigit);
    }

    private static boolean isRedirect(Token token) {
        return token.kind() == Token.Kind.OPERATOR
                && (token.text().contains("<") || token.text().contains(">"));
    }
}
