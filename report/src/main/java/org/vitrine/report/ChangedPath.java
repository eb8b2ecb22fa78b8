package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A path that is not identical, and what became of it.
///
/// @param kind its class
/// @param older its path in the older release; empty where it has none
/// @param newer its path in the newer release; empty where it has none
/// @param similarity how alike the contents are in 1/1000; -1 where that wasn't measured
record ChangedPath(
        String kind,
        long oldArtifact,
        long newArtifact,
        String older,
        String newer,
        String type,
        boolean opened,
        long oldSize,
        long newSize,
        String oldSha256,
        String newSha256,
        String metadata,
        long similarity) {
    /// How many of one class are read at most; all of them lie in the tables.
    static final int MOST = 5_000;

    /// The first [#MOST] of every class but the identical ones, by path.
    static Map<String, List<ChangedPath>> all(Ask ask) {
        Map<String, List<ChangedPath>> classes = new LinkedHashMap<>();
        Differences.CLASSES.forEach(kind -> classes.put(kind, new ArrayList<>()));
        for (List<Object> row : ask.values("""
                SELECT kind, old_artifact, new_artifact, old_path, new_path, type, opened, old_size, new_size,
                    old_sha256, new_sha256, metadata, similarity
                FROM change WHERE kind <> 'IDENTICAL'
                QUALIFY row_number() OVER (PARTITION BY kind ORDER BY new_artifact, old_artifact) <=\s""" + MOST + " ORDER BY new_artifact, old_artifact")) {
            ChangedPath path = new ChangedPath(
                    String.valueOf(row.get(0)),
                    Ask.number(row.get(1)),
                    Ask.number(row.get(2)),
                    String.valueOf(row.get(3)),
                    String.valueOf(row.get(4)),
                    String.valueOf(row.get(5)),
                    String.valueOf(row.get(6)).equals("YES"),
                    Ask.number(row.get(7)),
                    Ask.number(row.get(8)),
                    String.valueOf(row.get(9)),
                    String.valueOf(row.get(10)),
                    String.valueOf(row.get(11)),
                    Ask.number(row.get(12)));
            classes.computeIfAbsent(path.kind(), _ -> new ArrayList<>()).add(path);
        }
        return classes;
    }

    /// The path to show: the newer one where there is one.
    String path() {
        return newArtifact < 0 ? older : newer;
    }

    /// Its place on the page, by its artifact.
    String anchor() {
        return anchor(oldArtifact, newArtifact);
    }

    /// The place on the page of what has these artifacts.
    static String anchor(long oldArtifact, long newArtifact) {
        return newArtifact < 0 ? "old-" + oldArtifact : "new-" + newArtifact;
    }

    /// What became of it, in words: sizes, likeness, what is recorded differently.
    String said() {
        List<String> words = new ArrayList<>();
        if (kind.equals("MOVED")) {
            words.add("was " + older);
        }
        switch (kind) {
            case "ADDED" -> words.add(thing(newSize));
            case "REMOVED" -> words.add(thing(oldSize));
            default -> {
                if (!oldSha256.equals(newSha256)) {
                    words.add(
                            oldSize == newSize
                                    ? Figures.of(newSize, "byte", "bytes") + ", other content"
                                    : Figures.count(oldSize) + " → " + Figures.of(newSize, "byte", "bytes"));
                    words.add(Head.brief(oldSha256) + " → " + Head.brief(newSha256));
                } else if (kind.equals("CHANGED")) {
                    words.add("other target, device or type");
                }
                if (similarity >= 0 && similarity < 1000) {
                    words.add(similarity / 10 + "." + similarity % 10 + " % alike");
                }
            }
        }
        if (!metadata.isEmpty()) {
            words.add(metadata.replace("->", "→"));
        }
        return String.join("; ", words);
    }

    private String thing(long size) {
        return type.equals("FILE") || type.equals("PART")
                ? Figures.of(size, "byte", "bytes")
                : type.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
