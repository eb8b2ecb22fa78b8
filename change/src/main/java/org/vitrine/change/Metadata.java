package org.vitrine.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;

/// What is recorded differently of two nodes. What only one of the containers could record is not held against the
/// other, but said.
final class Metadata {
    private Metadata() {}

    /// In words: `mode 0755 -> 4755, uid 0 -> 1000, mtime`; empty where all is the same.
    static String difference(Side old, Artifact older, Side current, Artifact newer) {
        List<String> words = new ArrayList<>();
        if (hasMode(older) && hasMode(newer) && older.mode() != newer.mode()) {
            words.add("mode %04o -> %04o".formatted(older.mode(), newer.mode()));
        }
        if (hasOwner(older) && hasOwner(newer)) {
            if (older.uid() != newer.uid()) {
                words.add("uid " + older.uid() + " -> " + newer.uid());
            }
            if (older.gid() != newer.gid()) {
                words.add("gid " + older.gid() + " -> " + newer.gid());
            }
        }
        attributes(old.attributes(older), current.attributes(newer), words);
        if (hasMode(older) != hasMode(newer)) {
            words.add(hasMode(newer) ? "mode recorded" : "mode not recorded any more");
        }
        if (hasOwner(older) != hasOwner(newer)) {
            words.add(hasOwner(newer) ? "owner recorded" : "owner not recorded any more");
        }
        if (hasTime(older) && hasTime(newer) && older.mtime() != newer.mtime()) {
            words.add("mtime");
        }
        return String.join(", ", words);
    }

    private static void attributes(Map<String, Name> older, Map<String, Name> newer, List<String> words) {
        TreeSet<String> names = new TreeSet<>(older.keySet());
        names.addAll(newer.keySet());
        for (String name : names) {
            Name was = older.get(name);
            Name is = newer.get(name);
            if (was == null) {
                words.add(name + " added");
            } else if (is == null) {
                words.add(name + " removed");
            } else if (!was.equals(is)) {
                words.add(name + " changed");
            }
        }
    }

    private static boolean hasMode(Artifact artifact) {
        return switch (artifact.recorded()) {
            case MODE, MODE_TIME, MODE_OWNER, MODE_OWNER_TIME -> true;
            case NOTHING, TIME -> false;
        };
    }

    private static boolean hasOwner(Artifact artifact) {
        return artifact.recorded() == Recorded.MODE_OWNER || artifact.recorded() == Recorded.MODE_OWNER_TIME;
    }

    private static boolean hasTime(Artifact artifact) {
        return switch (artifact.recorded()) {
            case TIME, MODE_TIME, MODE_OWNER_TIME -> true;
            case NOTHING, MODE, MODE_OWNER -> false;
        };
    }
}
