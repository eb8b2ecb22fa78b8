package org.vitrine.unpack.format.fat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The way through all folders, depth first, each in the order of its listing.
public final class Walk {
    /// A path of a FAT has at most 260 characters where Windows made it.
    private static final int DEPTH = 512;

    /// A folder has at most 65536 entries.
    private static final long LARGEST_FOLDER = 65_536L * 32;

    private record Level(List<Name> path, Listing listing) {}

    private final Bytes image;
    private final BootSector boot;
    private final Sink out;
    private final Chains chains;
    private final Runs.Giving giving;
    private final Deque<Level> levels = new ArrayDeque<>();

    /// A walk whose entries go to `out`.
    public Walk(Bytes image, BootSector boot, Sink out) {
        this.image = image;
        this.boot = boot;
        this.out = out;
        this.chains = new Chains(image, boot);
        this.giving = new Runs.Giving(image, out);
    }

    /// Walks it from the root folder on.
    ///
    /// @throws Malformed when there is no root folder
    /// @throws LimitReached when no more entries are allowed
    public void run() throws Unreadable {
        if (boot.rootCluster() != 0) {
            descend(List.of(), boot.rootCluster());
        } else {
            long length = boot.rootEntries() * 32L;
            Bytes root = image.slice(boot.root(), length, "root folder");
            out.uses(Extent.Kind.STRUCTURE, boot.root(), length);
            levels.addLast(new Level(List.of(), listing(root)));
        }
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            Optional<Listing.Item> item = level.listing().next();
            if (item.isPresent()) {
                item(level.path(), item.get());
            } else {
                levels.removeLast();
            }
        }
    }

    private Listing listing(Bytes bytes) {
        return new Listing(bytes, boot.bits() == 32, out);
    }

    private void item(List<Name> folder, Listing.Item item) throws LimitReached {
        if (item.isLabel()) {
            out.header("volume_label", item.name().toString(), -1, 11);
            return;
        }
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(item.name());
        if (item.isFolder()) {
            out.entry(entry(path, ArtifactType.DIRECTORY, item));
            descend(path, item.cluster());
        } else {
            file(entry(path, ArtifactType.FILE, item), item);
        }
        if (unsafe(item.name())) {
            out.problem(new Problem.Unsafe(-1, "DIR_Name", "no folder can hold a file named " + item.name()));
        }
    }

    private void file(Entry entry, Listing.Item item) throws LimitReached {
        Chains.Chain chain = chains.follow(item.size() == 0 ? 0 : item.cluster(), item.size());
        Runs runs = chain.runs();
        if (runs.size() >= item.size()) {
            runs.resize(item.size());
            giving.file(entry, runs);
            return;
        }
        Malformed broken = chain.broken();
        giving.partial(
                entry,
                runs,
                broken != null
                        ? broken
                        : new Malformed(-1, "DIR_FileSize", item.size() + " bytes, and clusters for " + runs.size()));
    }

    private static Entry entry(List<Name> path, ArtifactType type, Listing.Item item) {
        Entry entry = Entry.of(path, type);
        if (item.mtime().isEmpty()) {
            return entry;
        }
        long mtime = item.mtime().getAsLong();
        return new Entry(path, type, Recorded.TIME, 0, 0, 0, mtime, 0, 0, Name.EMPTY, List.of());
    }

    private void descend(List<Name> path, long cluster) {
        if (path.size() >= DEPTH) {
            out.problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1));
            return;
        }
        Chains.Chain chain = chains.follow(cluster, LARGEST_FOLDER);
        Malformed broken = chain.broken();
        if (broken != null) {
            out.problem(broken.problem());
        }
        try {
            Bytes bytes = chain.runs().of(image, "folder");
            chain.runs().uses(out, Extent.Kind.STRUCTURE, image);
            levels.addLast(new Level(path, listing(bytes)));
        } catch (Malformed e) {
            out.problem(e.problem());
        }
    }

    /// Whether a name is one that no folder can hold.
    private static boolean unsafe(Name name) {
        for (byte each : name.bytes()) {
            if (each == '/' || each == 0) {
                return true;
            }
        }
        return name.size() == 0 || name.is(".") || name.is("..");
    }
}
