package org.vitrine.unpack.format.iso;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.spi.Entry;

/// The way through all folders of one view of the volume, depth first, each in the order of its records.
public final class Walk {
    private static final int DEPTH = 512;
    private static final int MOST_PIECES = 1 << 16;

    /// What the names of a view are.
    public enum Names {
        /// Those of ISO 9660, with a version behind.
        PLAIN,
        /// UCS-2, as Joliet has them.
        JOLIET,
        /// Those of Rock Ridge, any bytes.
        ROCK_RIDGE
    }

    private static final class Level {
        final List<Name> path;
        final long end;
        long next;

        Level(List<Name> path, long start, long end) {
            this.path = path;
            this.next = start;
            this.end = end;
        }
    }

    private final Disc disc;
    private final Names names;
    private final int skip;

    /// Another view that was given before; only what it doesn't have is given of this one.
    private final @Nullable Walk before;

    private final Runs.Giving giving;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Set<Long> folders = new HashSet<>();
    private final Map<Long, Long> files = new HashMap<>();
    private @Nullable Runs pieces;

    private Walk(Disc disc, Names names, int skip, @Nullable Walk before) {
        this.disc = disc;
        this.names = names;
        this.skip = skip;
        this.before = before;
        this.giving = new Runs.Giving(disc.image(), disc.out());
    }

    /// Walks the view of a descriptor from its root on.
    ///
    /// @param before the view that was given before this one, if any
    /// @throws Unreadable when there is no root, or no more entries are allowed
    public static Walk run(Disc disc, VolumeDescriptor descriptor, @Nullable Walk before) throws Unreadable {
        DirectoryRecord root = DirectoryRecord.of(disc, descriptor.at() + 156);
        SystemUse use = rockRidge(disc, root);
        Names names = descriptor.joliet() ? Names.JOLIET : use != null ? Names.ROCK_RIDGE : Names.PLAIN;
        Walk walk = new Walk(disc, names, use == null ? 0 : Math.max(0, use.skip), before);
        if (before == null && names == Names.ROCK_RIDGE && use != null && use.mode >= 0) {
            disc.out().entry(walk.described(List.of(), ArtifactType.DIRECTORY, use, root.time()));
        }
        walk.descend(List.of(), root.start(), root.size(), root.at());
        walk.run();
        return walk;
    }

    /// What the names of this descriptor's view would be.
    ///
    /// @throws Malformed when there is no root
    public static Names names(Disc disc, VolumeDescriptor descriptor) throws Malformed {
        if (descriptor.joliet()) {
            return Names.JOLIET;
        }
        boolean rockRidge = rockRidge(disc, DirectoryRecord.of(disc, descriptor.at() + 156)) != null;
        return rockRidge ? Names.ROCK_RIDGE : Names.PLAIN;
    }

    /// The system use area of the root's own record, where it says that the protocol is used: at its start,
    /// or behind the fourteen bytes of CD-ROM XA.
    private static @Nullable SystemUse rockRidge(Disc disc, DirectoryRecord root) throws Malformed {
        if (!disc.image().holds(root.start(), 34) || disc.image().u8(root.start(), "Length of Directory Record") == 0) {
            return null;
        }
        DirectoryRecord self = DirectoryRecord.of(disc, root.start());
        for (int skip : new int[] {0, 14}) {
            if (disc.image().matches(self.useAt() + skip, new byte[] {'S', 'P', 7, 1, (byte) 0xbe, (byte) 0xef})) {
                SystemUse use = SystemUse.of(disc, self, skip);
                return use.known ? use : null;
            }
        }
        return null;
    }

    /// The names of this view.
    public Names names() {
        return names;
    }

    /// Whether a folder starts there.
    boolean hasFolder(long start) {
        return folders.contains(start);
    }

    /// How long the file is that starts there, or -1.
    long fileAt(long start) {
        return files.getOrDefault(start, -1L);
    }

