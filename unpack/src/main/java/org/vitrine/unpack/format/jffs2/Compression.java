package org.vitrine.unpack.format.jffs2;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.unpack.codec.DeflateBlock;
import org.vitrine.unpack.codec.Lzma;
import org.vitrine.unpack.codec.Lzo1x;

/// The numbers of the compressors, and what undoes them (`linux/jffs2.h`, `JFFS2_COMPR_`).
final class Compression {
    static final int NONE = 0;
    static final int ZERO = 1;
    private static final int RTIME = 2;
    private static final int RUBINMIPS = 3;
    private static final int DYNRUBIN = 5;
    private static final int ZLIB = 6;
    private static final int LZO = 7;
    /// Not the kernel's own: a patch that OpenWrt carries.
    private static final int LZMA = 8;

    /// A node holds a page as a rule; no machine has larger ones than this.
    private static final long MOST = 1 << 20;

    private static final ThreadLocal<Lzma> LZMAS = ThreadLocal.withInitial(Lzma::new);

    private Compression() {}

    /// The piece of content that a node holds, decoded.
    ///
    /// @throws Unreadable when it can't be decoded to as many bytes as the node names
    static byte[] decode(Bytes image, InodeNode node) throws Unreadable {
        if (node.size() > MOST) {
            throw new Malformed(node.at() + 52, "dsize", "must be at most " + MOST + " but was " + node.size());
        }
        int size = (int) node.size();
        int length = node.stored();
        byte[] stored = new byte[length + Lzma.SLACK];
        image.copy(node.at() + InodeNode.SIZE, stored, 0, length, "data");
        byte[] decoded = new byte[size];
        int done;
        try {
            done = switch (node.compression()) {
                case NONE -> copied(stored, length, decoded);
                case ZERO -> size;
                case RTIME -> Rtime.decode(stored, length, decoded);
                case RUBINMIPS -> Rubin.mips(stored, length, decoded);
                case DYNRUBIN -> Rubin.dynamic(stored, length, decoded);
                case ZLIB -> DeflateBlock.decode(stored, 0, length, decoded, 0, size, true);
                case LZO -> Lzo1x.decode(stored, 0, length, decoded, 0, size);
                case LZMA -> lzma(stored, length, decoded);
                default ->
                    throw new Unsupported(node.at() + 56, "compr", "number " + node.compression() + " is not known");
            };
        } catch (Malformed e) {
            throw new Malformed(
                    node.at() + InodeNode.SIZE, e.problem().field(), e.problem().reason());
        }
        if (done != size) {
            throw new Malformed(node.at() + 52, "dsize", size + " bytes named, " + done + " decoded");
        }
        return decoded;
    }

    private static int copied(byte[] stored, int length, byte[] decoded) {
        System.arraycopy(stored, 0, decoded, 0, Math.min(length, decoded.length));
        return length;
    }

    /// A bare run without any header: lc = lp = pb = 0.
    private static int lzma(byte[] stored, int length, byte[] decoded) throws Malformed {
        Lzma lzma = LZMAS.get();
        lzma.properties(0);
        return lzma.decode(stored, 0, length, decoded, 0, 0, decoded.length, Lzma.End.INPUT);
    }

    /// The names of the compressors, for messages and rows.
    static String name(int number) {
        return switch (number) {
            case NONE -> "none";
            case ZERO -> "zero";
            case RTIME -> "rtime";
            case RUBINMIPS -> "rubinmips";
            case DYNRUBIN -> "dynrubin";
            case ZLIB -> "zlib";
            case LZO -> "lzo";
            case LZMA -> "lzma";
            default -> "number " + number;
        };
    }

    /// The sequence of pairs of a byte and a count: the byte, then as many bytes as stood behind its last place.
    static final class Rtime {
        private Rtime() {}

        static int decode(byte[] stored, int length, byte[] decoded) throws Malformed {
            int[] places = new int[256];
            int done = 0;
            for (int in = 0; done < decoded.length; in += 2) {
                if (in + 2 > length) {
                    throw new Malformed(in, "rtime", "ends early");
                }
                int value = stored[in] & 0xff;
                int repeat = stored[in + 1] & 0xff;
                decoded[done++] = stored[in];
                int from = places[value];
                places[value] = done;
                if (repeat > decoded.length - done) {
                    throw new Malformed(in, "rtime", "decodes to more than " + decoded.length + " bytes");
                }
                for (int i = 0; i < repeat; i++) {
                    decoded[done++] = decoded[from + i];
                }
            }
            return done;
        }
    }
}
