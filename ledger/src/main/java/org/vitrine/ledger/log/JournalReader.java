package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The batches of a journal, one after the other. It ends where no further batch follows; [#rest] tells
/// whether that is the journal's end.
final class JournalReader implements Closeable {
    private static final int AHEAD = 1 << 20;

    private final Disk disk;
    private final byte[] id;
    private final List<Long> segments;
    private Disk.@Nullable Input input;
    private Journal.Place place;
    private Journal.Place began;
    private long size;
    private ByteBuffer buffer = ByteBuffer.allocate(AHEAD).limit(0);

    /// The batches from one place on.
    ///
    /// @param from where a batch begins
    JournalReader(Disk disk, byte[] id, Journal.Place from) throws IOException {
        this.disk = disk;
        this.id = id;
        this.segments = Journal.segments(disk);
        this.place = from;
        this.began = from;
        if (segments.contains(from.segment())) {
            enter(from);
        } else if (!segments.isEmpty()) {
            throw new IOException("the journal has no segment that begins with entry " + from.segment());
        }
    }

    /// Where the next batch begins, or would.
    Journal.Place place() {
        return place;
    }

    /// Where the last batch that was read begins.
    Journal.Place began() {
        return began;
    }

    /// The next batch.
    ///
    /// @return nothing when none follows
    @Nullable
    Batch next() throws IOException {
        if (input == null) {
            return null;
        }
        long next = place.next();
        if (place.offset() == size && next > place.segment() && segments.contains(next)) {
            enter(new Journal.Place(next, 0, next));
        }
        if (size - place.offset() < Batch.HEADER) {
            return null;
        }
        fetch(Batch.HEADER);
        int length = Batch.length(buffer.slice(buffer.position(), Batch.HEADER), id, next);
        if (length < 0 || size - place.offset() < length) {
            return null;
        }
        fetch(length);
        Batch batch = Batch.decode(buffer.slice(buffer.position(), length));
        if (batch == null) {
            return null;
        }
        buffer.position(buffer.position() + length);
        began = place;
        place = new Journal.Place(place.segment(), place.offset() + length, batch.end());
        return batch;
    }

    /// How many bytes stand behind the last batch that was read. Since a batch is written only when the
    /// one before it is durable, a crash leaves at most one batch's there; more, or another segment, is
    /// damage.
    ///
    /// @throws IOException when it is damage
    long rest() throws IOException {
        long rest = size - place.offset();
        boolean last = segments.isEmpty() || segments.getLast() == place.segment();
        if (rest > Batch.LONGEST || !last) {
            throw new IOException("the journal is damaged: " + Journal.name(place.segment())
                    + " holds no batch at byte " + place.offset() + ", where entry " + place.next()
                    + " must stand, and more follows than a crash leaves");
        }
        if (rest >= Batch.HEADER) {
            fetch(Batch.HEADER);
            int length = Batch.length(buffer.slice(buffer.position(), Batch.HEADER));
            if (length >= 0 && length <= rest) {
                fetch(length);
                if (Batch.decode(buffer.slice(buffer.position(), length)) != null) {
                    throw new IOException(Journal.name(place.segment()) + " holds a whole batch at byte "
                            + place.offset()
                            + " that is not entry " + place.next() + " of this log: the origin is another one, or the"
                            + " journal is damaged");
                }
            }
        }
        return rest;
    }

    private void enter(Journal.Place from) throws IOException {
        close();
        Disk.Input opened = disk.open(Journal.name(from.segment()));
        input = opened;
        size = opened.size();
        place = from;
        buffer.limit(0);
        if (from.offset() > size) {
            throw new IOException(Journal.name(from.segment()) + " ends at byte " + size + ", before " + from.offset());
        }
    }

    /// Has so many bytes of this place in the buffer.
    private void fetch(int wanted) throws IOException {
        Disk.Input from = input;
        if (buffer.remaining() >= wanted || from == null) {
            return;
        }
        int ahead = (int) Math.min(Math.max(wanted, AHEAD), size - place.offset());
        if (buffer.capacity() < ahead) {
            buffer = ByteBuffer.allocate(ahead);
        }
        buffer.clear().limit(ahead);
        from.read(buffer, place.offset());
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        if (input != null) {
            input.close();
        }
    }
}
