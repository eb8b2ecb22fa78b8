package org.vitrine.unpack.format.ext;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The way through all folders, depth first, each in the order of its listing. What can't be read is
/// reported, and the rest is read on.
public final class Walk {
    /// No path of Linux has more segments: it may have 4096 bytes.
    private static final int DEPTH = 2048;

    private static final int LONGEST_TARGET = 65_536;

    /// Names that are kept so that a second name of a file can say which its first was.
    private static final int MOST_LINKED = 100_000;

    private static final ArtifactType[] TYPES_OF_MODE = new ArtifactType[16];
    private static final ArtifactType[] TYPES_OF_LISTING = {
        ArtifactType.FILE,
        ArtifactType.FILE,
        ArtifactType.DIRECTORY,
        ArtifactType.CHARACTER,
        ArtifactType.BLOCK,
        ArtifactType.FIFO,
        ArtifactType.SOCKET,
        ArtifactType.SYMLINK
    };

    static {
        TYPES_OF_MODE[1] = ArtifactType.FIFO;
        TYPES_OF_MODE[2] = ArtifactType.CHARACTER;
        TYPES_OF_MODE[4] = ArtifactType.DIRECTORY;
        TYPES_OF_MODE[6] = ArtifactType.BLOCK;
        TYPES_OF_MODE[8] = ArtifactType.FILE;
        TYPES_OF_MODE[10] = ArtifactType.SYMLINK;
        TYPES_OF_MODE[12] = ArtifactType.SOCKET;
    }

    private record Level(List<Name> path, List<Listing> listings) {}

    private final Volume volume;
    private final Sink out;
    private final Attributes attributes;
    private final Runs.Giving giving;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> folders = new HashSet<>();
    private final Map<Long, Name> linked = new HashMap<>();

    /// A walk whose entries go to the volume's sink.
    public Walk(Volume volume) {
        this.volume = volume;
        this.out = volume.out();
        this.attributes = new Attributes(volume);
        this.giving = new Runs.Giving(volume.image(), out);
    }

