package org.vitrine.unpack.format.yaffs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// All objects of a file system, each put together from its pages: the newest first, as a mount reads them.
final class Objects {
    static final int ROOT = 1;
    private static final int UNLINKED = 3;
    private static final int DELETED = 4;

    /// More pages than the memory holds.
    private static final int MOST = 4_000_000;

    /// So many pages that are none, a block of them, may stand between two that are.
    private static final int SPOILT = 64;

    /// An object.
    static final class Item {
        private Optional<ObjectHeader> header = Optional.empty();
        private Optional<Chunk> headerChunk = Optional.empty();
        private boolean gone;
        /// Pieces of content from here on that are still to come are void.
        private long shrunk = Long.MAX_VALUE;

        private final TreeMap<Integer, Chunk> pieces = new TreeMap<>();

        Optional<ObjectHeader> header() {
            return gone ? Optional.empty() : header;
        }

        Optional<Chunk> headerChunk() {
            return headerChunk;
        }

        NavigableMap<Integer, Chunk> pieces() {
            return pieces;
        }
    }

    private final Bytes image;
    private final Layout layout;
    private final Map<Integer, Item> items = new TreeMap<>();
    private final Map<Integer, List<Integer>> folders = new HashMap<>();
    private final long count;

    Objects(Bytes image, Layout layout, Sink out) throws Malformed, LimitReached {
        this.image = image;
        this.layout = layout;
        List<Chunk> chunks = new ArrayList<>();
        for (long at = 0; image.holds(at, layout.step()); at += layout.step()) {
            Chunk.at(image, at, layout).ifPresent(chunks::add);
            if (chunks.size() > MOST) {
                throw new LimitReached("pages", MOST, chunks.size());
            }
        }
        count = chunks.size();
        // The sort is stable: of the pages of one block the later are the newer.
        chunks.sort(Comparator.comparingLong(Chunk::sequence));
        for (Chunk chunk : chunks.reversed()) {
            try {
                take(chunk);
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
        for (Map.Entry<Integer, Item> each : items.entrySet()) {
            each.getValue()
                    .header()
                    .filter(_ -> each.getKey() != ROOT)
                    .ifPresent(header -> folders.computeIfAbsent(header.parent(), _ -> new ArrayList<>(2))
                            .add(each.getKey()));
        }
        long lost = folders.keySet().stream()
                .filter(folder -> folder != ROOT && item(folder).header().isEmpty())
                .count();
        if (lost > 0) {
            out.problem(new Problem.Malformed(-1, "parent_obj_id", lost + " folders are named that aren't there"));
        }
    }

    /// How far the file system reaches that starts at the first byte: to the end of its last page in use.
    static long end(Bytes image, Layout layout) throws Malformed {
        long end = 0;
        int spoilt = 0;
        for (long at = 0; image.holds(at, layout.step()) && spoilt <= SPOILT; at += layout.step()) {
            if (Chunk.at(image, at, layout).isPresent()) {
                end = at + layout.step();
                spoilt = 0;
            } else if (!layout.isErased(image, at)) {
                spoilt++;
            }
        }
        return end;
    }

    private void take(Chunk chunk) throws Malformed {
        Item item = items.computeIfAbsent(chunk.object(), _ -> new Item());
        if (!chunk.isHeader()) {
            long start = (long) (chunk.number() - 1) * layout.page();
            if (!item.gone && start < item.shrunk) {
                item.pieces.putIfAbsent(chunk.number(), chunk);
            }
            return;
        }
        ObjectHeader header = ObjectHeader.of(image, chunk.at(), layout.order());
        if (item.header.isEmpty()) {
            item.header = Optional.of(header);
            item.headerChunk = Optional.of(chunk);
            item.gone |= header.parent() == UNLINKED || header.parent() == DELETED;
        }
        if (header.shrinks()) {
            item.shrunk = Math.min(item.shrunk, header.size());
        }
        if (header.shadows() > ROOT && header.shadows() != chunk.object()) {
            Item shadowed = items.computeIfAbsent(header.shadows(), _ -> new Item());
            shadowed.gone |= shadowed.header.isEmpty();
        }
    }

    Item item(int number) {
        return items.getOrDefault(number, new Item());
    }

    /// The objects in a folder, by number.
    List<Integer> folder(int number) {
        return folders.getOrDefault(number, List.of());
    }

    /// How many pages are in use, be it for what is outdated.
    long count() {
        return count;
    }
}
