package org.vitrine.unpack.format.yaffs;

import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// A page in use, by the tags in its spare bytes (`struct yaffs_packed_tags2_tags_only`).
///
/// @param at offset of the page
/// @param sequence grows with each block that is written; in a block, later pages are newer
/// @param object the object it belongs to
/// @param number 0 for the object's header, else from 1 the piece of the content
/// @param bytes of content in it
record Chunk(long at, long sequence, int object, int number, long bytes) {
    /// Bytes of the tags; their checksum behind them has 12 more.
    static final int TAGS = 16;

    static final int CHECKSUM = 12;

    private static final long LOWEST_SEQUENCE = 0x1000;
    private static final long HIGHEST_SEQUENCE = 0xefffff00L;
    private static final int MOST_OBJECTS = 0x3ffff;
    private static final int EXTRA = 0x80000000;
    private static final int OBJECT = 0x0fffffff;

    /// The page at `at`; empty when its tags can't be some.
    static Optional<Chunk> at(Bytes image, long at, Layout layout) throws Malformed {
        if (!image.holds(at, layout.step())) {
            return Optional.empty();
        }
        long tags = at + layout.page() + layout.tags();
        long sequence = image.u32(tags, layout.order(), "seq_number");
        int object = image.i32(tags + 4, layout.order(), "obj_id");
        int number = image.i32(tags + 8, layout.order(), "chunk_id");
        long bytes = image.u32(tags + 12, layout.order(), "n_bytes");
        if ((number & EXTRA) != 0) {
            // The tags of a header also carry what a mount wants to know of it; the header says the same.
            object &= OBJECT;
            number = 0;
        }
        boolean plausible = sequence >= LOWEST_SEQUENCE
                && sequence <= HIGHEST_SEQUENCE
                && object >= 1
                && object <= MOST_OBJECTS
                && number >= 0
                && (number == 0 || bytes <= layout.page());
        return plausible ? Optional.of(new Chunk(at, sequence, object, number, bytes)) : Optional.empty();
    }

    boolean isHeader() {
        return number == 0;
    }
}
