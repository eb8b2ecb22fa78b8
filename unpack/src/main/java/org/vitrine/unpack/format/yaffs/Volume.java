package org.vitrine.unpack.format.yaffs;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Folders;
import org.vitrine.unpack.format.flash.Inodes;
import org.vitrine.unpack.format.flash.Named;
import org.vitrine.unpack.format.flash.Pieces;
import org.vitrine.unpack.format.flash.UnixMode;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Sink;

/// A file system that is being read.
public final class Volume implements Inodes {
    private static final int ALIAS_AT = 300;
    private static final int ALIAS_SIZE = 160;

    /// Files of more pages are decoded even where they needn't be: their pieces would fill the memory.
    private static final int PLAIN_PAGES = 1 << 16;

    private final Bytes image;
    private final Layout layout;
    private final Sink out;
    private final Objects objects;
    private final Set<Integer> used = new HashSet<>();
    private long usedPages;

    /// A file system that fills `image` from its first byte to its last.
    ///
    /// @throws Unreadable when it has more pages than can be held
    public Volume(Bytes image, Layout layout, Sink out) throws Unreadable {
        this.image = image;
        this.layout = layout;
        this.out = out;
        this.objects = new Objects(image, layout, out);
    }

    /// How far the file system reaches that starts at the first byte of `image`.
    public static long end(Bytes image, Layout layout) throws Malformed {
        return Objects.end(image, layout);
    }

    /// Gives all files and the rows about the whole.
    ///
    /// @throws LimitReached when no more entries are allowed
    public void give() throws LimitReached {
        out.header("byte_order", layout.order() == ByteOrder.LITTLE_ENDIAN ? "little-endian" : "big-endian", 0, 4);
        out.header("page_size", Integer.toString(layout.page()), -1, 0);
        out.header("spare_size", Integer.toString(layout.spare()), -1, 0);
        out.header("tags_offset", Integer.toString(layout.tags()), -1, 0);
        new Folders(this, out)
                .walk(Objects.ROOT, objects.item(Objects.ROOT).header().isPresent());
        out.header("pages", Long.toString(objects.count()), -1, 0);
        out.header("obsolete_pages", Long.toString(objects.count() - usedPages), -1, 0);
    }

    @Override
    public List<Named> names(long folder) {
        List<Named> names = new ArrayList<>();
        for (int number : objects.folder((int) folder)) {
            ObjectHeader header = objects.item(number).header().orElseThrow();
            int named = number;
            if (header.type() == ObjectHeader.HARD_LINK) {
                named = header.equivalent();
                objects.item(number).headerChunk().ifPresent(chunk -> uses(chunk, ObjectHeader.SIZE));
            }
            names.add(new Named(header.name(), named, type(header.type())));
        }
        names.sort(Comparator.comparing(Named::name).thenComparingLong(Named::inode));
        return names;
    }

    private static ArtifactType type(int type) {
        return switch (type) {
            case ObjectHeader.SYMLINK -> ArtifactType.SYMLINK;
            case ObjectHeader.DIRECTORY -> ArtifactType.DIRECTORY;
            default -> ArtifactType.FILE;
        };
    }

    private void uses(Chunk chunk, long length) {
        usedPages++;
        Extent.Kind kind = chunk.isHeader() ? Extent.Kind.STRUCTURE : Extent.Kind.DATA;
        out.uses(kind, chunk.at(), length);
        long tags = chunk.at() + layout.page() + layout.tags();
        long end = chunk.at() + layout.step();
        long known = Math.min(tags + Chunk.TAGS + Chunk.CHECKSUM, end);
        boolean blank = true;
        byte[] rest = new byte[(int) (end - known)];
        image.copyAvailable(known, rest, 0, rest.length);
        for (byte each : rest) {
            blank &= each == -1;
        }
        // Spare bytes that are erased need no row of their own for each page.
        out.uses(Extent.Kind.STRUCTURE, tags, (blank ? end : known) - tags);
    }

    @Override
    public Entry describe(Entry named, long number) throws Unreadable {
        Objects.Item item = objects.item((int) number);
        ObjectHeader header =
                item.header().orElseThrow(() -> new Malformed(-1, "obj_id", "there is no header of object " + number));
        long at = header.at();
        ByteOrder order = layout.order();
        int mode = image.i32(at + 268, order, "yst_mode");
        ArtifactType type =
                header.type() == ObjectHeader.SPECIAL ? UnixMode.type(mode, at + 268, "yst_mode") : type(header.type());
        if (header.type() == ObjectHeader.HARD_LINK) {
            throw new Malformed(at + 296, "equiv_id", "a hard link to a hard link");
        }
        if (used.add((int) number)) {
            item.headerChunk().ifPresent(chunk -> uses(chunk, ObjectHeader.SIZE));
        }
        Entry entry = Entry.of(named.path(), type)
                .owned(
                        mode,
                        image.u32(at + 272, order, "yst_uid"),
                        image.u32(at + 276, order, "yst_gid"),
                        image.u32(at + 284, order, "yst_mtime"));
        return switch (type) {
            case SYMLINK -> entry.to(Name.of(ObjectHeader.text(image, at + ALIAS_AT, ALIAS_SIZE, "alias")));
            case CHARACTER, BLOCK -> {
                long device = image.u32(at + 460, order, "yst_rdev");
                yield entry.device(UnixMode.major(device), UnixMode.minor(device));
            }
            default -> entry;
        };
    }

    @Override
    public void give(Entry entry, long number, Sink sink) throws LimitReached {
        Objects.Item item = objects.item((int) number);
        long size = item.header().map(ObjectHeader::size).orElse(0L);
        Pieces plain = new Pieces();
        for (Map.Entry<Integer, Chunk> each : item.pieces().entrySet()) {
            long start = (long) (each.getKey() - 1) * layout.page();
            if (start < size) {
                Bytes piece = piece(each.getValue(), size - start);
                uses(each.getValue(), piece.size());
                if (item.pieces().size() <= PLAIN_PAGES) {
                    plain.add(start, piece);
                }
            }
        }
        Optional<Bytes> content = item.pieces().size() <= PLAIN_PAGES ? plain.content(size) : Optional.empty();
        if (content.isPresent()) {
            sink.file(entry, content.get());
        } else {
            sink.file(entry, size, decoder(item, size));
        }
    }

    private Bytes piece(Chunk chunk, long left) {
        try {
            return image.slice(chunk.at(), Math.min(chunk.bytes(), left), "page");
        } catch (Malformed e) {
            return Bytes.EMPTY;
        }
    }

    private Decoder decoder(Objects.Item item, long size) {
        return decoded -> {
            long at = 0;
            for (Map.Entry<Integer, Chunk> each : item.pieces().entrySet()) {
                long start = (long) (each.getKey() - 1) * layout.page();
                if (start < size) {
                    decoded.hole(start - at);
                    Bytes piece = piece(each.getValue(), size - start);
                    decoded.write(piece.array(0, piece.size(), "page"), 0, (int) piece.size());
                    at = start + piece.size();
                }
            }
            decoded.hole(size - at);
        };
    }
}
