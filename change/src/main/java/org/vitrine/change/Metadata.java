package org.vitrine.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Name;

/// What is recorded differently of two nodes. What only one of the containers could record is not held against the
/// other, but said.
final class Metadata {
    private Metadata() {}

    /// In words: `mode 0755 -> 4755, uid 0 -> 1000, mtime`; empty where all is the same.
    static String difference(Side old, Artifact older, Side current, Artifact newer) {
        List<String> words = new ArrayList<>();
        if (older.recorded().hasMode() && newer.recorded().hasMode() && older.mode() != newer.mode()) {
            words.add("mode %04o -> %04o".formatted(older.mode(), newer.mode()));
        }
        if (older.recorded().hasOwner() && newer.recorded().hasOwner()) {
            if (older.uid() != newer.uid()) {
                words.add("uid " + older.uid() + " -> " + newer.uid());
            }
            if (older.gid() != newer.gid()) {
                words.add("gid " + older.gid() + " -> " + newer.gid());
            }
        }
        attributes(old.attributes(older), current.attributes(newer), words);
        if (older.recorded().hasMode() != newer.recorded().hasMode()) {
            words.add(newer.recorded().hasMode() ? "mode recorded" : "mode not recorded any more");
        }
        if (older.recorded().hasOwner() != newer.recorded().hasOwner()) {
            words.add(newer.recorded().hasOwner() ? "owner recorded" : "owner not recorded any more");
        }
        if (older.recorded().hasTime() && newer.recorded().hasTime() && older.mtime() != newer.mtime()) {
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
}
