package org.vitrine.change.deployed;

import java.util.List;
import java.util.regex.Pattern;

/// What `dpkg --verify` writes: a line for each file that isn't as its package had it. Silence means the same, so
/// nothing is missing from it.
final class DpkgVerify implements ManifestFormat {
    /// dpkg looks at digests and modes only, and marks what it doesn't look at.
    private static final Pattern MARKS = Pattern.compile("\\?[?M.][?5.]\\?{6}");

    @Override
    public String id() {
        return "dpkg";
    }

    @Override
    public boolean recognises(String line) {
        return Verified.matches(line, MARKS);
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public List<ManifestLine> read(List<String> lines) throws ManifestRefused {
        return Verified.read(lines, MARKS, "dpkg");
    }
}
