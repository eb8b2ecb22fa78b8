package org.vitrine.unpack;

import org.vitrine.evidence.ByteStream;
import org.vitrine.evidence.Bytes;

/// Whether bytes are printable UTF-8: well-formed (RFC 3629), without control characters but tab, line feed,
/// form feed, carriage return and escape.
final class Printable {
    private Printable() {}

    /// Reads as far as it takes to say no.
    static boolean is(Bytes content) {
        ByteStream stream = content.stream(0);
        for (int first = stream.read(); first >= 0; first = stream.read()) {
            if (first < 0x80) {
                if (first < ' ' && first != '\n' && first != '\t' && first != '\r' && first != '\f' && first != 0x1b
                        || first == 0x7f) {
                    return false;
                }
            } else if (!isSequence(first, stream)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSequence(int first, ByteStream stream) {
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first < 0xc2 || first > 0xf4) {
            return false;
        }
        int point = first & 0x3f >>> more;
        for (int i = 0; i < more; i++) {
            int next = stream.read();
            if ((next & 0xc0) != 0x80 || next < 0) {
                return false;
            }
            point = point << 6 | next & 0x3f;
        }
        int least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
        return point >= least && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) && point >= 0xa0;
    }
}