    private void run() throws LimitReached {
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            try {
                if (!next(level)) {
                    levels.removeLast();
                }
            } catch (LimitReached e) {
                throw e;
            } catch (Unreadable e) {
                disc.out().problem(e.problem());
            }
        }
    }

    private boolean next(Level level) throws Unreadable {
        long at = level.next;
        while (at < level.end && disc.image().u8(at, "Length of Directory Record") == 0) {
            at = (at / Disc.SECTOR + 1) * Disc.SECTOR;
        }
        if (at >= level.end) {
            return false;
        }
        int length = disc.image().u8(at, "Length of Directory Record");
        level.next = at + length;
        DirectoryRecord record = DirectoryRecord.of(disc, at);
        if (!record.isSpecial(disc.image())) {
            item(level.path, record);
        }
        return true;
    }

    private void item(List<Name> folder, DirectoryRecord record) throws Unreadable {
        SystemUse use = names == Names.ROCK_RIDGE ? SystemUse.of(disc, record, skip) : null;
        if (use != null && use.relocated) {
            return;
        }
        List<Name> path = new ArrayList<>(folder.size() + 1);
        path.addAll(folder);
        path.add(name(record, use));
        if (unsafe(path.getLast())) {
            disc.out()
                    .problem(new Problem.Unsafe(
                            record.at(), "File Identifier", "no folder can hold a file named " + path.getLast()));
        }
        if (use != null && use.child >= 0) {
            moved(path, use.child * disc.block(), record);
        } else if (record.isFolder()) {
            give(entry(path, ArtifactType.DIRECTORY, use, record.time()));
            descend(path, record.start(), record.size(), record.at());
        } else {
            file(path, record, use);
        }
    }

    /// A folder that stands elsewhere, since it would be too deep here: its own record has what is said
    /// of it.
    private void moved(List<Name> path, long start, DirectoryRecord record) throws Unreadable {
        DirectoryRecord self = DirectoryRecord.of(disc, start);
        SystemUse use = SystemUse.of(disc, self, skip);
        give(entry(path, ArtifactType.DIRECTORY, use, self.time()));
        descend(path, start, self.size(), record.at());
    }

    private void give(Entry entry) throws LimitReached {
        if (before == null) {
            disc.out().entry(entry);
        }
    }

    private void descend(List<Name> path, long start, long size, long at) {
        if (path.size() >= DEPTH) {
            disc.out().problem(new Problem.LimitReached("folders within folders", DEPTH, path.size() + 1));
        } else if (!folders.add(start)) {
            disc.out()
                    .problem(new Problem.Malformed(
                            at, "Location of Extent", "the folder at " + start + " is met again"));
        } else if (!disc.image().holds(start, size)) {
            disc.out().problem(new Problem.Malformed(at, "Data Length", "a folder of " + size + " bytes at " + start));
        } else if (before == null || !before.hasFolder(start)) {
            disc.structure(start, size);
            levels.addLast(new Level(path, start, start + size));
        }
    }

    private void file(List<Name> path, DirectoryRecord record, @Nullable SystemUse use) throws Unreadable {
        ArtifactType type = ArtifactType.FILE;
        if (use != null && use.mode >= 0) {
            type = UnixMode.type((int) use.mode, record.at(), "PX mode");
        }
        if (type != ArtifactType.FILE) {
            give(entry(path, type, use, record.time()));
            return;
        }
        Runs runs = pieces == null ? new Runs() : pieces;
        runs.add(record.start(), record.size());
        if (record.goesOn()) {
            if (runs.count() > MOST_PIECES) {
                throw new Malformed(record.at(), "File Flags", "a file of more than " + MOST_PIECES + " pieces");
            }
            pieces = runs;
            return;
        }
        pieces = null;
        if (runs.size() > 0) {
            files.put(runs.offsetOf(0), runs.size());
        }
        if (before != null) {
            hidden(path, runs, before);
        } else {
            content(entry(path, type, use, record.time()), record, use, runs);
        }
    }

    private void content(Entry entry, DirectoryRecord record, @Nullable SystemUse use, Runs runs) throws LimitReached {
        String refused = record.interleaved()
                ? "interleaved"
                : record.isAssociated()
                        ? "associated with the file of this name"
                        : use != null && use.sparse ? "sparse (SF)" : "";
        if (!refused.isEmpty()) {
            Unsupported why = new Unsupported(record.at(), "File Flags", "a file that is " + refused);
            disc.out().file(entry, 0, _ -> {
                throw why;
            });
        } else if (use != null && use.unpacked >= 0) {
            runs.uses(disc.out(), Extent.Kind.DATA, disc.image());
            packed(entry, record, use, runs);
        } else {
            giving.file(entry, runs);
        }
    }

    private void packed(Entry entry, DirectoryRecord record, SystemUse use, Runs runs) throws LimitReached {
        if (!use.compression.equals("pz")) {
            Unsupported why = new Unsupported(record.at(), "ZF algorithm", Name.of(use.compression) + " is not read");
            disc.out().file(entry, 0, _ -> {
                throw why;
            });
            return;
        }
        disc.out()
                .file(entry, use.unpacked, out -> new Zisofs(runs.of(disc.image(), "file"), use.unpacked).decode(out));
    }

    /// A file that only this view has: its bytes are given as a part, and its name is said.
    private void hidden(List<Name> path, Runs runs, Walk other) throws Unreadable {
        long start = runs.size() == 0 ? -1 : runs.offsetOf(0);
        if (start < 0 || other.fileAt(start) >= 0 || !disc.image().holds(start, runs.size()) || runs.count() != 1) {
            return;
        }
        String text = String.join("/", path.stream().map(Name::toString).toList());
        disc.out().header("only in the tree of " + names, text, start, runs.size());
        disc.out().part("file", start, runs.of(disc.image(), "file"));
        other.files.put(start, runs.size());
    }

    private Entry entry(List<Name> path, ArtifactType type, @Nullable SystemUse use, OptionalLong time) {
        if (use != null && use.mode >= 0) {
            return described(path, type, use, time);
        }
        return time.isEmpty()
                ? Entry.of(path, type)
                : new Entry(path, type, Recorded.TIME, 0, 0, 0, time.getAsLong(), 0, 0, Name.EMPTY, List.of());
    }

    private Entry described(List<Name> path, ArtifactType type, SystemUse use, OptionalLong time) {
        long mtime = use.modified.orElse(time.orElse(0));
        Entry entry = Entry.of(path, type).owned((int) use.mode, use.uid, use.gid, mtime);
        byte[] target = use.target();
        if (type == ArtifactType.SYMLINK && target != null) {
            return entry.to(Name.of(target));
        }
        if ((type == ArtifactType.BLOCK || type == ArtifactType.CHARACTER) && use.device >= 0) {
            // Some writers split a number into halves of 32 bits, some into major and minor.
            return use.deviceHigh == 0
                    ? entry.device(UnixMode.major(use.device), UnixMode.minor(use.device))
                    : entry.device(use.deviceHigh, use.device);
        }
        return entry;
    }

    private Name name(DirectoryRecord record, @Nullable SystemUse use) throws Malformed {
        byte[] given = use == null ? null : use.name();
        if (given != null) {
            return Name.of(given);
        }
        Bytes image = disc.image();
        byte[] raw = image.array(record.nameAt(), record.nameLength(), "File Identifier");
        String text = new String(raw, names == Names.JOLIET ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        int version = text.lastIndexOf(';');
        if (version > 0 && !record.isFolder()) {
            text = text.substring(0, version);
            if (names != Names.JOLIET && text.endsWith(".")) {
                text = text.substring(0, text.length() - 1);
            }
        }
        return names == Names.JOLIET ? Name.of(text) : Name.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean unsafe(Name name) {
        for (byte each : name.bytes()) {
            if (each == '/' || each == 0) {
                return true;
            }
        }
        return name.size() == 0 || name.is(".") || name.is("..");
    }
}
