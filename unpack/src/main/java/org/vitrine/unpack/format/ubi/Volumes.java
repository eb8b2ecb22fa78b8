package org.vitrine.unpack.format.ubi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Stitched;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Sink;

/// The volume table of an image, and the volumes put together from their blocks.
public final class Volumes {
    /// The volume that holds the two copies of the table.
    private static final int LAYOUT = 0x7fffefff;

    /// Erased bytes that may stand for blocks that aren't there, for each byte of the image, and at any
    /// rate.
    private static final int FILL_RATIO = 16;
    private static final long FILL = 64 << 20;

    private final Attached image;
    private final Sink out;
    private long fillLeft;

    /// The volumes of an image of `size` bytes.
    public Volumes(Attached image, long size, Sink out) {
        this.image = image;
        this.out = out;
        this.fillLeft = FILL + FILL_RATIO * size;
    }

    /// Gives a row and a part for each volume.
    ///
    /// @throws LimitReached when no more parts are allowed
    public void give() throws Unreadable {
        List<VolumeRecord> records = table();
        for (VolumeRecord each : records) {
            volume(each);
        }
        for (int number : image.numbers()) {
            if (number != LAYOUT && records.stream().noneMatch(each -> each.number() == number)) {
                image.problem(new Problem.Unsupported(
                        image.volume(number).firstEntry().getValue().at() + 8,
                        "vid_hdr.vol_id",
                        image.volume(number).size() + " blocks of volume " + number
                                + ", which the volume table doesn't name"));
            }
        }
    }

    private List<VolumeRecord> table() throws Malformed {
        List<List<VolumeRecord>> copies = new ArrayList<>();
        for (Block block : image.volume(LAYOUT).values()) {
            long at = block.at() + image.layout().first().dataOffset();
            try {
                Bytes data = image.data(block, image.layout().logicalSize());
                List<VolumeRecord> records = VolumeRecord.table(data);
                if (VolumeRecord.lines(data) > 0) {
                    copies.add(records);
                    out.uses(Extent.Kind.STRUCTURE, at, (long) VolumeRecord.lines(data) * VolumeRecord.SIZE);
                }
            } catch (Malformed e) {
                image.problem(new Problem.Malformed(
                        at + e.problem().offset(),
                        e.problem().field(),
                        e.problem().reason()));
            }
        }
        if (copies.isEmpty()) {
            throw new Malformed(-1, "vtbl", "there is no volume table that can be read");
        }
        if (copies.size() == 2 && !copies.getFirst().equals(copies.getLast())) {
            image.problem(new Problem.Malformed(-1, "vtbl", "the two copies of the volume table differ"));
        }
        return copies.getFirst();
    }

    private void volume(VolumeRecord volume) throws Unreadable {
        NavigableMap<Long, Block> blocks = image.volume(volume.number());
        long size = image.layout().logicalSize() - volume.dataPad();
        long dataOffset = image.layout().first().dataOffset();
        long offset = blocks.isEmpty() ? -1 : blocks.firstEntry().getValue().at() + dataOffset;
        String name = Display.text(volume.name().bytes());
        String type = volume.fixed() ? "static" : "dynamic";
        String attributes = volume.attributes(blocks.size());
        out.fact(id -> new Partition(
                id, volume.number(), name, type, "", offset, volume.reserved() * Math.max(0, size), attributes));
        if (size <= 0) {
            image.problem(new Problem.Malformed(-1, "data_pad", volume.dataPad() + " bytes are the whole block"));
        } else if (!blocks.isEmpty()
                && image.data(blocks.firstEntry().getValue(), size).size() == 0) {
            image.problem(new Problem.Malformed(offset, "data", "the image ends before the volume's first block"));
        } else if (!blocks.isEmpty()) {
            out.volume(part(name), offset, content(volume, blocks, size));
        }
    }

    private Bytes content(VolumeRecord volume, NavigableMap<Long, Block> blocks, long size) throws Malformed {
        List<Bytes> pieces = new ArrayList<>();
        long next = 0;
        for (Map.Entry<Long, Block> each : blocks.entrySet()) {
            Block block = each.getValue();
            long at = block.at() + image.layout().first().dataOffset();
            if (each.getKey() >= volume.reserved()) {
                image.problem(new Problem.Malformed(
                        block.at() + 12, "vid_hdr.lnum", each.getKey() + " of " + volume.reserved() + " blocks"));
                break;
            }
            long gap = each.getKey() - next;
            if (gap > 0 && gap > fillLeft / size) {
                image.problem(new Problem.LimitReached("bytes of unmapped blocks", fillLeft, Long.MAX_VALUE));
                break;
            }
            fillLeft -= gap * size;
            pieces.add(erased(gap * size));
            next = each.getKey() + 1;
            long length = volume.fixed() ? Math.min(size, block.dataSize()) : size;
            if (volume.fixed() && !image.isComplete(block)) {
                image.problem(new Problem.Malformed(at, "vid_hdr.data_crc", "is not that of the data"));
            }
            Bytes data = image.data(block, length);
            pieces.add(data);
            out.uses(Extent.Kind.DATA, at, data.size());
            if (data.size() < length) {
                image.problem(new Problem.Malformed(at, "data", length + " bytes asked, " + data.size() + " left"));
                break;
            }
        }
        if (volume.fixed() && next != blocks.firstEntry().getValue().used()) {
            image.problem(new Problem.Malformed(
                    blocks.firstEntry().getValue().at() + 24,
                    "vid_hdr.used_ebs",
                    blocks.firstEntry().getValue().used() + " blocks named, " + next + " are there"));
        }
        return Stitched.of(pieces);
    }

    /// Bytes of ones, as blocks read that no physical one stands for; halves share their pieces.
    private static Bytes erased(long size) {
        if (size <= ERASED.length) {
            return size == 0 ? Bytes.EMPTY : Bytes.of(Arrays.copyOf(ERASED, (int) size));
        }
        Bytes half = erased(size / 2);
        List<Bytes> pieces = new ArrayList<>(List.of(half, half));
        if (size % 2 != 0) {
            pieces.add(erased(1));
        }
        return Stitched.of(pieces);
    }

    private static final byte[] ERASED = new byte[1 << 12];

    static {
        Arrays.fill(ERASED, (byte) -1);
    }

    /// The volume's name where it is a plain word, as it nearly always is.
    private static String part(String name) {
        boolean plain = !name.isEmpty() && name.length() <= 64;
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            plain &= each == '-' || each == '_' || each == '.' || each < 0x7f && Character.isLetterOrDigit(each);
        }
        return plain ? name : "volume";
    }
}
