package org.vitrine.change.deployed;

import java.util.List;
import java.util.regex.Pattern;

/// What `rpm --verify` writes: a line for each file that isn't as its package had it, with a letter for each property
/// that differs. Silence means the same, so nothing is missing from it.
final class RpmVerify implements ManifestFormat {
    private static final Pattern MARKS = Pattern.compile("[SM5DLUGTPV.?]{8,9}");

    @Override
    public String id() {
        return "rpm";
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
        return Verified.read(lines, MARKS, "rpm");
    }
}
