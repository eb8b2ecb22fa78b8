package org.vitrine.unpack.format.romfs;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Recorded;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.disk.Runs;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// The folders and files of a romfs. A file's number is the place of its header; a hard link has a header
/// too, which names that place. Not safe for several threads.
public final class Volume implements Inodes {
    private static final int START = 16;
    private static final int SMALLEST = 32;
    private static final int LONGEST_TARGET = 4096;
    private static final int LINKS = 8;

    private final Bytes image;
    private final Sink out;
    private final Runs.Giving giving;
    private final Name name;
    private final long root;
    private final Set<Long> summed = new HashSet<>();
    private long names;

    /// The file system that `image` is.
    ///
    /// @throws Malformed when its name doesn't end
    public Volume(Bytes image, Sink out) throws Malformed {
        this.image = image;
        this.out = out;
        this.giving = new Runs.Giving(image, out);
        this.name = FileHeader.name(image, START);
        this.root = (long) START + FileHeader.padded(name);
    }

    /// The sum of the big-endian numbers of 32 bits in `length` bytes; what is right sums up to zero.
    ///
    /// @throws Malformed when they aren't there
    public static long sum(Bytes image, long at, long length) throws Malformed {
        int sum = 0;
        for (long i = 0; i + 4 <= length; i += 4) {
            sum += image.i32(at + i, BIG_ENDIAN, "checksum");
        }
        return Integer.toUnsignedLong(sum);
    }

    /// Its name as it can be shown.
    public String name() {
        return Display.text(name.bytes());
    }

    /// Gives all of it out, from the root folder on.
    ///
    /// @throws LimitReached when no more entries are allowed
    public void walk() throws LimitReached {
        out.uses(Extent.Kind.STRUCTURE, 0, Math.min(root, image.size()));
        new Folders(this, out).walk(root, true);
    }

    /// The header at `at`; what it sums up to is looked at once.
    private FileHeader header(long at) throws Malformed {
        FileHeader header = FileHeader.of(image, at);
        if (summed.add(at)) {
            long sum = sum(image, at, header.data() - at);
            out.uses(Extent.Kind.STRUCTURE, at, Math.min(header.data(), image.size()) - at);
            if (sum != 0) {
                out.problem(new Problem.Malformed(at + 12, "checksum", "the header sums up to 0x%08x".formatted(sum)));
            }
        }
        return header;
    }

    @Override
    public List<Named> names(long folder) throws Malformed {
        // The root's own header is the first in its listing; it says of itself where that is.
        long at = folder == root ? root : header(folder).info() & -FileHeader.ALIGN;
        List<Named> listed = new ArrayList<>();
        Set<Long> met = new HashSet<>();
        while (at != 0) {
            if (!met.add(at) || ++names > image.size() / SMALLEST) {
                out.problem(new Problem.Unsafe(at, "next filehdr", "a header that was met before: a loop"));
                break;
            }
            try {
                FileHeader header = header(at);
                if (!header.name().is(".") && !header.name().is("..")) {
                    FileHeader file = target(header);
                    listed.add(new Named(header.name(), file.at(), file.kind()));
                }
                at = header.next();
            } catch (Malformed e) {
                out.problem(e.problem());
                break;
            }
        }
        return listed;
    }

    /// The header that describes the file: a hard link's is another.
    private FileHeader target(FileHeader header) throws Malformed {
        FileHeader file = header;
        for (int i = 0; i < LINKS && file.type() == FileHeader.LINK; i++) {
            file = header(file.info() & -FileHeader.ALIGN);
        }
        if (file.type() == FileHeader.LINK) {
            throw new Malformed(header.at() + 4, "spec.info", "a hard link to hard links");
        }
        return file;
    }

    @Override
    public Entry describe(Entry named, long at) throws Unreadable {
        FileHeader header = header(at);
        boolean device = header.kind() == ArtifactType.BLOCK || header.kind() == ArtifactType.CHARACTER;
        return new Entry(
                named.path(),
                header.kind(),
                Recorded.MODE,
                header.mode(),
                0,
                0,
                0,
                device ? header.info() >>> 16 : 0,
                device ? header.info() & 0xffff : 0,
                header.kind() == ArtifactType.SYMLINK ? link(header) : Name.EMPTY,
                List.of());
    }

    private Name link(FileHeader header) {
        try {
            if (header.size() > LONGEST_TARGET) {
                throw new Malformed(header.at() + 8, "size", header.size() + " bytes of a link's target");
            }
            byte[] target = image.array(header.data(), header.size(), "target");
            out.uses(Extent.Kind.STRUCTURE, header.data(), header.size());
            return Name.of(target);
        } catch (Malformed e) {
            out.problem(e.problem());
            return Name.EMPTY;
        }
    }

    @Override
    public void give(Entry entry, long at, Sink sink) throws LimitReached {
        try {
            FileHeader header = header(at);
            Runs runs = new Runs();
            runs.add(header.data(), header.size());
            giving.file(entry, runs);
        } catch (Malformed e) {
            sink.file(entry, 0, _ -> {
                throw e;
            });
        }
    }
}
