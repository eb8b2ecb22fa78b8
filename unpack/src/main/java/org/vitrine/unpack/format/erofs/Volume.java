package org.vitrine.unpack.format.erofs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The folders and files of an EROFS. Not safe for several threads.
public final class Volume implements Inodes {
    private static final int DIRENT = 12;
    private static final int LONGEST_TARGET = 4096;

    private final Bytes image;
    private final Superblock superblock;
    private final Sink out;
    private final Runs.Giving giving;
    private final Attributes attributes;
    private long names;

    /// The file system that `image` starts with.
    public Volume(Bytes image, Superblock superblock, Sink out) {
        this.image = image;
        this.superblock = superblock;
        this.out = out;
        this.giving = new Runs.Giving(image, out);
        this.attributes = new Attributes(image, superblock, out);
    }

    /// Gives all of it out, from the root folder on.
    ///
    /// @throws LimitReached when no more entries are allowed
    public void walk() throws LimitReached {
        new Folders(this, out).walk(superblock.root(), true);
    }

    private Inode inode(long number) throws Malformed {
        return Inode.of(image, superblock, number);
    }

    @Override
    public List<Named> names(long folder) throws Unreadable {
        Inode inode = inode(folder);
        Runs runs = inode.runs(superblock);
        Bytes listing = runs.of(image, "folder");
        runs.uses(out, Extent.Kind.STRUCTURE, image);
        List<Named> listed = new ArrayList<>();
        for (long at = 0; at < listing.size(); at += superblock.blockSize()) {
            long length = Math.min(superblock.blockSize(), listing.size() - at);
            block(listing.slice(at, length, "folder"), inode, listed);
        }
        return listed;
    }

    /// A block of a folder: entries, and behind them their names.
    private void block(Bytes block, Inode folder, List<Named> listed) throws Malformed {
        int first = block.u16(8, LITTLE_ENDIAN, "nameoff");
        if (first < DIRENT || first % DIRENT != 0 || first > block.size()) {
            throw new Malformed(folder.at(), "nameoff", "the first name of a block starts at " + first);
        }
        for (int at = 0; at < first; at += DIRENT) {
            // Folders may share blocks in no sane image: more names than it has room for are refused.
            if (++names > image.size() / DIRENT) {
                throw new Malformed(folder.at(), "nameoff", "more names than fit");
            }
            long number = block.i64(at, LITTLE_ENDIAN, "nid");
            int start = block.u16(at + 8L, LITTLE_ENDIAN, "nameoff");
            int end = at + DIRENT < first ? block.u16(at + DIRENT + 8L, LITTLE_ENDIAN, "nameoff") : (int) block.size();
            Name name = name(block.array(start, Math.max(0, end - start), "name"));
            if (!name.is(".") && !name.is("..")) {
                listed.add(new Named(name, number, type(block.u8(at + 10L, "file_type"))));
            }
        }
    }

    private static Name name(byte[] field) {
        int length = 0;
        while (length < field.length && field[length] != 0) {
            length++;
        }
        return Name.of(Arrays.copyOf(field, length));
    }

    private static ArtifactType type(int type) {
        return switch (type) {
            case 2 -> ArtifactType.DIRECTORY;
            case 3 -> ArtifactType.CHARACTER;
            case 4 -> ArtifactType.BLOCK;
            case 5 -> ArtifactType.FIFO;
            case 6 -> ArtifactType.SOCKET;
            case 7 -> ArtifactType.SYMLINK;
            default -> ArtifactType.FILE;
        };
    }

    @Override
    public Entry describe(Entry named, long number) throws Unreadable {
        Inode inode = inode(number);
        ArtifactType type = UnixMode.type(inode.mode(), inode.at() + 4, "i_mode");
        out.uses(Extent.Kind.STRUCTURE, inode.at(), inode.length() - inode.attributes());
        boolean device = type == ArtifactType.BLOCK || type == ArtifactType.CHARACTER;
        return new Entry(
                named.path(),
                type,
                Recorded.MODE_OWNER_TIME,
                inode.mode() & 07777,
                inode.uid(),
                inode.gid(),
                inode.mtime(),
                device ? UnixMode.major(inode.place()) : 0,
                device ? UnixMode.minor(inode.place()) : 0,
                type == ArtifactType.SYMLINK ? target(inode) : Name.EMPTY,
                attributes.of(inode));
    }

    private Name target(Inode inode) {
        try {
            if (inode.size() > LONGEST_TARGET) {
                throw new Malformed(inode.at(), "i_size", inode.size() + " bytes of a link's target");
            }
            Runs runs = inode.runs(superblock);
            Bytes target = runs.of(image, "target");
            runs.uses(out, Extent.Kind.STRUCTURE, image);
            return Name.of(target.array(0, target.size(), "target"));
        } catch (Unreadable e) {
            out.problem(e.problem());
            return Name.EMPTY;
        }
    }

    @Override
    public void give(Entry entry, long number, Sink sink) throws LimitReached {
        Runs runs;
        try {
            runs = inode(number).runs(superblock);
        } catch (Unreadable e) {
            sink.file(entry, 0, _ -> {
                throw e;
            });
            return;
        }
        giving.file(entry, runs);
    }
}
