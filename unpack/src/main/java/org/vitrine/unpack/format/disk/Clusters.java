package org.vitrine.unpack.format.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Hole;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.codec.ZstdStream;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Out;
import org.vitrine.unpack.spi.Sink;

/// The content of a virtual disk, from front to back: clusters that lie in its image as they are,
/// compressed ones, and holes. Neighbours are merged. A disk without compressed clusters is given as a
/// volume of slices; any other is decoded. Not safe for several threads while it is filled.
public final class Clusters {
    /// How a cluster is compressed.
    public enum Packing {
        /// Deflate data without a wrapper.
        DEFLATE,
        /// A zlib stream.
        ZLIB,
        /// A Zstandard frame.
        ZSTD
    }

    /// Holes beyond this are refused when they outdo the image a thousandfold: each byte of them is
    /// digested.
    private static final long HOLE_FLOOR = 64L << 20;

    private static final long MOST_HOLES = 1024;
    private static final long HOLE = -1;
    private static final int WINDOW = 1 << 16;
    private static final int LARGEST = 2 << 20;

    private final Bytes image;
    private final Packing packing;

    /// Threes: where a run lies or [#HOLE], its bytes on the disk, and its bytes in the image where it is
    /// compressed.
    private long[] runs = new long[96];

    private int length;
    private long size;
    private long holes;
    private long stored;
    private long first = HOLE;
    private boolean packed;
    private long outside;
    private long outsideAt;

    /// An empty disk.
    public Clusters(Bytes image, Packing packing) {
        this.image = image;
        this.packing = packing;
    }

    /// Adds `count` bytes that read as zero.
    public void hole(long count) {
        add(HOLE, count, 0, length > 0 && runs[length - 3] == HOLE);
        holes += count;
    }

    /// Adds `count` bytes that lie at `offset`; what lies behind the end reads as zero, and is a problem.
    ///
    /// @throws Malformed when the clusters are more than the image can hold, so they overlap
    public void raw(long offset, long count) throws Malformed {
        long there = Math.clamp(image.size() - offset, 0, count);
        if (there > 0) {
            store(offset, there);
            boolean follows = length > 0
                    && runs[length - 3] != HOLE
                    && runs[length - 1] == 0
                    && runs[length - 3] + runs[length - 2] == offset;
            add(offset, there, 0, follows);
        }
        if (there < count) {
            lost(offset);
            hole(count - there);
        }
    }

    /// Adds `count` bytes that `bytes` at `offset` decode to.
    ///
    /// @throws Malformed when the clusters are more than the image can hold, so they overlap
    public void packed(long offset, long bytes, int count) throws Malformed {
        long there = Math.clamp(image.size() - offset, 0, bytes);
        if (there == 0) {
            lost(offset);
            hole(count);
            return;
        }
        store(offset, there);
        packed = true;
        add(offset, count, there, false);
    }

    private void lost(long offset) {
        outside++;
        outsideAt = outside == 1 ? offset : outsideAt;
    }

    private void store(long offset, long bytes) throws Malformed {
        stored += bytes;
        first = first == HOLE ? offset : first;
        // Compressed clusters share sectors with their neighbours, so each can be counted twice.
        if (stored > 2 * image.size()) {
            throw new Malformed(offset, "cluster", "clusters overlap: they have more bytes than there are");
        }
    }

    private void add(long offset, long count, long bytes, boolean follows) {
        if (count == 0) {
            return;
        }
        size += count;
        if (follows) {
            runs[length - 2] += count;
            return;
        }
        if (length == runs.length) {
            runs = Arrays.copyOf(runs, 2 * length);
        }
        runs[length++] = offset;
        runs[length++] = count;
        runs[length++] = bytes;
    }

    /// Bytes of the disk.
    public long size() {
        return size;
    }

    /// Cuts it to `wanted` bytes, or adds a hole.
    public void resize(long wanted) {
        while (size > wanted) {
            long cut = Math.min(size - wanted, runs[length - 2]);
            runs[length - 2] -= cut;
            size -= cut;
            if (runs[length - 2] == 0) {
                length -= 3;
            }
        }
        if (size < wanted) {
            hole(wanted - size);
        }
    }

