package org.vitrine.inspect.shell;

import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Location;

/// A simple command that is run when a script is run, with how it was reached.
///
/// @param run numbers the scripts run, each call a number of its own
/// @param depth how many scripts called one another to get here; 0 for the one that init itself runs
/// @param script the file it stands in
/// @param path that file's path from the root
/// @param command the command
/// @param words its words, expanded as far as their values are known
/// @param uncertain in how many blocks it stands that may not be run
/// @param comment whether it is a comment instead: what it would do isn't done
/// @param called whether it calls another script that was followed
/// @param chain the files and lines from init to this script, without this line
public record Step(
        int run,
        int depth,
        Artifact script,
        String path,
        Command command,
        List<String> words,
        int uncertain,
        boolean comment,
        boolean called,
        String chain) {
    /// Copies the words.
    public Step {
        words = List.copyOf(words);
    }

    /// The chain with this line at its end.
    public String reason() {
        String line = chain + "; line " + command.line();
        if (comment) {
            return line + " is commented out";
        }
        return uncertain > 0 ? line + ", conditional" : line;
    }

    /// The same step, with other words.
    public Step with(List<String> others) {
        return new Step(run, depth, script, path, command, others, uncertain, comment, called, chain);
    }

    /// The command's bytes.
    public Location location() {
        Digest content = script.sha256();
        return new Location(content, command.offset(), command.length());
    }
}
