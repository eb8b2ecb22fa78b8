package org.vitrine.unpack.format.cramfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The folders and files of a cramfs. An inode's number is its place: it has one name, and no other. Not safe for
/// several threads.
public final class Volume implements Inodes {
    private static final int LONGEST_TARGET = 1 << 16;

    private final Bytes image;
    private final Superblock superblock;
    private final Sink out;
    private long names;
    private long end = Superblock.SIZE;

    /// The file system that `image` starts with.
    public Volume(Bytes image, Superblock superblock, Sink out) {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
    }

    /// Gives all of it out, from the root folder on.
    ///
    /// @throws LimitReached when no more entries are allowed
    public void walk() throws LimitReached {
        new Folders(this, out).walk(superblock.root(), true);
    }

    /// Offset of the first byte behind all that [#walk] met.
    public long end() {
        return end;
    }

    void uses(Extent.Kind kind, long offset, long length) {
        out.uses(kind, offset, length);
        end = Math.max(end, offset + length);
    }

    private Inode inode(long at) throws Malformed {
        return Inode.of(image, at, superblock.order());
    }

    @Override
    public List<Named> names(long folder) throws Malformed {
        Inode inode = inode(folder);
        List<Named> listed = new ArrayList<>();
        long at = inode.offset();
        long end = at + inode.size();
        uses(Extent.Kind.STRUCTURE, at, Math.max(0, Math.min(inode.size(), image.size() - at)));
        while (at < end && image.holds(at, Inode.SIZE)) {
            Inode next = inode(at);
            // Inodes stand in one folder each: more names than room for them means folders that overlap.
            if (++names > image.size() / Inode.SIZE || next.end() > end) {
                break;
            }
            listed.add(new Named(name(next), at, type(next)));
            at = next.end();
        }
        if (at != end) {
            out.problem(
                    new Malformed(at, "inode.namelen", "the folder at " + folder + " ends amid an entry").problem());
        }
        return listed;
    }

    private static ArtifactType type(Inode inode) {
        try {
            return UnixMode.type(inode.mode(), inode.at(), "inode.mode");
        } catch (Malformed e) {
            // Describing it refuses it.
            return ArtifactType.FILE;
        }
    }

    private Name name(Inode inode) throws Malformed {
        byte[] name = image.array(inode.at() + Inode.SIZE, inode.nameSize(), "name");
        int length = name.length;
        while (length > 0 && name[length - 1] == 0) {
            length--;
        }
        return Name.of(Arrays.copyOf(name, length));
    }

    @Override
    public Entry describe(Entry named, long at) throws Unreadable {
        Inode inode = inode(at);
        ArtifactType type = UnixMode.type(inode.mode(), at, "inode.mode");
        boolean device = type == ArtifactType.BLOCK || type == ArtifactType.CHARACTER;
        return new Entry(
                named.path(),
                type,
                Recorded.MODE_OWNER,
                inode.mode() & 07777,
                inode.uid(),
                inode.gid(),
                0,
                device ? inode.size() >>> 8 : 0,
                device ? inode.size() & 0xff : 0,
                type == ArtifactType.SYMLINK ? target(inode) : Name.EMPTY,
                List.of());
    }

    private Name target(Inode inode) {
        try {
            if (inode.size() > LONGEST_TARGET) {
                throw new Malformed(inode.at(), "inode.size", inode.size() + " bytes of a link's target");
            }
            FileContent content = new FileContent(image, superblock, inode);
            content.uses(this);
            return Name.of(content.bytes());
        } catch (Unreadable e) {
            out.problem(e.problem());
            return Name.EMPTY;
        }
    }

    @Override
    public void give(Entry entry, long at, Sink sink) throws LimitReached {
        try {
            Inode inode = inode(at);
            FileContent content = new FileContent(image, superblock, inode);
            content.uses(this);
            // Without room for its list of blocks, a size is none: nothing is charged for it.
            sink.file(entry, content.listed() ? inode.size() : 0, content);
        } catch (Malformed e) {
            sink.file(entry, 0, _ -> {
                throw e;
            });
        }
    }
}
