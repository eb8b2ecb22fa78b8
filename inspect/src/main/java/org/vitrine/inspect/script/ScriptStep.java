package org.vitrine.inspect.script;

import org.vitrine.evidence.Column;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Table;

/// A command of a shell script, or of cron's table, that somebody should know of.
@Table(
        name = "script_step",
        version = 1,
        about = "A command of a shell script that fetches, sends, lets in or loosens.")
public record ScriptStep(
        @Column("The root file system it is in.") long root,
        @Column("The script.") long artifact,
        @Column("Line in it, from 1.") int line,
        @Column("What it does.") Act act,

        @Column("The command's first word, without its folder.")
        String word,

        @Column("The command as it stands.") String command,

        @Column("ACTIVE where start-up or cron runs it; UNKNOWN where nothing seen does.")
        State state,

        @Column("Why it is: the chain of files and lines from init to here.")
        String reason,

        @Column("The command's bytes.") Location location)
        implements Fact {

    /// What a command does.
    public enum Act {
        /// Fetches something from elsewhere.
        FETCHES,
        /// Sends something elsewhere.
        SENDS,
        /// Fetches something and hands it to an interpreter at once.
        RUNS_WHAT_IT_FETCHES,
        /// Starts a program that lets others in: a shell server, a debugger, a listening pipe.
        LETS_IN,
        /// Takes rules of the packet filter away, or lets everything in by one.
        OPENS_FILTER,
        /// Makes a file system writable.
        REMOUNTS_WRITABLE,
        /// Lets everybody write to a file, or gives a program its owner's rights.
        LOOSENS_MODE,
        /// Writes to the files that decide who may log in.
        WRITES_LOGINS
    }
}
