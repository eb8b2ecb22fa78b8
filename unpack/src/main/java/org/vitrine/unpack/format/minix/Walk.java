package org.vitrine.unpack.format.minix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The way through all folders, depth first, each in the order of its listing.
public final class Walk {
    private static final int DEPTH = 2048;
    private static final int LONGEST_TARGET = 4096;

    private static final class Level {
        private final List<Name> path;
        private final Bytes listing;
        private long next;

        private Level(List<Name> path, Bytes listing) {
            this.path = path;
            this.listing = listing;
        }
    }

    private final Volume volume;
    private final Superblock superblock;
    private final Sink out;
    private final Runs.Giving giving;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> folders = new HashSet<>();

    /// A walk of the file system that `image` starts with.
    public Walk(Bytes image, Superblock superblock, Sink out) {
        this.volume = new Volume(image, superblock, out);
        this.superblock = superblock;
        this.out = out;
        this.giving = new Runs.Giving(image, out);
    }

    /// Walks it from the root folder on.
    ///
    /// @throws Malformed when there is no root folder
    /// @throws LimitReached when no more entries are allowed
    public void run() throws Unreadable {
        give(List.of(), 1);
        int size = superblock.numberSize() + superblock.nameLength();
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            if (!level.listing.holds(level.next, size)) {
                levels.removeLast();
                continue;
            }
            long at = level.next;
            level.next += size;
            long number = superblock.numberSize() == 2
                    ? level.listing.u16(at, superblock.order(), "inode")
                    : level.listing.u32(at, superblock.order(), "inode");
            Name name = name(level.listing.array(at + superblock.numberSize(), superblock.nameLength(), "name"));
            boolean own = at < 2L * size && (name.is(".") || name.is(".."));
            if (number != 0 && !own) {
                item(level.path, name, number);
            }
        }
    }

    private static Name name(byte[] field) {
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        return Name.of(Arrays.copyOf(field, end));
    }

    private void item(List<Name> folder, Name name, long number) throws LimitReached {
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(name);
        try {
            give(path, number);
        } catch (Malformed e) {
            out.problem(e.problem());
            out.file(Entry.of(path, ArtifactType.FILE), 0, _ -> {
                throw e;
            });
        }
        if (name.size() == 0 || name.is(".") || name.is("..") || contains(name, '/')) {
            out.problem(new Problem.Unsafe(-1, "name", "no folder can hold a file named " + name));
        }
    }

    private static boolean contains(Name name, char letter) {
        for (byte each : name.bytes()) {
            if (each == letter) {
                return true;
            }
        }
        return false;
    }

    private void give(List<Name> path, long number) throws LimitReached, Malformed {
        Inode inode = Inode.read(volume.image(), superblock, number);
        out.uses(Extent.Kind.STRUCTURE, inode.at(), superblock.inodeSize());
        ArtifactType type = switch (inode.type()) {
            case 1 -> ArtifactType.FIFO;
            case 2 -> ArtifactType.CHARACTER;
            case 4 -> ArtifactType.DIRECTORY;
            case 6 -> ArtifactType.BLOCK;
            case 8 -> ArtifactType.FILE;
            case 10 -> ArtifactType.SYMLINK;
            case 12 -> ArtifactType.SOCKET;
            default -> throw new Malformed(inode.at(), "i_mode", "inode " + number + " is none");
        };
        Entry entry = Entry.of(path, type).owned(inode.mode(), inode.uid(), inode.gid(), inode.mtime());
        switch (type) {
            case DIRECTORY -> {
                out.entry(entry);
                descend(path, number, inode);
            }
            case FILE -> file(entry, inode);
            case SYMLINK -> out.entry(entry.to(target(inode)));
            case CHARACTER, BLOCK -> {
                long device = inode.zone(volume.image(), superblock, 0);
                out.entry(entry.device(device >>> 8 & 0xff, device & 0xff));
            }
            case FIFO, SOCKET, HARDLINK, PART -> out.entry(entry);
        }
    }

    private void file(Entry entry, Inode inode) throws LimitReached {
        Runs runs;
        try {
            runs = inode.runs(volume);
        } catch (Malformed e) {
            giving.partial(entry, new Runs(), e);
            return;
        }
        giving.file(entry, runs);
    }

    private Name target(Inode inode) {
        try {
            if (inode.size() > LONGEST_TARGET) {
                throw new Malformed(inode.at(), "i_size", inode.size() + " bytes of a link's target");
            }
            Runs runs = inode.runs(volume);
            Bytes target = runs.of(volume.image(), "target");
            runs.uses(out, Extent.Kind.STRUCTURE, volume.image());
            return Name.of(target.array(0, target.size(), "target"));
        } catch (Malformed e) {
            out.problem(e.problem());
            return Name.EMPTY;
        }
    }

    private void descend(List<Name> path, long number, Inode inode) {
        if (!folders.add(number)) {
            out.problem(new Problem.Unsafe(inode.at(), "inode", "a folder that was met before: a loop"));
        } else if (path.size() >= DEPTH) {
            out.problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1));
        } else {
            try {
                Runs runs = inode.runs(volume).stored();
                Bytes listing = runs.of(volume.image(), "folder");
                runs.uses(out, Extent.Kind.STRUCTURE, volume.image());
                levels.addLast(new Level(path, listing));
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
    }
}
