package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;

/// What `sha256sum` and its kin write: a digest, a blank, a blank or an asterisk, a path; or `SHA256 (path) = digest`.
/// A backslash at the line's start says that the path is escaped. Digests that aren't SHA-256 are listed and not
/// compared: a dossier has no other.
final class Checksums implements ManifestFormat {
    private static final Pattern GNU = Pattern.compile("(\\\\?)([0-9a-fA-F]{32,128}) [ *](.+)");
    private static final Pattern BSD = Pattern.compile("(\\\\?)([A-Z0-9/-]{3,12}) \\((.+)\\) = ([0-9a-fA-F]{32,128})");

    @Override
    public String id() {
        return "sha256sum";
    }

    @Override
    public boolean recognises(String line) {
        return GNU.matcher(line).matches() || BSD.matcher(line).matches();
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public List<ManifestLine> read(List<String> lines) throws ManifestRefused {
        List<ManifestLine> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            Matcher gnu = GNU.matcher(line);
            Matcher bsd = BSD.matcher(line);
            if (gnu.matches()) {
                read.add(line(i + 1, path(gnu.group(3), gnu.group(1)), "", gnu.group(2)));
            } else if (bsd.matches()) {
                read.add(line(i + 1, path(bsd.group(3), bsd.group(1)), bsd.group(2), bsd.group(4)));
            } else {
                throw new ManifestRefused("line " + (i + 1) + ": no digest and path");
            }
        }
        return read;
    }

    private static ManifestLine line(int number, Name path, String algorithm, String hex) {
        boolean sha256 = hex.length() == 64 && (algorithm.isEmpty() || algorithm.equals("SHA256"));
        if (sha256) {
            return ManifestLine.file(number, path, Digest.parse(hex.toLowerCase(Locale.ROOT)));
        }
        String what = !algorithm.isEmpty()
                ? algorithm
                : switch (hex.length()) {
                    case 32 -> "MD5";
                    case 40 -> "SHA-1";
                    case 56 -> "SHA-224";
                    case 96 -> "SHA-384";
                    case 128 -> "SHA-512";
                    default -> "a digest of " + 4 * hex.length() + " bits";
                };
        return ManifestLine.said(
                number, path, ManifestLine.Word.THERE, "the manifest has " + what + ", the dossier SHA-256 only");
    }

    private static Name path(String text, String escaped) {
        if (escaped.isEmpty()) {
            return Manifests.name(text);
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\' && i + 1 < text.length()) {
                char code = text.charAt(++i);
                path.append(code == 'n' ? '\n' : code == 'r' ? '\r' : code);
            } else {
                path.append(next);
            }
        }
        return Manifests.name(path.toString());
    }
}
