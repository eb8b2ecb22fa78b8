package org.vitrine.unpack.format.flash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The way through all folders from the root on, depth first. The second name of a regular file is a hard
/// link to the first. What can't be read is reported, and the rest is read on.
public final class Folders {
    /// No path of Linux has more segments: it may have 4096 bytes.
    private static final int DEPTH = 2048;

    private record Level(List<Name> path, Iterator<Named> names) {}

    private final Inodes inodes;
    private final Sink out;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> folders = new HashSet<>();
    private final Map<Long, List<Name>> files = new HashMap<>();

    /// A walk whose entries go to `out`.
    public Folders(Inodes inodes, Sink out) {
        this.inodes = inodes;
        this.out = out;
    }

    /// Walks from the root folder on.
    ///
    /// @param described whether the file system records anything of the root folder itself
    /// @throws LimitReached when no more entries are allowed
    public void walk(long root, boolean described) throws LimitReached {
        if (described) {
            try {
                Entry entry = inodes.describe(Entry.of(List.of(), ArtifactType.DIRECTORY), root);
                if (entry.type() == ArtifactType.DIRECTORY) {
                    out.entry(entry);
                } else {
                    out.problem(new Problem.Malformed(-1, "mode", "the root is no folder"));
                }
            } catch (LimitReached e) {
                throw e;
            } catch (Unreadable e) {
                out.problem(e.problem());
            }
        }
        descend(List.of(), root);
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            if (level.names().hasNext()) {
                item(level.path(), level.names().next());
            } else {
                levels.removeLast();
            }
        }
    }

    private void descend(List<Name> path, long folder) {
        if (!folders.add(folder)) {
            out.problem(new Problem.Unsafe(-1, "ino", "folder " + folder + " was met before: a loop"));
        } else if (path.size() >= DEPTH) {
            out.problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1L));
        } else {
            try {
                levels.addLast(new Level(path, inodes.names(folder).iterator()));
            } catch (Unreadable e) {
                out.problem(e.problem());
            }
        }
    }

    private void item(List<Name> folder, Named named) throws LimitReached {
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(named.name());
        if (isUnsafe(named.name())) {
            out.problem(new Problem.Unsafe(-1, "name", "no folder can hold a file named " + named.name()));
        }
        Entry entry;
        try {
            entry = inodes.describe(Entry.of(path, named.type()), named.inode());
        } catch (Unreadable e) {
            out.problem(e.problem());
            nameOnly(Entry.of(path, named.type()), e);
            return;
        }
        switch (entry.type()) {
            case DIRECTORY -> {
                out.entry(entry);
                descend(path, named.inode());
            }
            case FILE -> file(entry, named.inode());
            default -> out.entry(entry);
        }
    }

    private void file(Entry entry, long inode) throws LimitReached {
        List<Name> first = files.putIfAbsent(inode, entry.path());
        if (first == null) {
            inodes.give(entry, inode, out);
            return;
        }
        Entry link = new Entry(
                entry.path(),
                ArtifactType.HARDLINK,
                entry.recorded(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                0,
                0,
                Name.joined(first),
                entry.attributes());
        out.entry(link);
    }

    /// Of a file that can't be read, its folder still says the name and the type.
    private void nameOnly(Entry entry, Unreadable why) throws LimitReached {
        if (entry.type() == ArtifactType.FILE) {
            out.file(entry, 0, _ -> {
                throw why;
            });
        } else {
            out.entry(entry);
        }
    }

    private static boolean isUnsafe(Name name) {
        for (byte each : name.bytes()) {
            if (each == '/' || each == 0) {
                return true;
            }
        }
        return name.size() == 0 || name.is(".") || name.is("..");
    }
}
