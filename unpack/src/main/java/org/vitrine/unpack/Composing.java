package org.vitrine.unpack;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Composition;

/// Looks for files of one folder that are one thing together.
final class Composing {
    /// What was composed: the part that stands for it, and its collector, which still has links to resolve.
    ///
    /// @param pathLength of the part's path
    record Composed(Node part, Collector collector, int pathLength) {}

    private final List<Composition> compositions;
    private final Charge charge;
    private final Spill spill;

    Composing(List<Composition> compositions, Charge charge, Spill spill) {
        this.compositions = compositions;
        this.charge = charge;
        this.spill = spill;
    }

    /// Opens what the files in the folders below a container are together; gives the parts that stand for it.
    List<Composed> compose(Node container, int pathLength) {
        record Step(Node folder, int length) {}
        List<Composed> found = new ArrayList<>();
        List<Step> folders = new ArrayList<>(List.of(new Step(container, pathLength)));
        while (!folders.isEmpty()) {
            Step step = folders.removeLast();
            for (Node child : step.folder().children) {
                if (child.type == ArtifactType.DIRECTORY) {
                    folders.add(new Step(child, step.length() + 1 + child.segment.length()));
                }
            }
            for (Composition composition : compositions) {
                open(composition, step.folder(), step.length(), found);
            }
        }
        return found;
    }

    private void open(Composition composition, Node folder, int pathLength, List<Composed> found) {
        IdentityHashMap<Bytes, Node> lent = new IdentityHashMap<>();
        Composition.Member member = new NodeMember(folder, lent);
        if (!composition.claim(member)) {
            return;
        }
        String name = composition.card().name();
        Node part = new Node(Name.EMPTY, name + "@0", ArtifactType.PART);
        int length = pathLength + 1 + part.segment.length();
        Collector collector = new Collector(name, charge, spill, length, 1, lent);
        try {
            charge.entry(length);
            composition.unpack(member, collector);
        } catch (Unreadable e) {
            collector.root.met(name, e.problem());
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            collector.root.met(name, Walk.failed(e));
        }
        collector.close();
        part.opened = name;
        part.adopt(collector.root);
        found.add(new Composed(folder.add(part), collector, length));
    }
}