    /// Walks it from the root folder on.
    ///
    /// @throws Malformed when there is no root folder
    /// @throws LimitReached when no more entries are allowed
    public void run() throws Unreadable {
        Inode root = volume.inode(Inode.ROOT);
        if (!root.isFolder()) {
            throw new Malformed(root.at(), "i_mode", "the root is no folder");
        }
        give(List.of(), root);
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            Optional<Listing.Item> item = level.listings().getFirst().next();
            if (item.isPresent()) {
                item(level.path(), item.get());
            } else {
                level.listings().removeFirst();
                if (level.listings().isEmpty()) {
                    levels.removeLast();
                }
            }
        }
        volume.checksums().end();
    }

    private void item(List<Name> folder, Listing.Item item) throws LimitReached {
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(item.name());
        try {
            Inode inode = volume.inode(item.inode());
            if (inode.type() == 0 || TYPES_OF_MODE[inode.type()] == null) {
                throw new Malformed(inode.at(), "i_mode", "inode " + inode.number() + " is none");
            }
            give(path, inode);
        } catch (Malformed e) {
            out.problem(e.problem());
            nameOnly(path, TYPES_OF_LISTING[item.type()], e);
        }
        if (unsafe(item.name())) {
            out.problem(new Problem.Unsafe(-1, "name", "no folder can hold a file named " + item.name()));
        }
    }

    /// Of an inode that can't be read, the listing still says the name and perhaps the type.
    private void nameOnly(List<Name> path, ArtifactType type, Malformed why) throws LimitReached {
        if (type == ArtifactType.FILE) {
            refused(Entry.of(path, type), why);
        } else {
            out.entry(Entry.of(path, type));
        }
    }

    private void refused(Entry entry, Unreadable why) throws LimitReached {
        out.file(entry, 0, _ -> {
            throw why;
        });
    }

    private void give(List<Name> path, Inode inode) throws LimitReached, Malformed {
        ArtifactType type = TYPES_OF_MODE[inode.type()];
        Attributes.Found found = attributes.of(inode);
        Entry entry = Entry.of(path, type)
                .owned(inode.mode(), inode.uid(), inode.gid(), inode.mtime())
                .with(found.list());
        switch (type) {
            case DIRECTORY -> {
                out.entry(entry);
                descend(path, inode, found);
            }
            case FILE -> file(entry, inode, found);
            case SYMLINK -> out.entry(entry.to(target(inode, found)));
            case CHARACTER, BLOCK -> {
                int old = inode.word(0);
                int device = old != 0 ? old & 0xffff : inode.word(1);
                int major = old != 0 ? device >>> 8 : device >>> 8 & 0xfff;
                int minor = old != 0 ? device & 0xff : device & 0xff | device >>> 12 & 0xfff00;
                out.entry(entry.device(major, minor));
            }
            case FIFO, SOCKET, HARDLINK, PART -> out.entry(entry);
        }
    }

    private void file(Entry entry, Inode inode, Attributes.Found found) throws LimitReached {
        if (inode.links() > 1) {
            Name first = linked.get(inode.number());
            if (first != null) {
                out.entry(Entry.of(entry.path(), ArtifactType.HARDLINK)
                        .owned(inode.mode(), inode.uid(), inode.gid(), inode.mtime())
                        .with(entry.attributes())
                        .to(first));
                return;
            }
            if (linked.size() < MOST_LINKED) {
                linked.put(inode.number(), Name.joined(entry.path()));
            }
        }
        Runs runs = new Runs();
        Bytes inline = Bytes.EMPTY;
        try {
            readable(inode, "content");
            if (inode.has(Inode.INLINE)) {
                inline = inline(inode, found);
            } else {
                runs = BlockMap.of(volume, inode);
            }
        } catch (Unreadable e) {
            refused(entry, e);
            return;
        }
        if (inode.has(Inode.INLINE)) {
            out.file(entry, inline);
        } else {
            giving.file(entry, runs);
        }
    }

    private static void readable(Inode inode, String what) throws Unsupported {
        if (inode.has(Inode.ENCRYPTED)) {
            throw new Unsupported(inode.at() + 32, "i_flags", "the " + what + " is encrypted");
        }
        if (inode.has(Inode.COMPRESSED) && !inode.has(Inode.EXTENTS)) {
            throw new Unsupported(inode.at() + 32, "i_flags", "the " + what + " is compressed");
        }
    }

    /// A content that stands in the inode, and goes on among its attributes.
    private static Bytes inline(Inode inode, Attributes.Found found) throws Malformed {
        long first = Math.min(inode.size(), Inode.BLOCKS_SIZE);
        Bytes start = inode.raw().slice(Inode.BLOCKS, first, "i_block");
        long rest = inode.size() - first;
        if (rest > found.inline().size()) {
            throw new Malformed(
                    inode.at() + 4,
                    "i_size",
                    inode.size() + " bytes where " + found.inline().size() + " follow");
        }
        return Stitched.of(List.of(start, found.inline().slice(0, rest, "system.data")));
    }

    private Name target(Inode inode, Attributes.Found found) {
        try {
            readable(inode, "target");
            long size = inode.size();
            if (size < 0 || size > LONGEST_TARGET) {
                throw new Malformed(inode.at() + 4, "i_size", size + " bytes of a link's target");
            }
            Bytes target;
            if (inode.has(Inode.INLINE)) {
                target = inline(inode, found);
            } else if (size < Inode.BLOCKS_SIZE && !inode.has(Inode.EXTENTS)) {
                target = inode.raw().slice(Inode.BLOCKS, size, "i_block");
            } else {
                Runs runs = BlockMap.of(volume, inode);
                target = runs.of(volume.image(), "target");
                runs.uses(out, Extent.Kind.STRUCTURE, volume.image());
            }
            return Name.of(target.array(0, target.size(), "target"));
        } catch (Unreadable e) {
            out.problem(e.problem());
            return Name.EMPTY;
        }
    }

    private void descend(List<Name> path, Inode inode, Attributes.Found found) {
        if (!folders.add(inode.number())) {
            out.problem(new Problem.Unsafe(inode.at(), "inode", "a folder that was met before: a loop"));
            return;
        }
        if (path.size() >= DEPTH) {
            out.problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1));
            return;
        }
        if (inode.has(Inode.ENCRYPTED)) {
            out.problem(new Problem.Unsupported(inode.at() + 32, "i_flags", "the folder's names are encrypted"));
        }
        try {
            List<Listing> listings = new ArrayList<>();
            if (inode.has(Inode.INLINE)) {
                Bytes names = inode.raw().slice(Inode.BLOCKS + 4, Inode.BLOCKS_SIZE - 4, "i_block");
                listings.add(Listing.inline(volume, inode, names));
                if (found.inline().size() > 0) {
                    listings.add(Listing.inline(volume, inode, found.inline()));
                }
            } else {
                Runs runs = BlockMap.of(volume, inode).stored();
                runs.uses(out, Extent.Kind.STRUCTURE, volume.image());
                listings.add(new Listing(volume, inode, runs));
            }
            levels.addLast(new Level(path, listings));
        } catch (Unreadable e) {
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
        return name.is(".") || name.is("..");
    }
}
