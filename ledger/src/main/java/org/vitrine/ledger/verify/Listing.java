package org.vitrine.ledger.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// The files of a sealed folder and their SHA-256, as `sha256sum -c SHA256SUMS` reads them: for each,
/// sorted by path, 64 hex digits, two blanks, the path from the folder, a LF.
///
/// What differs from place to place (`run.json`) and what sealing itself leaves stand outside. Symbolic
/// links and names that are not plain ASCII are refused: no dossier has any.
///
/// @param files the SHA-256 by path, sorted
public record Listing(SortedMap<String, Hash> files) {
    /// Its file's name in a sealed folder.
    public static final String FILE = "SHA256SUMS";

    /// The most files that a folder may have.
    static final int MAX_FILES = 10_000;

    /// The most bytes that its file may have.
    static final int MAX_SIZE = 4 << 20;

    private static final int DEEPEST = 8;
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,250}";

    /// What stands outside of it.
    private static final Set<String> OUTSIDE = Set.of(
            "run.json",
            FILE,
            SealSecret.FILE,
            "statement.cose",
            "statement.json",
            "receipt.tlog-proof",
            "receipt.cose",
            "anchors.cose",
            "anchors.tlog-proof");

    /// Copies the map.
    public Listing {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /// The listing of a folder.
    ///
    /// @throws IOException when a file can't be read
    /// @throws Refused when there is something in it that can't be listed
    public static Listing of(Path folder) throws IOException, Refused {
        SortedMap<String, Hash> files = new TreeMap<>();
        collect(folder, "", files, 0);
        return new Listing(files);
    }

    private static void collect(Path folder, String prefix, SortedMap<String, Hash> files, int depth)
            throws IOException, Refused {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (prefix.isEmpty() && OUTSIDE.contains(name)) {
                    continue;
                }
                boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (!name.matches(NAME)
                        || depth > DEEPEST
                        || files.size() >= MAX_FILES
                        || !isFolder && !Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    throw new Refused(
                            plain(prefix + name) + " can't be listed: no regular file, too many, or its name");
                }
                if (isFolder) {
                    collect(entry, prefix + name + "/", files, depth + 1);
                } else {
                    files.put(prefix + name, digest(entry));
                }
            }
        }
    }

    /// The SHA-256 of a file, read piece by piece.
    static Hash digest(Path file) throws IOException {
        MessageDigest sha256 = Hash.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
            }
        }
        return Hash.of(sha256.digest());
    }

    /// The listing of a text.
    ///
    /// @throws Refused when it is not exactly what [#text] would write
    public static Listing parse(byte[] bytes) throws Refused {
        SortedMap<String, Hash> files = new TreeMap<>();
        String text = new String(bytes, StandardCharsets.US_ASCII);
        for (String line : text.split("\n", MAX_FILES + 1)) {
            if (!line.isEmpty() && line.matches("[0-9a-f]{64} {2}(" + NAME + "/){0,9}" + NAME)) {
                files.put(line.substring(66), Hash.of(java.util.HexFormat.of().parseHex(line, 0, 64)));
            }
        }
        Listing listing = new Listing(files);
        if (!java.util.Arrays.equals(listing.text(), bytes)) {
            throw new Refused(FILE + " is not a sorted list of SHA-256 and paths");
        }
        return listing;
    }

    /// Its text.
    public byte[] text() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Hash> file : files.entrySet()) {
            text.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// What differs between this listing and another of the same folder, each in a line; nothing where
    /// they agree.
    java.util.List<String> differences(Listing now) {
        java.util.List<String> lines = new java.util.ArrayList<>();
        files.forEach((path, hash) -> {
            Hash other = now.files.get(path);
            if (other == null) {
                lines.add(path + " is missing");
            } else if (!other.equals(hash)) {
                lines.add(path + " has SHA-256 " + other + ", sealed was " + hash);
            }
        });
        now.files.keySet().stream()
                .filter(path -> !files.containsKey(path))
                .forEach(path -> lines.add(path + " was not sealed"));
        return lines;
    }

    /// A name in printable ASCII.
    static String plain(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
