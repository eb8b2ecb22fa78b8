package org.vitrine.unpack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Composition;

/// Looks for files of one folder that are one thing together.
final class Composing {
    private final List<Composition> compositions;
    private final Charge charge;
    private final Spill spill;

    Composing(List<Composition> compositions, Charge charge, Spill spill) {
        this.compositions = compositions;
        this.charge = charge;
        this.spill = spill;
    }

    /// Opens what the files in the folders below a container are together; gives the parts that stand for it.
    List<Node> compose(Node container, int pathLength) {
        List<Node> parts = new ArrayList<>();
        List<Node> folders = new ArrayList<>(List.of(container));
        while (!folders.isEmpty()) {
            Node folder = folders.removeLast();
            List<Composition.Member> files = new ArrayList<>();
            for (Node child : folder.children) {
                if (child.type == ArtifactType.DIRECTORY) {
                    folders.add(child);
                } else if (child.type == ArtifactType.FILE) {
                    files.add(new Composition.Member(provisional(child), child.content));
                }
            }
            compositions.forEach(composition -> open(composition, folder, files, pathLength, parts));
        }
        return parts;
    }

    private void open(
            Composition composition, Node folder, List<Composition.Member> files, int pathLength, List<Node> parts) {
        Optional<List<Composition.Member>> members = composition.claim(files);
        if (members.isEmpty()) {
            return;
        }
        String name = composition.card().name();
        long encoded = members.get().stream()
                .mapToLong(member -> member.bytes().size())
                .sum();
        Collector collector = new Collector(name, charge, spill, pathLength, Math.max(1, encoded));
        try {
            composition.unpack(members.get(), collector);
        } catch (Unreadable e) {
            collector.root.met(name, e.problem());
        }
        collector.close();
        Node part = Node.part(name, 0);
        part.opened = name;
        part.adopt(collector.root);
        parts.add(folder.add(part));
    }

    /// What can be said of a file before the tree stands.
    private static Artifact provisional(Node file) {
        Digest sha256 = file.findings == null ? Digest.NONE : file.findings.sha256();
        return new Artifact(
                0,
                -1,
                file.segment,
                file.name,
                file.leaf,
                file.type,
                file.recorded,
                file.content.size(),
                sha256,
                file.mode,
                file.uid,
                file.gid,
                file.mtime,
                file.device,
                "",
                -1);
    }
}
