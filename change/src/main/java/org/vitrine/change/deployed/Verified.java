package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a package manager writes when it verifies: a line for each file that isn't as its own database has it, of nine
/// marks or `missing`, perhaps a letter for the kind of file, and a path. Silence means the same, so nothing is missing
/// from it.
///
/// @param id the tool's name
/// @param marks what may stand where a property differs
record Verified(String id, Pattern marks) implements ManifestFormat {
    /// `dpkg --verify`, which looks at digests and modes only, and marks what it doesn't look at.
    static final Verified DPKG = new Verified("dpkg", Pattern.compile("\\?[?M.][?5.]\\?{6}"));
    /// `rpm --verify`, with a letter for each property that differs.
    static final Verified RPM = new Verified("rpm", Pattern.compile("[SM5DLUGTPV.?]{8,9}"));

    private static final Pattern LINE =
            Pattern.compile("([^ /]{8,9}|missing) +(?:([cdglnr]) )? *(/.*?)(?: \\(([^()]*+)\\))?");

    @Override
    public boolean recognises(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                && (matcher.group(1).equals("missing")
                        || marks.matcher(matcher.group(1)).matches());
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public List<ManifestLine> read(List<String> lines) throws ManifestRefused {
        List<ManifestLine> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("Unsatisfied dependencies")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!recognises(line) || !matcher.matches()) {
                throw new ManifestRefused("line " + (i + 1) + ": nothing that " + id + " would say");
            }
            String kind = matcher.group(2) == null ? "" : ", a file of kind " + matcher.group(2);
            boolean missing = matcher.group(1).equals("missing");
            read.add(ManifestLine.said(
                    i + 1,
                    Manifests.name(matcher.group(3)),
                    missing ? ManifestLine.Word.MISSING : ManifestLine.Word.ALTERED,
                    id + " on the element says " + matcher.group(1) + kind));
        }
        return read;
    }
}
