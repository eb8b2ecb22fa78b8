package org.vitrine.change.equivalence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.vitrine.change.Side;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Layer;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Region;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// One of two releases: its tree, and what its containers say of their own bytes.
final class Half {
    private final Side side;
    private final Map<Long, List<Header>> headers;
    private final Map<Long, List<Extent>> extents;
    private final Map<Long, List<Region>> regions;
    private final Map<Long, List<Partition>> partitions;
    private final Map<Long, List<Layer>> layers;

    /// One half of two dossiers that were opened as a pair.
    ///
    /// @param prefix `old_` or `new_`
    Half(Dossier pair, String prefix) throws IOException, DossierRefused {
        this.side = Side.of(pair, prefix);
        this.headers = byArtifact(pair.facts(prefix + "header", Header.class), Header::artifact);
        this.extents = byArtifact(pair.facts(prefix + "extent", Extent.class), Extent::artifact);
        this.regions = byArtifact(pair.facts(prefix + "region", Region.class), Region::artifact);
        this.partitions = byArtifact(pair.facts(prefix + "partition", Partition.class), Partition::artifact);
        this.layers = byArtifact(pair.facts(prefix + "layer", Layer.class), Layer::artifact);
    }

    private static <F extends Fact> Map<Long, List<F>> byArtifact(List<F> facts, ToLongFunction<F> artifact) {
        Map<Long, List<F>> sorted = new HashMap<>();
        for (F fact : facts) {
            sorted.computeIfAbsent(artifact.applyAsLong(fact), _ -> new ArrayList<>())
                    .add(fact);
        }
        return sorted;
    }

    /// Its tree.
    Side side() {
        return side;
    }

    /// The fields of a container's header.
    List<Header> headers(Artifact artifact) {
        return headers.getOrDefault(artifact.id(), List.of());
    }

    /// The spans of a container that it explains.
    List<Extent> extents(Artifact artifact) {
        return extents.getOrDefault(artifact.id(), List.of());
    }

    /// The spans of an artifact that nothing explains, by their offsets.
    List<Region> regions(Artifact artifact) {
        return regions.getOrDefault(artifact.id(), List.of()).stream()
                .sorted(java.util.Comparator.comparingLong(Region::offset))
                .toList();
    }

    /// The partitions that a container's table names, without saying whose they are.
    List<Partition> partitions(Artifact artifact) {
        return partitions.getOrDefault(artifact.id(), List.of()).stream()
                .map(each -> new Partition(
                        0,
                        each.number(),
                        each.name(),
                        each.type(),
                        each.identifier(),
                        each.offset(),
                        each.length(),
                        each.attributes()))
                .toList();
    }

    /// The layers of a container image, without saying whose they are.
    List<Layer> layers(Artifact artifact) {
        return layers.getOrDefault(artifact.id(), List.of()).stream()
                .map(each -> new Layer(
                        0, each.image(), each.number(), each.digest(), each.diff(), each.media(), each.created()))
                .toList();
    }
}
