package org.vitrine.unpack.format.jffs2;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitrine.evidence.Bytes;

/// One node after the other, over erased flash and what is no node, to where the file system ends.
///
/// Nothing says how long a JFFS2 is. It goes on over erased flash of any length, and over at most [#RUBBISH] bytes
/// that are neither erased nor a node; it ends behind the last node, or where the erase block of that node ends if
/// all is erased up to there.
public final class Scan {
    /// Four bytes that OpenWrt writes where the first start is to erase the rest of the partition.
    static final byte[] END_OF_FILE_SYSTEM = {(byte) 0xde, (byte) 0xad, (byte) 0xc0, (byte) 0xde};

    /// Bytes without a node behind which no further node is looked for: the smallest usual erase block.
    private static final int RUBBISH = 1 << 16;

    private static final int BLOCK = 1 << 16;

    private final Bytes image;
    private final ByteOrder order;
    private final byte[] window = new byte[BLOCK];
    private long at;
    private long rubbish;
    private long behindLast;
    private long nodes;
    private boolean named;
    private boolean ended;

    /// A scan that starts at the first byte of `image`, where a node has to stand.
    public Scan(Bytes image, ByteOrder order) {
        this.image = image;
        this.order = order;
    }

    /// The next node; empty when there is none any more. Its body may be cut by the end of the image.
    public Optional<NodeHeader> next() {
        while (!ended && at <= image.size() - NodeHeader.SIZE) {
            at = behindErased(at);
            Optional<NodeHeader> header = NodeHeader.at(image, at, order);
            if (header.isPresent()) {
                nodes++;
                named |=
                        header.get().type() == NodeHeader.DIRENT || header.get().type() == NodeHeader.INODE;
                at = header.get().next();
                behindLast = Math.min(at, image.size());
                rubbish = 0;
                return header;
            }
            rubbish += 4;
            ended = rubbish > RUBBISH || image.matches(at, END_OF_FILE_SYSTEM);
            at += 4;
        }
        return Optional.empty();
    }

    /// Where the file system ends, once there are no more nodes.
    public long end() {
        long erased = behindErased(behindLast);
        if (image.matches(erased, END_OF_FILE_SYSTEM)) {
            return erased + END_OF_FILE_SYSTEM.length;
        }
        for (int block = BLOCK; block >= 1 << 12; block >>= 1) {
            long end = erased / block * block;
            if (end >= behindLast) {
                return end;
            }
        }
        return behindLast;
    }

    /// Where the mark stands that ends a file system of OpenWrt; empty when there is none.
    ///
    /// @param content a whole file system
    public static OptionalLong endMark(Bytes content) {
        long at = content.size() - END_OF_FILE_SYSTEM.length;
        return content.matches(at, END_OF_FILE_SYSTEM) ? OptionalLong.of(at) : OptionalLong.empty();
    }

    /// Whether what was met is more than one header that may stand alone as a constant of a program.
    public boolean convincing() {
        return named || nodes > 1 || behindErased(behindLast) - behindLast >= 4096;
    }

    /// The first four bytes from `from` on that aren't all ones.
    private long behindErased(long from) {
        long next = from;
        while (true) {
            int filled = image.copyAvailable(next, window, 0, next == from ? 4 : BLOCK);
            int same = 0;
            while (same + 4 <= filled
                    && (window[same] & window[same + 1] & window[same + 2] & window[same + 3]) == -1) {
                same += 4;
            }
            next += same;
            if (same == 0 || same + 4 <= filled) {
                return next;
            }
        }
    }
}
