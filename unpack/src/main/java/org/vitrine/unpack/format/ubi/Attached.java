package org.vitrine.unpack.format.ubi;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.spi.Sink;

/// An image whose blocks were all looked at: which physical block stands for which logical one. Of several, the one
/// that was written last; if that is a copy, only where its data are complete.
public final class Attached {
    private static final int MOST_PROBLEMS = 100;

    private final Bytes image;
    private final Layout layout;
    private final Sink out;
    private final Map<Integer, TreeMap<Long, Block>> volumes = new TreeMap<>();
    private long erased;
    private long outdone;
    private long problems;

    /// Looks at all blocks of an image that fills `image` from its first byte to its last.
    public Attached(Bytes image, Layout layout, Sink out) throws Malformed {
        this.image = image;
        this.layout = layout;
        this.out = out;
        Map<Integer, Map<Long, List<Block>>> candidates = new TreeMap<>();
        for (long i = 0; i < layout.blocks(); i++) {
            look(i * layout.blockSize(), candidates);
        }
        for (Map.Entry<Integer, Map<Long, List<Block>>> volume : candidates.entrySet()) {
            TreeMap<Long, Block> blocks = new TreeMap<>();
            for (Map.Entry<Long, List<Block>> each : volume.getValue().entrySet()) {
                blocks.put(each.getKey(), latest(each.getValue()));
                outdone += each.getValue().size() - 1;
            }
            volumes.put(volume.getKey(), blocks);
        }
    }

    private void look(long at, Map<Integer, Map<Long, List<Block>>> candidates) throws Malformed {
        Optional<EraseCounter> counter = EraseCounter.at(image, at);
        if (counter.isEmpty()) {
            if (image.holds(at, 4) && image.i32(at, BIG_ENDIAN, "magic") != -1) {
                problem(new Problem.Malformed(at, "ec_hdr", "no header of a block, or its checksum is wrong"));
            }
            return;
        }
        out.uses(Extent.Kind.STRUCTURE, at, EraseCounter.SIZE);
        try {
            Optional<Block> block = Block.at(image, at, at + layout.first().vidOffset());
            if (block.isEmpty()) {
                erased++;
                return;
            }
            out.uses(Extent.Kind.STRUCTURE, at + layout.first().vidOffset(), Block.SIZE);
            candidates
                    .computeIfAbsent(block.get().volume(), _ -> new HashMap<>())
                    .computeIfAbsent(block.get().number(), _ -> new ArrayList<>(1))
                    .add(block.get());
        } catch (Malformed e) {
            problem(e.problem());
        }
    }

    private Block latest(List<Block> blocks) {
        if (blocks.size() == 1) {
            return blocks.getFirst();
        }
        blocks.sort(Comparator.comparing(Block::sequence, Long::compareUnsigned).reversed());
        for (Block block : blocks) {
            if (!block.copy() || isComplete(block)) {
                return block;
            }
        }
        return blocks.getFirst();
    }

    /// Whether the data of a block have the checksum that its header names.
    boolean isComplete(Block block) {
        long start = block.at() + layout.first().dataOffset();
        try {
            return block.dataSize() <= layout.logicalSize()
                    && Crc.of(image, start, block.dataSize(), "data") == block.dataCrc();
        } catch (Malformed e) {
            return false;
        }
    }

    /// The logical blocks of a volume in their order; empty where it has none.
    NavigableMap<Long, Block> volume(int number) {
        return volumes.getOrDefault(number, new TreeMap<>());
    }

    /// The numbers of the volumes that any block belongs to, in order.
    List<Integer> numbers() {
        return List.copyOf(volumes.keySet());
    }

    /// So much of the data of a block as is asked and is there.
    Bytes data(Block block, long length) throws Malformed {
        long start = block.at() + layout.first().dataOffset();
        long there = Math.clamp(image.size() - start, 0, length);
        return there == 0 ? Bytes.EMPTY : image.slice(start, there, "data");
    }

    Layout layout() {
        return layout;
    }

    void problem(Problem problem) {
        problems++;
        if (problems <= MOST_PROBLEMS) {
            out.problem(problem);
        }
    }

    /// The rows about the image as a whole.
    public void headers() {
        out.header("version", "1", 4, 1);
        out.header("vid_hdr_offset", Long.toString(layout.first().vidOffset()), 16, 4);
        out.header("data_offset", Long.toString(layout.first().dataOffset()), 20, 4);
        out.header("image_seq", "0x%08x".formatted(layout.first().imageSequence()), 24, 4);
        out.header("peb_size", Long.toString(layout.blockSize()), -1, 0);
        out.header("pebs", Long.toString(layout.blocks()), -1, 0);
        out.header("unmapped_pebs", Long.toString(erased), -1, 0);
        out.header("obsolete_pebs", Long.toString(outdone), -1, 0);
        if (problems > MOST_PROBLEMS) {
            out.problem(new Problem.LimitReached("blocks told", MOST_PROBLEMS, problems));
        }
    }
}
