package org.vitrine.unpack.format.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;
import org.vitrine.unpack.spi.Composition.Member;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The file system that layers make together, the lowest first: OCI image specification 1.1, layer.md, "Applying
/// changesets". A whiteout hides what lower layers hold, never what its own layer does.
public final class LayerStack {
    private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final String OPAQUE = ".wh..wh..opq";

    /// A place in the merged tree.
    private static final class Place {
        private @Nullable Member member;
        private final Map<Name, Place> below = new TreeMap<>();

        boolean isFolder() {
            return member == null || member.type() == ArtifactType.DIRECTORY;
        }
    }

    private final Place root = new Place();

    /// Lays one more layer on top.
    ///
    /// @param layer the opened archive
    public void add(Member layer) {
        record Step(Member folder, Place place) {}
        List<Step> steps = new ArrayList<>(List.of(new Step(layer, root)));
        while (!steps.isEmpty()) {
            Step step = steps.removeLast();
            List<Member> members = step.folder().members();
            members.forEach(member -> hide(member.name(), step.place()));
            for (Member member : members) {
                Name name = member.name();
                if (name.size() == 0 || isWhiteout(name)) {
                    continue;
                }
                Place place = put(step.place(), member);
                if (member.type() == ArtifactType.DIRECTORY) {
                    steps.add(new Step(member, place));
                }
            }
        }
    }

    private static Place put(Place folder, Member member) {
        Place known = folder.below.get(member.name());
        boolean again = known != null && known.isFolder() && member.type() == ArtifactType.DIRECTORY;
        Place place = known != null && again ? known : new Place();
        // A folder that an archive only names on the way to a file changes nothing.
        if (place.member == null || member.entry(List.of()).recorded() != Recorded.NOTHING) {
            place.member = member;
        }
        folder.below.put(member.name(), place);
        return place;
    }

    private static void hide(Name name, Place place) {
        if (name.is(OPAQUE)) {
            place.below.clear();
        } else if (isWhiteout(name)) {
            byte[] bytes = name.bytes();
            place.below.remove(Name.of(Arrays.copyOfRange(bytes, WHITEOUT.length, bytes.length)));
        }
    }

    private static boolean isWhiteout(Name name) {
        byte[] bytes = name.bytes();
        return bytes.length >= WHITEOUT.length
                && Arrays.equals(bytes, 0, WHITEOUT.length, WHITEOUT, 0, WHITEOUT.length);
    }

    /// Gives the merged tree, each folder sorted by name, below a path.
    ///
    /// @throws LimitReached when no more entries are allowed
    public void give(List<Name> prefix, Sink out) throws LimitReached {
        record Step(List<Name> path, Place place) {}
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(prefix, root));
        while (!steps.isEmpty()) {
            Step step = steps.removeLast();
            if (step.place().member != null) {
                give(step.path(), prefix, step.place().member, out);
            }
            List<Step> below = new ArrayList<>(step.place().below.size());
            for (Map.Entry<Name, Place> each : step.place().below.entrySet()) {
                List<Name> path = new ArrayList<>(step.path().size() + 1);
                path.addAll(step.path());
                path.add(each.getKey());
                below.add(new Step(path, each.getValue()));
            }
            steps.addAll(below.reversed());
        }
    }

    private void give(List<Name> path, List<Name> prefix, Member member, Sink out) throws LimitReached {
        Entry entry = member.entry(path);
        switch (member.type()) {
            case FILE -> out.file(entry, member.content());
            // The name it was linked to may be hidden by now; the content it shares with it is not.
            case HARDLINK -> out.file(linked(entry, prefix), member.content());
            case PART -> {}
            case DIRECTORY, SYMLINK, CHARACTER, BLOCK, FIFO, SOCKET -> out.entry(entry);
        }
    }

    /// A further name of a file as a file of its own, with what is said of the name it was given first.
    private Entry linked(Entry link, List<Name> prefix) {
        Entry plain = Entry.of(link.path(), ArtifactType.FILE);
        Optional<Member> target = find(Name.split(link.target().bytes()));
        Entry described = target.map(member -> member.entry(prefix)).orElse(link);
        return new Entry(
                plain.path(),
                ArtifactType.FILE,
                described.recorded(),
                described.mode(),
                described.uid(),
                described.gid(),
                described.mtime(),
                0,
                0,
                Name.EMPTY,
                described.attributes());
    }

    private Optional<Member> find(List<Name> path) {
        Place place = root;
        for (Name name : path) {
            Place next = place.below.get(name);
            if (next == null) {
                return Optional.empty();
            }
            place = next;
        }
        return Optional.ofNullable(place.member);
    }
}
