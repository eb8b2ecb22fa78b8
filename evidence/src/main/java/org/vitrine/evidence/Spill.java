package org.vitrine.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one private file that unpacked contents live in: mode 0600, and without a name from the moment it is
/// open, so that nothing is left behind however the run ends. Written through the channel, where a full disk is
/// an error one can tell; read through mapped windows. Safe for several threads.
public final class Spill implements AutoCloseable {
    /// Windows are mapped whole; a power of two.
    private static final long WINDOW = 64L << 20;

    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final AtomicLong end = new AtomicLong();
    /// The windows mapped so far, by their number; replaced as a whole when one is added.
    private volatile @Nullable MemorySegment[] windows = {};

    private Spill(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens a spill file in `folder`.
    ///
    /// @throws IOException when it can't be made there
    public static Spill open(Path folder) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "vitrine-",
                ".spill",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            return new Spill(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Files.delete(file);
        }
    }

    /// How many bytes were put here so far.
    public long size() {
        return end.get();
    }

    /// Puts bytes at the end; gives them back as [Bytes].
    ///
    /// @throws UncheckedIOException when the disk is full or fails
    public Bytes put(byte[] source, int offset, int length) {
        if (length == 0) {
            return Bytes.EMPTY;
        }
        long at = end.getAndAdd(length);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer, at + length - buffer.remaining());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no room for unpacked contents in the temporary folder: " + e.getMessage(), e);
        }
        return new Spilled(this, at, length);
    }

    /// The window that holds `at`. Only asked for bytes that were written.
    MemorySegment window(long at) {
        int index = (int) (at / WINDOW);
        @Nullable MemorySegment[] known = windows;
        MemorySegment window = index < known.length ? known[index] : null;
        return window != null ? window : addWindow(index);
    }

    private synchronized MemorySegment addWindow(int index) {
        @Nullable MemorySegment[] known = windows;
        MemorySegment window = index < known.length ? known[index] : null;
        if (window == null) {
            window = mapWindow(index);
            @Nullable MemorySegment[] more = Arrays.copyOf(known, Math.max(known.length, index + 1));
            more[index] = window;
            windows = more;
        }
        return window;
    }

    static long withinWindow(long at) {
        return at & (WINDOW - 1);
    }

    static long leftInWindow(long at) {
        return WINDOW - withinWindow(at);
    }

    private MemorySegment mapWindow(long index) {
        try {
            // A mapping past the end of a file makes it longer, and sparse there.
            return channel.map(MapMode.READ_WRITE, index * WINDOW, WINDOW, arena)
                    .asReadOnly();
        } catch (IOException e) {
            throw new UncheckedIOException("can't map unpacked contents: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }
}
