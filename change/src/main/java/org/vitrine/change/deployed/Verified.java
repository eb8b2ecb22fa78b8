package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines in which a package manager says what differs from its own database: nine marks or `missing`, perhaps a
/// letter for the kind of file, a path.
final class Verified {
    private static final Pattern LINE =
            Pattern.compile("([^ /]{8,9}|missing) +(?:([cdglnr]) )? *(/.*?)(?: \\((.*)\\))?");

    private Verified() {}

    /// Whether a line is of the form and its marks are of these.
    static boolean matches(String line, Pattern marks) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                && (matcher.group(1).equals("missing")
                        || marks.matcher(matcher.group(1)).matches());
    }

    /// What the lines say.
    ///
    /// @param tool whose word it is
    static List<ManifestLine> read(List<String> lines, Pattern marks, String tool) throws ManifestRefused {
        List<ManifestLine> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("Unsatisfied dependencies")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matches(line, marks) || !matcher.matches()) {
                throw new ManifestRefused("line " + (i + 1) + ": nothing that " + tool + " would say");
            }
            String kind = matcher.group(2) == null ? "" : ", a file of kind " + matcher.group(2);
            boolean missing = matcher.group(1).equals("missing");
            read.add(ManifestLine.said(
                    i + 1,
                    Manifests.name(matcher.group(3)),
                    missing ? ManifestLine.Word.MISSING : ManifestLine.Word.ALTERED,
                    tool + " on the element says " + matcher.group(1) + kind));
        }
        return read;
    }
}
