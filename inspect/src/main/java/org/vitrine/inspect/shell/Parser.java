package org.vitrine.inspect.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the tokens of a script into its simple commands, each with the block it stands in. Lenient: what is no
/// correct shell gives the commands that can be made out.
final class Parser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:+-]*");
    private static final int MAXIMUM_DEPTH = 100;
    /// The value that the variable of a loop is given: none that could be told.
    static final String LOOP = "$(for)";

    private final String script;
    private final List<Token> tokens;
    private final List<Command> commands = new ArrayList<>();
    private final Deque<Compound> open = new ArrayDeque<>();
    private final List<Token> comments = new ArrayList<>();
    private int at;
    /// What `&&` and `||` put around the next pipeline.
    private @Nullable Block list;
    private int pipelineStart;
    /// A function's name was read, its body follows.
    private String function = "";
    /// The place in the list of the command that a `!` stands before.
    private int negated = -1;

    private Parser(String script) {
        this.script = script;
        this.tokens = new ArrayList<>();
        for (Token token : Lexer.tokens(script)) {
            if (token.kind() == Token.Kind.COMMENT) {
                comments.add(token);
            } else {
                tokens.add(token);
            }
        }
    }

    /// What a parser gives back.
    record Result(List<Command> commands, List<Token> comments) {}

    static Result parse(String script) {
        Parser parser = new Parser(script);
        parser.all();
        return new Result(parser.commands, parser.comments);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private @Nullable Block here() {
        if (list != null) {
            return list;
        }
        return enclosing();
    }

    private @Nullable Block enclosing() {
        return open.isEmpty() ? null : open.element().block;
    }

    private void all() {
        while (peek().kind() != Token.Kind.END) {
            Token token = peek();
            switch (token.kind()) {
                case NEWLINE -> {
                    at++;
                    // A line may end behind && and ||, the list goes on.
                    if (at < 2 || !continues(tokens.get(at - 2))) {
                        endList();
                    }
                }
                case OPERATOR -> operator(token);
                case WORD -> {
                    if (!reserved(token)) {
                        simple();
                    }
                }
                default -> at++;
            }
        }
    }

    private static boolean continues(Token token) {
        return token.is("&&") || token.is("||") || token.is("|");
    }

    private void endList() {
        list = null;
        pipelineStart = commands.size();
    }

    private void operator(Token token) {
        at++;
        switch (token.text()) {
            case ";" -> endList();
            case "&" -> {
                background();
                endList();
            }
            case "&&" -> {
                Block around = here();
                list = around == null || around.depth() < MAXIMUM_DEPTH
                        ? new Block(Block.Kind.IF, "", List.of(test(pipelineStart)), 0, around)
                        : Block.of(Block.Kind.PERHAPS, "", enclosing());
                pipelineStart = commands.size();
            }
            case "||" -> {
                list = Block.of(Block.Kind.PERHAPS, "", enclosing());
                pipelineStart = commands.size();
            }
            case ";;", ";&", ";;&" -> {
                endList();
                nextPattern();
            }
            case "(" -> push(")", Block.Kind.SUBSHELL, "");
            case ")" -> close(")");
            case "|", "|&" -> {}
            default -> {
                // A redirection of a compound command: its target is no command.
                if (peek().kind() == Token.Kind.WORD) {
                    at++;
                }
            }
        }
    }

    /// Marks the simple commands of the pipeline that an `&` ends, not those inside of its groups.
    @SuppressWarnings("ReferenceEquality")
    private void background() {
        Block block = here();
        for (int i = pipelineStart; i < commands.size(); i++) {
            Command command = commands.get(i);
            if (command.block() == block) {
                commands.set(i, command.inBackground());
            }
        }
    }

    private void push(String closer, Block.Kind kind, String subject) {
        Block.Kind inner = function.isEmpty() ? kind : Block.Kind.FUNCTION;
        String name = function.isEmpty() ? subject : function;
        function = "";
        Block block = Block.of(inner, name, here());
        if (open.size() < MAXIMUM_DEPTH) {
            open.push(new Compound(closer, block, list, pipelineStart));
        }
        list = null;
        pipelineStart = commands.size();
    }

    private void close(String closer) {
        for (Compound candidate : open) {
            if (candidate.closer.equals(closer)) {
                Compound popped;
                do {
                    popped = open.pop();
                } while (!popped.equals(candidate));
                list = candidate.list;
                pipelineStart = candidate.pipelineStart;
                return;
            }
        }
    }

    private boolean reserved(Token token) {
        switch (token.text()) {
            case "if" -> {
                at++;
                push("fi", Block.Kind.GROUP, "");
                condition();
            }
            case "elif" -> {
                at++;
                branch(Block.Kind.PERHAPS);
                condition();
            }
            case "then" -> {
                at++;
                then();
            }
            case "else" -> {
                at++;
                otherwise();
            }
            case "while", "until" -> {
                at++;
                push("done", Block.Kind.GROUP, "");
                condition();
            }
            case "for", "select" -> loop();
            case "do" -> {
                at++;
                body();
            }
            case "case" -> choice();
            case "{" -> {
                at++;
                push("}", Block.Kind.GROUP, "");
            }
            case "fi", "done", "esac", "}" -> {
                at++;
                close(token.text());
            }
            case "!" -> {
                at++;
                negated = commands.size();
            }
            case "time" -> at++;
            case "function" -> {
                at++;
                if (peek().kind() == Token.Kind.WORD) {
                    function = peek().text();
                    at++;
                }
                skipParentheses();
                skipNewlines();
            }
            default -> {
                if (peek(1).is("(")
                        && peek(2).is(")")
                        && NAME.matcher(token.text()).matches()) {
                    function = token.text();
                    at += 3;
                    skipNewlines();
                    return true;
                }
                return false;
            }
        }
        return true;
    }

    private void skipParentheses() {
        if (peek().is("(") && peek(1).is(")")) {
            at += 2;
        }
    }

    private void skipNewlines() {
        while (peek().kind() == Token.Kind.NEWLINE) {
            at++;
        }
    }

    private void condition() {
        if (!open.isEmpty()) {
            open.element().conditionStart = commands.size();
        }
    }

    /// The one simple command since `start` as a test; what is more can't be decided.
    private List<String> test(int start) {
        return commands.size() == start + 1 && negated != start
                ? commands.getLast().words()
                : Block.UNDECIDABLE;
    }

    private @Nullable Compound top(String closer) {
        endList();
        Compound top = open.peek();
        return top != null && top.closer.equals(closer) ? top : null;
    }

    private void branch(Block.Kind kind) {
        Compound top = top("fi");
        if (top != null) {
            top.block = top.branch(kind);
        }
    }

    private void then() {
        Compound top = top("fi");
        if (top != null) {
            top.branches.add(test(top.conditionStart));
            top.block = top.branch(Block.Kind.IF);
        }
    }

    private void otherwise() {
        Compound top = top("fi");
        if (top != null) {
            top.branches.add(List.of());
            top.block = top.branch(Block.Kind.IF);
        }
    }

    private void loop() {
        at++;
        String name = peek().kind() == Token.Kind.WORD ? peek().text() : "";
        // Keeps the name known as one that is assigned, without a value.
        commandAt(peek(), List.of(name + "=" + LOOP), List.of());
        while (peek().kind() == Token.Kind.WORD) {
            if (peek().isWord("do")) {
                break;
            }
            at++;
        }
        push("done", Block.Kind.GROUP, "for");
    }

    private void commandAt(Token token, List<String> assignments, List<String> words) {
        commands.add(new Command(
                token.line(),
                token.start(),
                token.end() - token.start(),
                "",
                assignments,
                words,
                List.of(),
                false,
                here()));
    }

    private void body() {
        Compound top = top("done");
        if (top == null || top.block.subject().equals("for")) {
            return;
        }
        List<String> test = test(top.conditionStart);
        boolean endless =
                test.equals(List.of("true")) || test.equals(List.of(":")) || test.equals(List.of("[", "1", "]"));
        top.block = top.branch(endless ? Block.Kind.GROUP : Block.Kind.PERHAPS);
    }

    private void choice() {
        at++;
        String subject = "";
        if (peek().kind() == Token.Kind.WORD) {
            subject = peek().text();
            at++;
        }
        push("esac", Block.Kind.CASE, subject);
        skipNewlines();
        if (peek().isWord("in")) {
            at++;
        }
        nextPattern();
    }

    private void nextPattern() {
        Compound top = open.peek();
        if (top == null || !top.closer.equals("esac")) {
            return;
        }
        skipNewlines();
        if (peek().isWord("esac")) {
            return;
        }
        if (peek().is("(")) {
            at++;
        }
        List<String> patterns = new ArrayList<>();
        while (peek().kind() == Token.Kind.WORD || peek().is("|")) {
            if (peek().kind() == Token.Kind.WORD) {
                patterns.add(peek().text());
            }
            at++;
        }
        if (peek().is(")")) {
            at++;
        }
        top.branches.add(patterns);
        top.block = top.branch(Block.Kind.CASE);
    }

    private void simple() {
        SimpleCommand command = SimpleCommand.read(script, tokens, at, here());
        commands.add(command.command());
        at = command.next();
    }
}
