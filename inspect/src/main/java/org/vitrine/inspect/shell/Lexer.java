package org.vitrine.inspect.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Splits a shell script into tokens: POSIX.1-2017 XCU 2.3, with here-documents taken out. Works on one character
/// for each byte. Never fails: a quote that nobody closes ends with its line.
final class Lexer {
    /// Deeper substitutions than any script has; what is deeper counts as plain text.
    private static final int MAXIMUM_NESTING = 64;

    private static final List<String> OPERATORS =
            List.of("<<<", "<<-", "&>>", ";;&", "&&", "||", ";;", ";&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "|&");

    private final String script;
    private final Deque<HereDocument> hereDocuments = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private boolean stripTabs;
    private boolean delimiterFollows;
    /// Once a quote was found open at the end of the script, no further word may pass its line: keeps it linear.
    private boolean broken;

    private record HereDocument(String delimiter, boolean stripTabs) {}

    private Lexer(String script) {
        this.script = script;
    }

    /// All tokens of a script; the last is of kind END.
    static List<Token> tokens(String script) {
        Lexer lexer = new Lexer(script);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlanks();
        int start = at;
        int startLine = line;
        if (at >= script.length()) {
            return new Token(Token.Kind.END, "", at, at, line);
        }
        char c = script.charAt(at);
        if (c == '\n') {
            at++;
            line++;
            skipHereDocuments();
            return new Token(Token.Kind.NEWLINE, "\n", start, start + 1, startLine);
        }
        if (c == '#') {
            at = lineEnd(at);
            return new Token(Token.Kind.COMMENT, script.substring(start, at), start, at, startLine);
        }
        String operator = operator();
        if (!operator.isEmpty()) {
            at += operator.length();
            delimiterFollows = operator.equals("<<") || operator.equals("<<-");
            stripTabs = operator.equals("<<-");
            return new Token(Token.Kind.OPERATOR, operator, start, at, startLine);
        }
        at = wordEnd(at);
        String text = script.substring(start, at);
        for (int i = start; i < at; i++) {
            if (script.charAt(i) == '\n') {
                line++;
            }
        }
        if (delimiterFollows) {
            delimiterFollows = false;
            hereDocuments.add(new HereDocument(text.replaceAll("[\"'\\\\]", ""), stripTabs));
        }
        return new Token(Token.Kind.WORD, text, start, at, startLine);
    }

    private void skipBlanks() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '\\' && at + 1 < script.length() && script.charAt(at + 1) == '\n') {
                at += 2;
                line++;
            } else if (script.startsWith("\\\r\n", at)) {
                at += 3;
                line++;
            } else {
                return;
            }
        }
    }

    private void skipHereDocuments() {
        while (!hereDocuments.isEmpty() && at < script.length()) {
            HereDocument document = hereDocuments.remove();
            while (at < script.length()) {
                int end = lineEnd(at);
                String text = script.substring(at, end);
                at = Math.min(script.length(), end + 1);
                line++;
                int skip = 0;
                while (document.stripTabs && skip < text.length() && text.charAt(skip) == '\t') {
                    skip++;
                }
                String bare = text.endsWith("\r")
                        ? text.substring(skip, Math.max(skip, text.length() - 1))
                        : text.substring(skip);
                if (bare.equals(document.delimiter)) {
                    break;
                }
            }
        }
    }

    private String operator() {
        for (String operator : OPERATORS) {
            if (script.startsWith(operator, at)) {
                return operator;
            }
        }
        char c = script.charAt(at);
        return "&|;<>()".indexOf(c) >= 0 ? String.valueOf(c) : "";
    }

    private int lineEnd(int from) {
        int end = script.indexOf('\n', from);
        return end < 0 ? script.length() : end;
    }

    private int wordEnd(int from) {
        int limit = broken ? lineEnd(from) : script.length();
        int end = scan(from, limit);
        if (end >= 0) {
            return end;
        }
        broken = true;
        return Math.max(from + 1, lineEnd(from));
    }

    /// The end of the word at `from`; -1 when a quote in it stays open up to `limit`.
    private int scan(int from, int limit) {
        Deque<Character> open = new ArrayDeque<>();
        int i = from;
        while (i < limit) {
            char c = script.charAt(i);
            char closer = open.isEmpty() ? 0 : open.peek();
            if (c == '\\') {
                i += 2;
                continue;
            }
            if (closer == 0 && (c == ' ' || c == '\t' || c == '\n' || "&|;<>()".indexOf(c) >= 0)) {
                return i;
            }
            if (closer == 0 && c == '\r' && (i + 1 >= limit || script.charAt(i + 1) == '\n')) {
                return i;
            }
            if (closer != 0 && c == closer) {
                open.pop();
            } else if (c == '\'' && closer != '"') {
                int quote = script.indexOf('\'', i + 1);
                if (quote < 0 || quote >= limit) {
                    return -1;
                }
                i = quote;
            } else if (open.size() < MAXIMUM_NESTING) {
                i += push(open, c, closer, i, limit);
            }
            i++;
        }
        return open.isEmpty() ? Math.min(i, limit) : -1;
    }

    private int push(Deque<Character> open, char c, char closer, int i, int limit) {
        char following = i + 1 < limit ? script.charAt(i + 1) : 0;
        if (c == '$' && (following == '(' || following == '{')) {
            open.push(following == '(' ? ')' : '}');
            return 1;
        }
        if (c == '`') {
            open.push('`');
        } else if (c == '"') {
            open.push('"');
        } else if (c == '(' && closer == ')') {
            open.push(')');
        }
        return 0;
    }
}
