package org.vitrine.unpack.format.jffs2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.flash.Pieces;
import org.vitrine.unpack.format.jffs2.Fragments.Fragment;
import org.vitrine.unpack.spi.Decoder;
import org.vitrine.unpack.spi.Out;

/// The content of a regular file: fragments, and holes between them.
///
/// @param size of the file in bytes
record FileContent(Bytes image, List<Fragment> fragments, long size) implements Decoder {
    /// Decoded nodes that are kept in case their next fragment comes soon.
    private static final int KEPT = 8;

    /// Bytes that may be decoded again and again for files whose nodes were laid to make it so.
    private static final long WORK = 256L << 20;

    @Override
    public void decode(Out out) throws Unreadable {
        Map<Long, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                return size() > KEPT;
            }
        };
        long at = 0;
        long work = 0;
        long allowed = WORK + 4 * size;
        for (Fragment fragment : fragments) {
            out.hole(fragment.start() - at);
            at = fragment.end();
            InodeNode node = fragment.node();
            if (node.damaged()) {
                throw new Malformed(node.at() + 60, "data_crc", "is not that of the data");
            }
            if (node.compression() == Compression.ZERO) {
                out.hole(fragment.end() - fragment.start());
                continue;
            }
            byte[] decoded = kept.get(node.at());
            if (decoded == null) {
                work += node.size();
                if (work > allowed) {
                    throw new LimitReached("decoded bytes", allowed, work);
                }
                decoded = Compression.decode(image, node);
                kept.put(node.at(), decoded);
            }
            out.write(decoded, (int) (fragment.start() - node.offset()), (int) (fragment.end() - fragment.start()));
        }
        out.hole(size - at);
    }

    /// The content where all of it lies in the image as it is, save holes; empty where something has to be decoded.
    Optional<Bytes> plain() {
        Pieces pieces = new Pieces();
        for (Fragment fragment : fragments) {
            InodeNode node = fragment.node();
            if (node.damaged()) {
                return Optional.empty();
            }
            if (node.compression() == Compression.ZERO) {
                continue;
            }
            if (node.compression() != Compression.NONE || node.stored() != node.size()) {
                return Optional.empty();
            }
            try {
                long from = node.at() + InodeNode.SIZE + fragment.start() - node.offset();
                pieces.add(fragment.start(), image.slice(from, fragment.end() - fragment.start(), "data"));
            } catch (Malformed e) {
                return Optional.empty();
            }
        }
        return pieces.content(size);
    }
}
