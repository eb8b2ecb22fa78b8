package org.vitrine.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `completion`: a script that lets a shell complete commands and options.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Writes a script that lets a shell complete Vitrine's commands and options.",
        footer = {
            "",
            "The script completes the word 'vitrine'; have it on the path.",
            "Exit codes: 0 written; 2 wrong call.",
            "",
            "Examples:",
            "  source <(vitrine completion bash)",
            "  vitrine completion zsh > ~/.vitrine-completion; source ~/.vitrine-completion"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.BASH;

    /// The shells that understand it.
    enum Shell {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("vitrine", Vitrine.line());
        Terminal.OUT.print(
                switch (shell) {
                    case BASH -> script;
                    // The script takes bash's way of completing with it, but needs zsh's own to be
                    // there.
                    case ZSH -> "autoload -Uz compinit && compinit -u\n" + script;
                });
        return Vitrine.OK;
    }
}
