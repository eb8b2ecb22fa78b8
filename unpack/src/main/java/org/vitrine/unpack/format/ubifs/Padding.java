package org.vitrine.unpack.format.ubifs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

/// What stands between nodes: padding nodes (`struct ubifs_pad_node`), and bytes that align to eight.
final class Padding {
    private static final int SIZE = 28;

    private Padding() {}

    /// Where the next node can stand behind this one; behind a padding node, behind all that it pads.
    static long behind(Bytes image, Node node) throws Malformed {
        if (node.type() != Node.PADDING || node.length() < SIZE) {
            return node.next();
        }
        return node.at() + (node.length() + image.u32(node.at() + 24, LITTLE_ENDIAN, "pad_len") + 7 & ~7L);
    }

    /// Whether nothing but ones or zeros stands from `at` to `end`.
    static boolean isBlank(Bytes image, long at, long end) {
        byte[] bytes = new byte[8];
        int filled = image.copyAvailable(at, bytes, 0, (int) Math.min(8, end - at));
        for (int i = 0; i < filled; i++) {
            if (bytes[i] != bytes[0] || bytes[i] != 0 && bytes[i] != -1) {
                return false;
            }
        }
        return true;
    }
}
