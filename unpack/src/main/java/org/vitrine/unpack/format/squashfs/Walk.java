package org.vitrine.unpack.format.squashfs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.squashfs.Inode.Device;
import org.vitrine.unpack.format.squashfs.Inode.Folder;
import org.vitrine.unpack.format.squashfs.Inode.Link;
import org.vitrine.unpack.format.squashfs.Inode.RegularFile;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Entry.Attribute;
import org.vitrine.unpack.spi.Sink;

/// The way through all folders, depth first, each in the order of its listing. What can't be read is reported,
/// and the rest is read on.
public final class Walk {
    /// No path of Linux has more segments: it may have 4096 bytes.
    private static final int DEPTH = 2048;

    /// Bytes of fragment blocks that may have to be decoded in all, were none held from one file to the next
    /// but one. Only an image made for it gets there: with many names for few blocks that decode to much.
    private static final long FRAGMENT_WORK = 128L << 30;

    private record Level(List<Name> path, Listing listing) {}

    private final Volume volume;
    private final Sink out;
    private final XattrTable xattrs;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> folders = new HashSet<>();
    private final Usage usage;
    private boolean idsRefused;
    private long lastFragment = RegularFile.NO_FRAGMENT;
    private long fragmentWork;

    /// A walk whose entries go to `out`.
    public Walk(Volume volume, Sink out) {
        this.volume = volume;
        this.out = out;
        this.xattrs = new XattrTable(volume);
        this.usage = new Usage(volume, out);
    }

    /// Walks it from the root folder on.
    ///
    /// @throws Malformed when there is no root folder, or a table isn't there that should be
    /// @throws LimitReached when no more entries are allowed
    public void run() throws Unreadable {
        Superblock superblock = volume.superblock();
        usage.tables();
        Inode root = Inode.read(volume, superblock.root());
        if (!(root.body() instanceof Folder)) {
            throw new Malformed(superblock.version().early() ? 43 : 32, "root_inode", "is no folder");
        }
        give(List.of(), superblock.root(), root);
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            Optional<Listing.Item> item = next(level);
            if (item.isPresent()) {
                item(level.path(), item.get());
            } else {
                levels.removeLast();
            }
        }
        Tables.check(volume, xattrs);
    }

    private Optional<Listing.Item> next(Level level) {
        try {
            return level.listing().next();
        } catch (Malformed e) {
            out.problem(e.problem());
            return Optional.empty();
        }
    }

    private void item(List<Name> folder, Listing.Item item) throws LimitReached {
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(item.name());
        Inode inode;
        try {
            inode = Inode.read(volume, item.inode());
        } catch (Malformed e) {
            out.problem(e.problem());
            nameOnly(path, item.type(), e);
            return;
        }
        give(path, item.inode(), inode);
        if (unsafe(item.name())) {
            out.problem(new Problem.Unsafe(-1, "dir_entry.name", "no folder can hold a file named " + item.name()));
        }
    }

    /// Of an inode that can't be read, the listing still says the name and the type.
    private void nameOnly(List<Name> path, int type, Malformed why) throws LimitReached {
        switch (type) {
            case 1 -> out.entry(Entry.of(path, ArtifactType.DIRECTORY));
            case 3 -> out.entry(Entry.of(path, ArtifactType.SYMLINK));
            case 4 -> out.entry(Entry.of(path, ArtifactType.BLOCK));
            case 5 -> out.entry(Entry.of(path, ArtifactType.CHARACTER));
            case 6 -> out.entry(Entry.of(path, ArtifactType.FIFO));
            case 7 -> out.entry(Entry.of(path, ArtifactType.SOCKET));
            default ->
                out.file(Entry.of(path, ArtifactType.FILE), 0, _ -> {
                    throw why;
                });
        }
    }

    private void give(List<Name> path, long reference, Inode inode) throws LimitReached {
        Entry entry = entry(path, inode);
        switch (inode.body()) {
            case Folder folder -> {
                out.entry(entry);
                descend(path, reference, folder);
            }
            case RegularFile file -> file(entry, file);
            case Link link -> out.entry(entry.to(link.target()));
            case Device device -> out.entry(entry.device(device.major(), device.minor()));
            case Inode.Special _ -> out.entry(entry);
        }
    }

    private void file(Entry entry, RegularFile file) throws LimitReached {
        usage.file(file);
        FileContent content = new FileContent(volume, file);
        Optional<Bytes> plain = content.plain();
        if (plain.isPresent()) {
            out.file(entry, plain.get());
            return;
        }
        // A size whose blocks aren't even listed is no size: nothing is charged for it.
        long size = file.listed() ? file.size() : 0;
        if (overworked(file)) {
            long asked = fragmentWork;
            out.file(entry, size, _ -> {
                throw new LimitReached("fragment bytes", FRAGMENT_WORK, asked);
            });
        } else {
            out.file(entry, size, content);
        }
    }

    private boolean overworked(RegularFile file) {
        if (file.fragment() != RegularFile.NO_FRAGMENT && file.fragment() != lastFragment) {
            lastFragment = file.fragment();
            fragmentWork += volume.superblock().blockSize();
        }
        return fragmentWork > FRAGMENT_WORK;
    }

    private void descend(List<Name> path, long reference, Folder folder) {
        long at = volume.superblock().inodeTable() + (reference >>> 16);
        if (!folders.add(reference)) {
            out.problem(new Problem.Unsafe(at, "dir_entry.inode", "a folder that was met before: a loop"));
        } else if (path.size() >= DEPTH) {
            out.problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1));
        } else {
            try {
                levels.addLast(new Level(path, new Listing(volume, folder)));
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
    }

    private Entry entry(List<Name> path, Inode inode) {
        Entry named = Entry.of(path, inode.body().type()).with(attributes(inode));
        try {
            long owner = volume.id(inode.owner());
            long group = volume.id(inode.group());
            return inode.mtime() == Inode.NO_TIME
                    ? recorded(named, Recorded.MODE_OWNER, inode.mode(), owner, group, 0)
                    : named.owned(inode.mode(), owner, group, inode.mtime());
        } catch (Malformed e) {
            if (!idsRefused) {
                out.problem(e.problem());
                idsRefused = true;
            }
            return inode.mtime() == Inode.NO_TIME
                    ? recorded(named, Recorded.MODE, inode.mode(), 0, 0, 0)
                    : recorded(named, Recorded.MODE_TIME, inode.mode(), 0, 0, inode.mtime());
        }
    }

    private static Entry recorded(Entry named, Recorded what, int mode, long uid, long gid, long mtime) {
        return new Entry(named.path(), named.type(), what, mode, uid, gid, mtime, 0, 0, Name.EMPTY, named.attributes());
    }

    private List<Attribute> attributes(Inode inode) {
        if (inode.attributes() == Inode.NO_ATTRIBUTES) {
            return List.of();
        }
        try {
            return xattrs.list(inode.attributes());
        } catch (Unreadable e) {
            out.problem(e.problem());
            return List.of();
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
