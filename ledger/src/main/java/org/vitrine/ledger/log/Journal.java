package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What the log holds: its batches, one behind the other, in segments named after the index of their
/// first entry, `journal/00000000000000000000` and on. All other files can be made again from it.
///
/// A batch is durable once [#force] has returned. The next one is written only then, so that a crash can
/// damage the last batch and no other.
final class Journal implements Closeable {
    static final String FOLDER = "journal";
    /// A segment that has grown beyond this is continued in a new one.
    static final long SEGMENT = 64L << 20;

    private final Disk disk;
    private final byte[] id;
    private final long longest;
    private long segment;
    private long offset;
    private long next;
    private boolean fresh;
    private Disk.Output output;

    /// Continues a journal.
    ///
    /// @param id what its batches are known by
    /// @param longest how many bytes a segment takes before the next one is begun
    /// @param end where the next batch goes; what stands there and behind it is cut off
    Journal(Disk disk, byte[] id, long longest, Place end) throws IOException {
        this.disk = disk;
        this.id = id;
        this.longest = longest;
        this.segment = end.segment();
        this.offset = end.offset();
        this.next = end.next();
        this.fresh = offset == 0;
        this.output = disk.append(name(segment), offset);
    }

    static String name(long segment) {
        return FOLDER + "/" + "%020d".formatted(segment);
    }

    /// The indexes that segments begin with, in order.
    ///
    /// @throws IOException when something else lies in the folder
    static List<Long> segments(Disk disk) throws IOException {
        List<Long> segments = new ArrayList<>();
        for (String name : disk.list(FOLDER)) {
            if (!name.matches("0[0-9]{19}")) {
                throw new IOException(FOLDER + "/" + name + " is no segment of a journal");
            }
            segments.add(Long.parseLong(name));
        }
        return segments;
    }

    /// Where the next batch will begin.
    Place end() {
        return new Place(segment, offset, next);
    }

    /// Writes a batch.
    ///
    /// @return where it begins
    Place write(Batch batch) throws IOException {
        if (offset >= longest) {
            output.close();
            segment = batch.first();
            offset = 0;
            fresh = true;
            output = disk.append(name(segment), 0);
        }
        Place place = end();
        byte[] bytes = batch.encode(id);
        output.write(ByteBuffer.wrap(bytes));
        offset += bytes.length;
        next = batch.end();
        return place;
    }

    /// Returns once all that was written is durable. After a failure nothing may be written any more:
    /// what the disk holds is not known, and the system may have forgotten what it could not write.
    void force() throws IOException {
        output.force();
        if (fresh) {
            disk.forceFolder(FOLDER);
            fresh = false;
        }
    }

    /// Makes durable what a reader found, with the last batch written once more: the process that wrote
    /// it may have died, or its force failed, and after a failed force Linux counts pages as written
    /// that are not.
    ///
    /// @param last the last batch before the end, if it is in the last segment
    /// @param at where it begins
    void settle(Batch last, Place at) throws IOException {
        if (at.segment() == segment) {
            output.rewrite(ByteBuffer.wrap(last.encode(id)), at.offset());
        }
        output.force();
        disk.forceFolder(FOLDER);
        fresh = false;
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    /// A place between two batches.
    ///
    /// @param segment index that the segment begins with
    /// @param offset bytes from its start
    /// @param next index of the first entry after it
    record Place(long segment, long offset, long next) {
        /// Where the first batch begins.
        static final Place START = new Place(0, 0, 0);
    }
}
