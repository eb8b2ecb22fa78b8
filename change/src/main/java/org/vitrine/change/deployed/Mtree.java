package org.vitrine.change.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;

/// A specification after mtree(5): paths with keywords, in full or folder by folder. Of the keywords those are compared
/// that a dossier knows: type, sha256, size, mode, uid, gid, link.
final class Mtree implements ManifestFormat {
    private static final int MOST = 1 << 22;

    @Override
    public String id() {
        return "mtree";
    }

    @Override
    public boolean recognises(String line) {
        return line.startsWith("#mtree")
                || line.startsWith("/set ")
                || line.matches("\\s*+(?:#.*|\\.\\.|[^ ]++(?: ++[a-z0-9]++=[^ ]*+)++ *+\\\\?)");
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public List<ManifestLine> read(List<String> lines) throws ManifestRefused {
        List<ManifestLine> read = new ArrayList<>();
        Map<String, String> defaults = new TreeMap<>();
        List<String> folder = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean continued = line.endsWith("\\") && !line.endsWith("\\\\");
            joined.append(continued ? line.substring(0, line.length() - 1) : line)
                    .append(' ');
            if (continued && i + 1 < lines.size()) {
                continue;
            }
            String entry = joined.toString().strip();
            joined.setLength(0);
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            if (read.size() == MOST) {
                throw new ManifestRefused("line " + (i + 1) + ": more than " + MOST + " entries");
            }
            entry(i + 1, entry.split(" +"), defaults, folder, read);
        }
        return read;
    }

    private static void entry(
            int line, String[] words, Map<String, String> defaults, List<String> folder, List<ManifestLine> read)
            throws ManifestRefused {
        switch (words[0]) {
            case "/set" -> defaults.putAll(keywords(words));
            case "/unset" -> {
                for (int i = 1; i < words.length; i++) {
                    defaults.remove(words[i]);
                }
                if (words.length == 2 && words[1].equals("all")) {
                    defaults.clear();
                }
            }
            case ".." -> {
                if (folder.isEmpty()) {
                    throw new ManifestRefused("line " + line + ": leaves the folder that it starts in");
                }
                folder.removeLast();
            }
            default -> {
                Map<String, String> keywords = new TreeMap<>(defaults);
                keywords.putAll(keywords(words));
                String own = unescaped(words[0], line);
                boolean full = words[0].contains("/");
                String path = full ? own : String.join("/", folder) + (folder.isEmpty() ? "" : "/") + own;
                read.add(line(line, Manifests.name(path), keywords));
                if (!full && keywords.getOrDefault("type", "").equals("dir")) {
                    folder.add(own);
                }
            }
        }
    }

    private static Map<String, String> keywords(String[] words) {
        Map<String, String> keywords = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equal = words[i].indexOf('=');
            keywords.put(
                    equal < 0 ? words[i] : words[i].substring(0, equal),
                    equal < 0 ? "" : words[i].substring(equal + 1));
        }
        return keywords;
    }

    private static ManifestLine line(int line, Name path, Map<String, String> keywords) throws ManifestRefused {
        Optional<ArtifactType> type = type(keywords.getOrDefault("type", ""));
        String hex = keywords.getOrDefault("sha256digest", keywords.getOrDefault("sha256", ""));
        if (!hex.matches("([0-9a-fA-F]{64})?")) {
            throw new ManifestRefused("line " + line + ": sha256 is none");
        }
        boolean file = type.isEmpty() || type.get() == ArtifactType.FILE;
        String link = keywords.get("link");
        OptionalLong mode = number(keywords, "mode", 8, line);
        return new ManifestLine(
                line,
                path,
                ManifestLine.Word.THERE,
                type,
                hex.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(hex.toLowerCase(Locale.ROOT))),
                file ? number(keywords, "size", 10, line) : OptionalLong.empty(),
                mode.isPresent() ? OptionalInt.of((int) mode.getAsLong() & 07777) : OptionalInt.empty(),
                number(keywords, "uid", 10, line),
                number(keywords, "gid", 10, line),
                link == null ? Optional.empty() : Optional.of(Manifests.name(unescaped(link, line))),
                hex.isEmpty() && file ? "the manifest has no SHA-256 of it" : "");
    }

    private static Optional<ArtifactType> type(String word) {
        return switch (word) {
            case "file" -> Optional.of(ArtifactType.FILE);
            case "dir" -> Optional.of(ArtifactType.DIRECTORY);
            case "link" -> Optional.of(ArtifactType.SYMLINK);
            case "char" -> Optional.of(ArtifactType.CHARACTER);
            case "block" -> Optional.of(ArtifactType.BLOCK);
            case "fifo" -> Optional.of(ArtifactType.FIFO);
            case "socket" -> Optional.of(ArtifactType.SOCKET);
            default -> Optional.empty();
        };
    }

    private static OptionalLong number(Map<String, String> keywords, String keyword, int radix, int line)
            throws ManifestRefused {
        String text = keywords.get(keyword);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Modes may be symbolic, which nobody was seen to write.
        }
        throw new ManifestRefused("line " + line + ": " + keyword + " is no number");
    }

    /// Undoes what vis(3) does: octal codes, and a few letters.
    private static String unescaped(String text, int line) throws ManifestRefused {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            String rest = text.substring(i + 1, Math.min(text.length(), i + 4));
            if (rest.matches("[0-3][0-7]{2}")) {
                plain.append((char) Integer.parseInt(rest, 8));
                i += 3;
            } else {
                int letter = rest.isEmpty() ? -1 : "nrtabvfs0\\#".indexOf(rest.charAt(0));
                if (letter < 0) {
                    throw new ManifestRefused("line " + line + ": an escape that isn't known");
                }
                plain.append("\n\r\t\007\b\013\f \0\\#".charAt(letter));
                i++;
            }
        }
        return plain.toString();
    }
}
