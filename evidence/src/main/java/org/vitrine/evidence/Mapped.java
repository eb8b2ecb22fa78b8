package org.vitrine.evidence;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Bytes in one piece of memory: a mapped file or an array.
public final class Mapped extends Bytes {
    private final MemorySegment segment;

    Mapped(MemorySegment segment) {
        this.segment = segment.asReadOnly();
    }

    static Mapped open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            return new Mapped(
                    size == 0
                            ? MemorySegment.ofArray(new byte[0])
                            : channel.map(MapMode.READ_ONLY, 0, size, Arena.ofAuto()));
        }
    }

    @Override
    public long size() {
        return segment.byteSize();
    }

    @Override
    void copyUnchecked(long at, byte[] target, int offset, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, target, offset, length);
    }

    @Override
    int byteUnchecked(long at) {
        return segment.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    @Override
    Bytes sliceUnchecked(long at, long length) {
        return new Mapped(segment.asSlice(at, length));
    }
}
