package org.vitrine.change;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// Finds what became of the components: a multiset of versions for each product, since a release may hold several.
///
/// A file's versions are held against those of its twin first. What is left over, in files without one, is joined by
/// equal versions, then the newest with the newest.
final class Components {
    private static final String ROWS = """
            SELECT DISTINCT c.product, c.method::VARCHAR, c.version, a.id
            FROM SIDE_component c JOIN SIDE_artifact a ON a.sha256 = c.content
            WHERE c.content <> '' ORDER BY ALL
            """;

    private final Map<Long, Long> twins = new HashMap<>();
    private final Map<Key, List<Seen>> old;
    private final Map<Key, List<Seen>> current;
    private final Map<List<String>, ComponentChange> changes = new LinkedHashMap<>();

    private record Key(String product, String method) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::product).thenComparing(Key::method).compare(this, other);
        }
    }

    private record Seen(String version, long artifact) {}

    /// What is asked of two dossiers.
    static List<String> queries() {
        return List.of(ROWS.replace("SIDE", "old"), ROWS.replace("SIDE", "new"));
    }

    private Components(Dossier pair, List<Change> paths) throws QueryRefused {
        for (Change path : paths) {
            if (path.oldArtifact() >= 0 && path.newArtifact() >= 0) {
                twins.put(path.oldArtifact(), path.newArtifact());
            }
        }
        this.old = rows(pair, "old");
        this.current = rows(pair, "new");
    }

    private static Map<Key, List<Seen>> rows(Dossier pair, String side) throws QueryRefused {
        Map<Key, List<Seen>> rows = new TreeMap<>();
        if (pair.schemas().stream().noneMatch(schema -> schema.name().equals(side + "_component"))) {
            return rows;
        }
        for (List<Object> row : pair.query(ROWS.replace("SIDE", side)).values()) {
            Key key = new Key(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
            rows.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new Seen(String.valueOf(row.get(2)), ((Number) row.get(3)).longValue()));
        }
        return rows;
    }

    /// What became of every component whose versions differ.
    static List<ComponentChange> of(Dossier pair, List<Change> paths) throws QueryRefused {
        Components components = new Components(pair, paths);
        TreeSet<Key> keys = new TreeSet<>(components.old.keySet());
        keys.addAll(components.current.keySet());
        keys.forEach(components::product);
        return List.copyOf(components.changes.values());
    }

    private void product(Key key) {
        Map<Long, List<Seen>> before = byFile(old.getOrDefault(key, List.of()));
        Map<Long, List<Seen>> after = byFile(current.getOrDefault(key, List.of()));
        List<Seen> gone = new ArrayList<>();
        List<Seen> come = new ArrayList<>();
        before.forEach((file, versions) -> {
            List<Seen> twin = after.remove(twins.getOrDefault(file, -1L));
            if (twin == null) {
                gone.addAll(versions);
            } else {
                match(key, versions, twin, gone, come);
            }
        });
        after.values().forEach(come::addAll);
        List<Seen> lost = new ArrayList<>();
        List<Seen> found = new ArrayList<>();
        match(key, gone, come, lost, found);
        // A further copy of a version that the other release has, too, is no change of what it is made of.
        lost.stream()
                .filter(seen -> !has(current, key, seen))
                .forEach(seen -> put(key, ComponentChange.Kind.REMOVED, seen, new Seen("", -1)));
        found.stream()
                .filter(seen -> !has(old, key, seen))
                .forEach(seen -> put(key, ComponentChange.Kind.ADDED, new Seen("", -1), seen));
    }

    private static Map<Long, List<Seen>> byFile(List<Seen> seen) {
        return seen.stream().collect(Collectors.groupingBy(Seen::artifact, TreeMap::new, Collectors.toList()));
    }

    private static boolean has(Map<Key, List<Seen>> side, Key key, Seen seen) {
        return side.getOrDefault(key, List.of()).stream()
                .anyMatch(other -> other.version().equals(seen.version()));
    }

    /// Joins equal versions, then the newest with the newest; what is left over goes to `gone` and `come`.
    private void match(Key key, List<Seen> before, List<Seen> after, List<Seen> gone, List<Seen> come) {
        List<Seen> left = new ArrayList<>();
        Map<String, Deque<Seen>> waiting = new HashMap<>();
        after.forEach(seen ->
                waiting.computeIfAbsent(seen.version(), _ -> new ArrayDeque<>()).add(seen));
        for (Seen seen : before) {
            if (waiting.getOrDefault(seen.version(), new ArrayDeque<>()).poll() == null) {
                left.add(seen);
            }
        }
        List<Seen> right = waiting.values().stream().flatMap(Deque::stream).collect(Collectors.toList());
        left.sort(Components::newestFirst);
        right.sort(Components::newestFirst);
        int both = Math.min(left.size(), right.size());
        for (int i = 0; i < both; i++) {
            put(key, kind(left.get(i), right.get(i)), left.get(i), right.get(i));
        }
        gone.addAll(left.subList(both, left.size()));
        come.addAll(right.subList(both, right.size()));
    }

    private static int newestFirst(Seen one, Seen other) {
        int order = VersionOrder.total(other.version(), one.version());
        return order != 0 ? order : Long.compare(one.artifact(), other.artifact());
    }

    private static ComponentChange.Kind kind(Seen before, Seen after) {
        OptionalInt order = VersionOrder.compare(before.version(), after.version());
        if (order.isEmpty() || order.getAsInt() == 0) {
            return ComponentChange.Kind.OTHER;
        }
        return order.getAsInt() < 0 ? ComponentChange.Kind.UPGRADED : ComponentChange.Kind.DOWNGRADED;
    }

    private void put(Key key, ComponentChange.Kind kind, Seen before, Seen after) {
        List<String> what = List.of(key.product(), key.method(), kind.name(), before.version(), after.version());
        ComponentChange known = changes.get(what);
        String beside = current.getOrDefault(key, List.of()).stream()
                .map(Seen::version)
                .filter(version -> !version.isEmpty() && !version.equals(after.version()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        changes.put(
                what,
                new ComponentChange(
                        kind,
                        key.product(),
                        key.method(),
                        before.version(),
                        after.version(),
                        beside,
                        known == null ? before.artifact() : known.oldArtifact(),
                        known == null ? after.artifact() : known.newArtifact(),
                        known == null ? 1 : known.files() + 1));
    }
}
