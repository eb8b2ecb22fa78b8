package org.vitrine.unpack.format.squashfs;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Malformed;

/// The blocks decoded last, up to a number of bytes. A block that several threads ask for at once is decoded by
/// one of them. What it holds never changes what is read, only how often it is decoded; it gives way when
/// memory is short.
final class BlockCache {
    /// Decodes a block that isn't held.
    @FunctionalInterface
    interface Source {
        /// Decodes the block with this key.
        Block block(long key) throws Malformed;
    }

    private static final class Slot {
        private SoftReference<@Nullable Block> held = new SoftReference<>(null);
        private @Nullable Malformed refused;
        private int weight;

        synchronized Block block(long key, Source source) throws Malformed {
            if (refused != null) {
                throw refused;
            }
            Block block = held.get();
            if (block == null) {
                try {
                    block = source.block(key);
                } catch (Malformed e) {
                    refused = e;
                    throw e;
                }
                held = new SoftReference<>(block);
            }
            return block;
        }
    }

    private static final int OVERHEAD = 128;
    private final long capacity;
    private final Source source;
    private final LinkedHashMap<Long, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    BlockCache(long capacity, Source source) {
        this.capacity = capacity;
        this.source = source;
    }

    /// The block with this key.
    ///
    /// @throws Malformed when it can't be decoded; the same each time
    Block block(long key) throws Malformed {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(key, _ -> new Slot());
        }
        try {
            Block block = slot.block(key, source);
            weigh(key, slot, block.bytes().length + OVERHEAD);
            return block;
        } catch (Malformed e) {
            weigh(key, slot, OVERHEAD);
            throw e;
        }
    }

    private void weigh(long key, Slot slot, int bytes) {
        synchronized (slots) {
            // Another thread may have weighed it, or thrown it out again, since.
            if (slot.weight == 0 && slots.get(key) == slot) {
                slot.weight = bytes;
                weight += bytes;
                trim();
            }
        }
    }

    private void trim() {
        Iterator<Slot> eldest = slots.values().iterator();
        while (weight > capacity && slots.size() > 1) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }
}
