package org.vitrine.ledger.tlog;

import java.util.Arrays;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;

/// What a log says of its tree at one size (C2SP tlog-checkpoint): the text of a note that the log
/// signs.
///
/// @param origin the log's identity for good: not empty, one line
/// @param size how many leaves the tree has
/// @param root its root
/// @param extensions further lines, none of them empty. They are signed by Ed25519 but not by
///     ML-DSA-44, no monitor can audit them, and we write none
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final int LEAST_LINES = 3;

    /// A checkpoint of ours or one that was read.
    ///
    /// @throws IllegalArgumentException when the size is negative, or a line empty or more than one
    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (size < 0) {
            throw new IllegalArgumentException("no tree has " + size + " leaves");
        }
        if (!isLine(origin) || !extensions.stream().allMatch(Checkpoint::isLine)) {
            throw new IllegalArgumentException("a checkpoint's lines are not empty and hold no control characters");
        }
    }

    /// A checkpoint without extension lines.
    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /// Reads a note's text; [#text] gives the same again.
    ///
    /// @throws Refused when it is malformed, or the size is beyond 2^63 − 1
    public static Checkpoint parse(String text) throws Refused {
        if (!text.endsWith("\n")) {
            throw new Refused("checkpoint: its last line is not ended");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length < LEAST_LINES) {
            throw new Refused("checkpoint: it has " + lines.length + " lines, not origin, size and root");
        }
        if (!Arrays.stream(lines).allMatch(Checkpoint::isLine)) {
            throw new Refused("checkpoint: a line is empty or holds a control character");
        }
        long size = Decimal.parse(lines[1], "checkpoint: the tree's size");
        Hash root = Base64Text.hash(lines[2], "checkpoint: the root");
        return new Checkpoint(lines[0], size, root, List.of(lines).subList(LEAST_LINES, lines.length));
    }

    /// The note's text.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(root.base64())
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// Checks that this log has only grown since an earlier checkpoint of it. Neither signature is
    /// looked at.
    ///
    /// @param earlier the largest that is known of this log
    /// @param path leads from one tree to the other; empty where the earlier one is
    /// @throws Refused when it is another log, a smaller tree that was shown before, or a fork
    public void checkContinues(Checkpoint earlier, List<Hash> path) throws Refused {
        if (!origin.equals(earlier.origin)) {
            throw new Refused("checkpoint: " + origin + " is another log than " + earlier.origin);
        }
        if (size < earlier.size) {
            throw new Refused("checkpoint: " + size + " leaves after " + earlier.size + " is an old one, replayed");
        }
        if (size == earlier.size && !root.equals(earlier.root)) {
            throw new Refused("checkpoint: " + origin + " forked, it has two trees of " + size + " leaves");
        }
        if (earlier.size > 0 || size == 0) {
            new ConsistencyProof(earlier.size, size, path).check(earlier.root, root);
        } else if (!path.isEmpty()) {
            throw new Refused("checkpoint: nothing leads from the empty tree to another");
        }
    }

    private static boolean isLine(String line) {
        return !line.isEmpty() && line.codePoints().allMatch(c -> c >= ' ' && (c < 0xd800 || c > 0xdfff));
    }
}
