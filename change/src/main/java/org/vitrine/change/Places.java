package org.vitrine.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// Finds the place of every node of both releases.
final class Places {
    private static final String ROOTS = "SELECT artifact FROM SIDE_rootfs";

    private Places() {}

    /// A row for every artifact of either side.
    ///
    /// @param pair both dossiers, asked for their root file systems
    static List<Place> of(Dossier pair, Side old, Side current) throws QueryRefused {
        List<Place> places = new ArrayList<>();
        add(Place.Side.OLD, old, roots(pair, "old"), places);
        add(Place.Side.NEW, current, roots(pair, "new"), places);
        return places;
    }

    /// What is asked of two dossiers.
    static List<String> queries() {
        return List.of(ROOTS.replace("SIDE", "old"), ROOTS.replace("SIDE", "new"));
    }

    private static Set<Long> roots(Dossier pair, String side) throws QueryRefused {
        Set<Long> roots = new HashSet<>();
        if (pair.schemas().stream().anyMatch(schema -> schema.name().equals(side + "_rootfs"))) {
            for (List<Object> row : pair.query(ROOTS.replace("SIDE", side)).values()) {
                roots.add(((Number) row.getFirst()).longValue());
            }
        }
        return roots;
    }

    private static void add(Place.Side side, Side tree, Set<Long> roots, List<Place> places) {
        // A parent stands before its children, so that one pass is enough.
        long[] containers = new long[tree.size()];
        for (Artifact artifact : tree.artifacts()) {
            int id = (int) artifact.id();
            containers[id] = id;
            if (id > 0) {
                Artifact parent = tree.artifact(artifact.parent());
                boolean counts = parent.type() != ArtifactType.DIRECTORY || roots.contains(parent.id());
                containers[id] = counts ? parent.id() : containers[(int) parent.id()];
            }
            long container = containers[id];
            String base = tree.artifact(container).path();
            String path = artifact.path();
            String place = base.isEmpty() ? path : path.substring(Math.min(path.length(), base.length() + 1));
            places.add(new Place(
                    side,
                    id,
                    roots.contains(container) ? container : -1,
                    container,
                    place.isEmpty() ? "" : "/" + place));
        }
    }
}
