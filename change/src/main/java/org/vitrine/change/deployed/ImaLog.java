package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Digest;

/// The list of measurements of Linux's integrity architecture, as `ascii_runtime_measurements` shows it: register,
/// digest of the record, template, digest of the file, path. It lists what was opened since the start, so nothing is
/// missing from it; the kernel writes a blank of a path as an underscore.
final class ImaLog implements ManifestFormat {
    private static final Pattern LINE = Pattern.compile(
            "\\d{1,2} [0-9a-f]{40,128} (ima[a-z0-9-]*) (?:(?:[a-z]+:)?([a-z0-9-]+):)?([0-9a-f]{32,128}) (.+)");
    private static final Pattern SIGNATURE = Pattern.compile(" [0-9a-f]{18,}$|(?<! ) +$");

    @Override
    public String id() {
        return "ima";
    }

    @Override
    public boolean recognises(String line) {
        return LINE.matcher(line).matches();
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
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new ManifestRefused("line " + (i + 1) + ": no measurement");
            }
            boolean signed = matcher.group(1).contains("sig");
            String path = signed ? SIGNATURE.matcher(matcher.group(4)).replaceFirst("") : matcher.group(4);
            if (!path.startsWith("/")) {
                // Such as boot_aggregate, which is no file.
                continue;
            }
            String algorithm = matcher.group(2) == null ? "sha1" : matcher.group(2);
            String hex = matcher.group(3);
            if (hex.chars().allMatch(digit -> digit == '0')) {
                read.add(said(i, path, "the log records a violation: it was written to while it was measured"));
            } else if (algorithm.equals("sha256") && hex.length() == 64) {
                read.add(ManifestLine.file(i + 1, Manifests.name(path), Digest.parse(hex)));
            } else {
                read.add(said(i, path, "the log has " + algorithm + ", the dossier SHA-256 only"));
            }
        }
        return read;
    }

    private static ManifestLine said(int index, String path, String note) {
        return ManifestLine.said(index + 1, Manifests.name(path), ManifestLine.Word.THERE, note);
    }
}
