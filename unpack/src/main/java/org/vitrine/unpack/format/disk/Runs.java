package org.vitrine.unpack.format.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// Where the content of one file lies on a disk: runs of bytes and holes between them, in the file's
/// order. Runs that continue one another are one. Not safe for several threads.
public final class Runs {
    private static final long HOLE = -1;
    private static final int WINDOW = 1 << 16;

    /// A file in which holes alone outdo the disk by this factor is refused: only one made for it is
    /// met.
    private static final long MOST_HOLES = 512;

    private static final long HOLE_FLOOR = 64L << 20;

    private long[] pairs = new long[4];
    private int length;
    private long size;
    private long holes;

    // Where the last question about an offset ended: they come in the order of the file.
    private int cursor;
    private long before;

    /// The runs of an empty file.
    public Runs() {}

    /// Adds `count` bytes that lie at `offset` of the disk.
    public void add(long offset, long count) {
        boolean follows = length > 0 && pairs[length - 2] != HOLE && pairs[length - 2] + pairs[length - 1] == offset;
        append(offset, count, follows);
    }

    /// Adds `count` bytes that read as zero.
    public void hole(long count) {
        append(HOLE, count, length > 0 && pairs[length - 2] == HOLE);
        holes += count;
    }

    private void append(long offset, long count, boolean follows) {
        if (count == 0) {
            return;
        }
        size = Math.addExact(size, count);
        if (follows) {
            pairs[length - 1] += count;
            return;
        }
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * length);
        }
        pairs[length++] = offset;
        pairs[length++] = count;
    }

    /// Bytes of all runs and holes.
    public long size() {
        return size;
    }

    /// How many runs and holes there are.
    public int count() {
        return length / 2;
    }

    /// Makes it exactly `wanted` bytes: the end is cut, or a hole follows.
    public void resize(long wanted) {
        while (size > wanted) {
            long cut = Math.min(size - wanted, pairs[length - 1]);
            pairs[length - 1] -= cut;
            size -= cut;
            holes -= pairs[length - 2] == HOLE ? cut : 0;
            if (pairs[length - 1] == 0) {
                length -= 2;
            }
        }
        if (size < wanted) {
            hole(wanted - size);
        }
    }

    /// The same without its holes: a folder's listing has none.
    public Runs stored() {
        Runs stored = new Runs();
        for (int i = 0; i < length; i += 2) {
            if (pairs[i] != HOLE) {
                stored.add(pairs[i], pairs[i + 1]);
            }
        }
        return stored;
    }

    /// Whether every run lies inside of the disk.
    public boolean isInside(Bytes disk) {
        for (int i = 0; i < length; i += 2) {
            if (pairs[i] != HOLE && !disk.holds(pairs[i], pairs[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /// Where the byte at `at` of the file lies on the disk; -1 in a hole.
    public long offsetOf(long at) {
        if (at < before) {
            cursor = 0;
            before = 0;
        }
        while (cursor < length && at - before >= pairs[cursor + 1]) {
            before += pairs[cursor + 1];
            cursor += 2;
        }
        return cursor == length || pairs[cursor] == HOLE ? HOLE : pairs[cursor] + at - before;
    }

    /// The content; nothing is copied.
    ///
    /// @throws Malformed when a run isn't inside of the disk
    public Bytes of(Bytes disk, String field) throws Malformed {
        List<Bytes> pieces = new ArrayList<>(length / 2);
        for (int i = 0; i < length; i += 2) {
            pieces.add(pairs[i] == HOLE ? Hole.of(pairs[i + 1]) : disk.slice(pairs[i], pairs[i + 1], field));
        }
        return Stitched.of(pieces);
    }

    /// Says of all runs that they are used.
    public void uses(Sink out, Extent.Kind kind, Bytes disk) {
        for (int i = 0; i < length; i += 2) {
            if (pairs[i] >= 0 && pairs[i] < disk.size()) {
                out.uses(kind, pairs[i], Math.min(pairs[i + 1], disk.size() - pairs[i]));
            }
        }
    }

    /// Whether a file of this size with these holes can only be made to do harm.
    public boolean isBloated(Bytes disk) {
        return holes > HOLE_FLOOR && holes / MOST_HOLES > disk.size();
    }

    /// The refusal of what [#isBloated].
    public LimitReached bloated(Bytes disk) {
        return new LimitReached("holes of a file", Math.max(HOLE_FLOOR, disk.size() * MOST_HOLES), holes);
    }

    private void copy(Bytes disk, Out out) throws Unreadable {
        byte[] window = new byte[WINDOW];
        for (int i = 0; i < length; i += 2) {
            if (pairs[i] == HOLE) {
                out.hole(pairs[i + 1]);
                continue;
            }
            long end = pairs[i] + pairs[i + 1];
            for (long at = pairs[i]; at < end; ) {
                int there = disk.copyAvailable(at, window, 0, (int) Math.min(WINDOW, end - at));
                if (there == 0) {
                    throw new Malformed(at, "file", (end - at) + " bytes of it lie behind the end");
                }
                out.write(window, 0, there);
                at += there;
            }
        }
    }

    /// Gives the files of one disk out: as they lie there, or, when they are cut or use the same bytes
    /// again and again, copied and charged.
    public static final class Giving {
        private final Bytes disk;
        private final Sink out;
        private long given;

        /// For the files of a disk.
        public Giving(Bytes disk, Sink out) {
            this.disk = disk;
            this.out = out;
        }

        /// Gives out one file, and says which bytes it uses.
        ///
        /// @throws LimitReached when no more entries or bytes are allowed
        public void file(Entry entry, Runs runs) throws LimitReached {
            if (runs.isBloated(disk)) {
                LimitReached why = runs.bloated(disk);
                out.file(entry, 0, _ -> {
                    throw why;
                });
                return;
            }
            runs.uses(out, Extent.Kind.DATA, disk);
            long twice = Math.max(disk.size(), HOLE_FLOOR) * 2;
            if (runs.size() <= twice - given && runs.isInside(disk)) {
                given += runs.size();
                try {
                    out.file(entry, runs.of(disk, "file"));
                } catch (Malformed e) {
                    throw new IllegalStateException("runs that are inside and outside", e);
                }
            } else {
                out.file(entry, runs.size(), sink -> runs.copy(disk, sink));
            }
        }

        /// Gives out the start of a file whose end can't be found.
        ///
        /// @throws LimitReached when no more entries or bytes are allowed
        public void partial(Entry entry, Runs runs, Unreadable why) throws LimitReached {
            runs.uses(out, Extent.Kind.DATA, disk);
            out.file(entry, runs.size(), sink -> {
                runs.copy(disk, sink);
                throw why;
            });
        }
    }
}
