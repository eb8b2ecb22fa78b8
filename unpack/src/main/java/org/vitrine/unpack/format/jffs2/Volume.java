package org.vitrine.unpack.format.jffs2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.format.jffs2.Fragments.Fragment;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Entry.Attribute;
import org.vitrine.unpack.spi.Sink;

/// The files as a mount would show them: of each name and of each byte the newest node.
public final class Volume implements Inodes {
    /// The number of the root folder.
    public static final long ROOT = 1;

    /// The longest target a link can have.
    private static final int PATH = 4096;

    private final Log log;
    private final Set<Integer> named = new HashSet<>();
    /// The newest node of each inode that was asked for; and its attributes. A file may have a million names.
    private final Map<Integer, InodeNode> newest = new HashMap<>();

    private final Map<Integer, List<Attribute>> attributes = new HashMap<>();

    /// The files of all these nodes.
    public Volume(Log log) {
        this.log = log;
    }

    /// Whether anything is recorded of the root folder; mkfs.jffs2 writes nothing about it.
    public boolean describesRoot() {
        return !log.inode((int) ROOT).isEmpty();
    }

    @Override
    public List<Named> names(long folder) {
        Map<Name, Dirent> newest = new HashMap<>();
        for (Dirent dirent : log.folder((int) folder)) {
            newest.merge(dirent.name(), dirent, (one, other) -> other.outdoes(one) ? other : one);
        }
        List<Dirent> sorted = new ArrayList<>(newest.values());
        sorted.sort((one, other) -> one.name().compareTo(other.name()));
        List<Named> names = new ArrayList<>();
        for (Dirent dirent : sorted) {
            log.uses(dirent.at(), dirent.length());
            if (dirent.ino() != 0) {
                names.add(new Named(
                        dirent.name(), Integer.toUnsignedLong(dirent.ino()), UnixMode.ofDirent(dirent.type())));
            }
        }
        return names;
    }

    @Override
    public Entry describe(Entry entry, long inode) throws Unreadable {
        int ino = (int) inode;
        InodeNode latest = latest(ino);
        Bytes image = log.image();
        long at = latest.at();
        int mode = image.i32(at + 20, log.order(), "mode");
        ArtifactType type = UnixMode.type(mode, at + 20, "mode");
        boolean first = named.add(ino);
        Entry described = new Entry(
                        entry.path(),
                        type,
                        entry.recorded(),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Name.EMPTY,
                        attributes.computeIfAbsent(ino, log.xattrs()::of))
                .owned(
                        mode,
                        image.u16(at + 24, log.order(), "uid"),
                        image.u16(at + 26, log.order(), "gid"),
                        image.u32(at + 36, log.order(), "mtime"));
        if (first) {
            log.xattrs().use(ino, log);
            if (type != ArtifactType.FILE) {
                log.uses(latest, true);
            }
        }
        return switch (type) {
            case SYMLINK -> described.to(Name.of(special(latest)));
            case CHARACTER, BLOCK -> device(described, latest);
            default -> described;
        };
    }

    private InodeNode latest(int ino) throws Malformed {
        InodeNode known = newest.get(ino);
        if (known != null) {
            return known;
        }
        List<InodeNode> nodes = log.inode(ino);
        if (nodes.isEmpty()) {
            throw new Malformed(-1, "ino", "there is no node of inode " + Integer.toUnsignedString(ino));
        }
        InodeNode latest = nodes.getFirst();
        for (InodeNode node : nodes) {
            latest = node.outdoes(latest) ? node : latest;
        }
        newest.put(ino, latest);
        return latest;
    }

    /// The data of what is no regular file.
    private byte[] special(InodeNode node) throws Unreadable {
        if (node.damaged()) {
            throw new Malformed(node.at() + 60, "data_crc", "is not that of the data");
        }
        if (node.size() > PATH) {
            throw new Malformed(node.at() + 52, "dsize", "must be at most " + PATH + " but was " + node.size());
        }
        return Compression.decode(log.image(), node);
    }

    /// Two bytes hold eight bits of each number, four bytes hold more.
    private Entry device(Entry entry, InodeNode latest) throws Unreadable {
        Bytes raw = Bytes.of(special(latest));
        long number = raw.size() == 2 ? raw.u16(0, log.order(), "rdev") : raw.u32(0, log.order(), "rdev");
        return entry.device(UnixMode.major(number), UnixMode.minor(number));
    }

    @Override
    public void give(Entry entry, long inode, Sink out) throws LimitReached {
        try {
            InodeNode latest = latest((int) inode);
            long size = log.image().u32(latest.at() + 28, log.order(), "isize");
            List<Fragment> fragments = Fragments.of(log.inode((int) inode), size);
            uses(fragments, latest);
            FileContent content = new FileContent(log.image(), fragments, size);
            Optional<Bytes> plain = content.plain();
            if (plain.isPresent()) {
                out.file(entry, plain.get());
            } else {
                out.file(entry, size, content);
            }
        } catch (Malformed e) {
            out.file(entry, 0, _ -> {
                throw e;
            });
        }
    }

    private void uses(List<Fragment> fragments, InodeNode latest) throws Malformed {
        Set<InodeNode> used = new HashSet<>();
        for (Fragment fragment : fragments) {
            if (used.add(fragment.node())) {
                log.uses(fragment.node(), true);
            }
        }
        if (!used.contains(latest)) {
            log.uses(latest, false);
        }
    }
}
