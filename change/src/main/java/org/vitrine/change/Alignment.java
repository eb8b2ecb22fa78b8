package org.vitrine.change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;

/// Which node of the newer tree is held to be the same thing as which of the older one. Found from the root down:
/// in two nodes that are the same thing, entries of the same name are, and spans of the same kind in their order,
/// since the offsets that name them move from release to release. What is left over is [Renames]'.
final class Alignment {
    private static final int NONE = -1;

    private final Side old;
    private final Side current;
    private final int[] newOf;
    private final int[] oldOf;

    private Alignment(Side old, Side current) {
        this.old = old;
        this.current = current;
        this.newOf = new int[old.size()];
        this.oldOf = new int[current.size()];
        Arrays.fill(newOf, NONE);
        Arrays.fill(oldOf, NONE);
    }

    /// The alignment of two trees.
    static Alignment of(Side old, Side current, Similarity similarity) {
        Alignment alignment = new Alignment(old, current);
        alignment.join(old.artifact(0), current.artifact(0));
        new Renames(alignment, old, current, similarity).find();
        return alignment;
    }

    /// The id of the newer twin; -1 where it has none.
    int newOf(Artifact of) {
        return newOf[(int) of.id()];
    }

    /// The id of the older twin; -1 where it has none.
    int oldOf(Artifact of) {
        return oldOf[(int) of.id()];
    }

    /// Whether both still stand alone.
    boolean free(Artifact older, Artifact newer) {
        return newOf(older) == NONE && oldOf(newer) == NONE;
    }

    /// Holds two to be the same thing, and what is in them as far as names tell.
    void join(Artifact older, Artifact newer) {
        Deque<Artifact[]> open = new ArrayDeque<>();
        pair(older, newer, open);
        for (Artifact[] next = open.poll(); next != null; next = open.poll()) {
            children(next[0], next[1], open);
        }
    }

    private void pair(Artifact older, Artifact newer, Deque<Artifact[]> open) {
        newOf[(int) older.id()] = (int) newer.id();
        oldOf[(int) newer.id()] = (int) older.id();
        open.add(new Artifact[] {older, newer});
    }

    private void children(Artifact older, Artifact newer, Deque<Artifact[]> open) {
        List<Artifact> left = free(old.children(older), newOf);
        List<Artifact> right = free(current.children(newer), oldOf);
        match(named(left), named(right), Artifact::name, open);
        // Most sure first: a span that stayed as it is must not be taken for another that only stands at its place.
        for (Function<Artifact, Object> key : List.<Function<Artifact, Object>>of(
                span -> List.of(what(span), span.sha256()),
                span -> List.of(what(span), span.offset()),
                Alignment::what)) {
            match(spans(free(left, newOf)), spans(free(right, oldOf)), key, open);
        }
        left = free(left, newOf);
        right = free(right, oldOf);
        List<Artifact> opened = spans(left).stream()
                .filter(span -> !old.children(span).isEmpty())
                .toList();
        List<Artifact> reopened = spans(right).stream()
                .filter(span -> !current.children(span).isEmpty())
                .toList();
        if (opened.size() == 1 && reopened.size() == 1) {
            // The file system that took another's place.
            pair(opened.getFirst(), reopened.getFirst(), open);
        }
        folders(free(left, newOf), free(right, oldOf), open);
    }

    /// Folders whose names differ in their numbers alone, such as those of kernel modules.
    private void folders(List<Artifact> left, List<Artifact> right, Deque<Artifact[]> open) {
        Map<String, List<Artifact>> older = byStem(left);
        Map<String, List<Artifact>> newer = byStem(right);
        older.forEach((stem, those) -> {
            List<Artifact> twins = newer.getOrDefault(stem, List.of());
            if (those.size() == 1 && twins.size() == 1) {
                pair(those.getFirst(), twins.getFirst(), open);
            }
        });
    }

    private static Map<String, List<Artifact>> byStem(List<Artifact> artifacts) {
        Map<String, List<Artifact>> stems = new LinkedHashMap<>();
        for (Artifact artifact : artifacts) {
            if (artifact.type() == ArtifactType.DIRECTORY) {
                stems.computeIfAbsent(stem(artifact), _ -> new ArrayList<>()).add(artifact);
            }
        }
        return stems;
    }

    /// Its name without its numbers.
    static String stem(Artifact artifact) {
        return artifact.name().toString().replaceAll("[0-9]++(?:[.-][0-9]++)*+", "#");
    }

    private void match(
            List<Artifact> left, List<Artifact> right, Function<Artifact, Object> key, Deque<Artifact[]> open) {
        Map<Object, Deque<Artifact>> waiting = new HashMap<>();
        for (Artifact older : left) {
            waiting.computeIfAbsent(key.apply(older), _ -> new ArrayDeque<>()).add(older);
        }
        for (Artifact newer : right) {
            Deque<Artifact> same = waiting.getOrDefault(key.apply(newer), new ArrayDeque<>());
            if (!same.isEmpty()) {
                pair(same.remove(), newer, open);
            }
        }
    }

    private static List<Artifact> free(List<Artifact> artifacts, int[] twins) {
        return artifacts.stream()
                .filter(artifact -> twins[(int) artifact.id()] == NONE)
                .toList();
    }

    private static List<Artifact> named(List<Artifact> artifacts) {
        return artifacts.stream().filter(Alignment::isNamed).toList();
    }

    private static List<Artifact> spans(List<Artifact> artifacts) {
        return artifacts.stream().filter(artifact -> !isNamed(artifact)).toList();
    }

    /// Whether the image gave it its name; else it is a span, named by us after its offset.
    static boolean isNamed(Artifact artifact) {
        return artifact.name().size() > 0;
    }

    /// What a span is: its segment without the offset.
    private static String what(Artifact artifact) {
        String segment = artifact.path().substring(artifact.path().lastIndexOf('/') + 1);
        int at = segment.lastIndexOf('@');
        return at < 0 ? segment : segment.substring(0, at);
    }
}