    /// Gives the disk out and says which bytes it lies in. One without a single cluster is a row only.
    ///
    /// @throws LimitReached when no more entries or bytes are allowed
    public void give(Sink out) throws LimitReached {
        out.header("allocated", Long.toString(stored), -1, 0);
        if (outside > 0) {
            out.problem(new Problem.Malformed(outsideAt, "cluster", outside + " of them lie behind the end"));
        }
        if (stored == 0) {
            return;
        }
        for (int i = 0; i < length; i += 3) {
            if (runs[i] != HOLE) {
                out.uses(Extent.Kind.DATA, runs[i], runs[i + 2] == 0 ? runs[i + 1] : runs[i + 2]);
            }
        }
        if (packed) {
            out.file(Entry.of(List.of(Name.of("disk")), ArtifactType.FILE), size, this::decode);
            return;
        }
        long allowed = Math.max(HOLE_FLOOR, image.size() * MOST_HOLES);
        if (holes > allowed) {
            throw new LimitReached("holes of a disk", allowed, holes);
        }
        try {
            List<Bytes> pieces = new ArrayList<>(length / 3);
            for (int i = 0; i < length; i += 3) {
                pieces.add(runs[i] == HOLE ? Hole.of(runs[i + 1]) : image.slice(runs[i], runs[i + 1], "cluster"));
            }
            out.volume("disk", first, Stitched.of(pieces));
        } catch (Malformed e) {
            throw new IllegalStateException("clusters that are inside and outside", e);
        }
    }

    private void decode(Out out) throws Unreadable {
        byte[] window = new byte[WINDOW];
        byte[] decoded = {};
        for (int i = 0; i < length; i += 3) {
            long count = runs[i + 1];
            if (runs[i] == HOLE) {
                out.hole(count);
            } else if (runs[i + 2] == 0) {
                for (long done = 0; done < count; done += WINDOW) {
                    int step = (int) Math.min(WINDOW, count - done);
                    image.copy(runs[i] + done, window, 0, step, "cluster");
                    out.write(window, 0, step);
                }
            } else {
                decoded = decoded.length >= count ? decoded : new byte[(int) count];
                unpack(runs[i], runs[i + 2], decoded, (int) count);
                out.write(decoded, 0, (int) count);
            }
        }
    }

    private void unpack(long at, long bytes, byte[] decoded, int wanted) throws Unreadable {
        int done = packing == Packing.ZSTD ? unzstd(at, bytes, decoded, wanted) : inflate(at, bytes, decoded, wanted);
        if (done != wanted) {
            throw new Malformed(at, "compressed cluster", "gives " + done + " bytes of " + wanted);
        }
    }

    private int inflate(long at, long bytes, byte[] decoded, int wanted) throws Malformed {
        Inflater inflater = new Inflater(packing == Packing.DEFLATE);
        try {
            inflater.setInput(image.array(at, bytes, "compressed cluster"));
            int done = 0;
            int count;
            do {
                count = inflater.inflate(decoded, done, wanted - done);
                done += count;
            } while (count > 0 && done < wanted);
            return done;
        } catch (DataFormatException e) {
            throw new Malformed(at, "compressed cluster", String.valueOf(e.getMessage()));
        } finally {
            inflater.end();
        }
    }

    private int unzstd(long at, long bytes, byte[] decoded, int wanted) throws Unreadable {
        int[] done = {0};
        ZstdStream.decode(image.slice(at, bytes, "compressed cluster"), 0, new Out() {
            private long surplus;

            @Override
            public void write(byte[] source, int offset, int count) throws Unreadable {
                // The last cluster of a disk reaches beyond its end.
                int taken = Math.min(count, wanted - done[0]);
                System.arraycopy(source, offset, decoded, done[0], taken);
                done[0] += taken;
                surplus += count - taken;
                if (surplus > LARGEST) {
                    throw new Malformed(at, "compressed cluster", "gives more than " + LARGEST + " bytes");
                }
            }

            @Override
            public void hole(long count) throws Unreadable {
                write(new byte[Math.clamp(count, 0, wanted + 1)], 0, Math.clamp(count, 0, wanted + 1));
            }
        });
        return done[0];
    }
}
