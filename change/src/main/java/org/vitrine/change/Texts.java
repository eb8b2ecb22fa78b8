package org.vitrine.change;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrine.change.text.TextChanges;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

/// Which files are told as texts: those whose content differs, and behind them the small ones that came or went and
/// that something is run or set by: scripts, services, configuration.
///
/// @param before the tree of the older release
/// @param after that of the newer one
/// @param contents what is in their files
record Texts(Side before, Side after, Contents contents) {
    /// A larger file that came or went is told by its row alone.
    private static final long SMALL = 64 << 10;

    private static final byte[] SCRIPT = {'#', '!'};

    private static final Pattern SETS = Pattern.compile("(^|/)(etc|init\\.d|rc\\.d|systemd|udev|cron[^/]*|pam\\.d"
            + "|modprobe\\.d|sysctl\\.d|dbus-1|cgi-bin|hotplug[^/]*)/"
            + "|\\.(conf|cfg|cnf|config|ini|properties|service|socket|timer|target|mount|rules|desktop"
            + "|sh|lua|py|pl|php|rb|tcl|awk|cgi|uc|json|xml|ya?ml|toml|env|policy)$");

    /// The pairs to compare; of a file that came or went one side is empty.
    List<TextChanges.Pair> of(List<Change> changes) {
        List<Change> files = changes.stream()
                .filter(change -> change.opened() == Change.Opened.NO)
                .toList();
        return Stream.concat(
                        files.stream().filter(Texts::differs),
                        files.stream().filter(Texts::isAlone).filter(this::isRunOrRead))
                .map(change -> new TextChanges.Pair(
                        change.oldArtifact(),
                        change.newArtifact(),
                        change.path(),
                        () -> old(change),
                        () -> current(change)))
                .toList();
    }

    private static boolean differs(Change change) {
        return (change.kind() == ChangeKind.CHANGED || change.kind() == ChangeKind.MOVED)
                && !change.oldSha256().equals(change.newSha256())
                && !change.oldSha256().equals(Digest.NONE)
                && !change.newSha256().equals(Digest.NONE);
    }

    private static boolean isAlone(Change change) {
        long size = Math.max(change.oldSize(), change.newSize());
        boolean isFile = !change.oldSha256().equals(change.newSha256());
        return isFile
                && (change.kind() == ChangeKind.ADDED || change.kind() == ChangeKind.REMOVED)
                && size > 0
                && size <= SMALL;
    }

    private boolean isRunOrRead(Change change) {
        return SETS.matcher(change.path()).find()
                || old(change).matches(0, SCRIPT)
                || current(change).matches(0, SCRIPT);
    }

    private Bytes old(Change change) {
        return change.oldArtifact() < 0 ? Bytes.EMPTY : contents.old(before.artifact(change.oldArtifact()));
    }

    private Bytes current(Change change) {
        return change.newArtifact() < 0 ? Bytes.EMPTY : contents.current(after.artifact(change.newArtifact()));
    }
}
