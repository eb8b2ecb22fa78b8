package org.vitrine.inspect.component;

import java.util.List;
import org.vitrine.evidence.Bytes;

/// Tells programs and raw images from text and from archives, whose strings are those of their entries.
final class Binary {
    private static final int SAMPLE = 1 << 16;

    /// Bytes, one character for each.
    private record Magic(int offset, String text) {
        boolean stands(byte[] head) {
            if (offset + text.length() > head.length) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if ((head[offset + i] & 0xff) != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Magic> ARCHIVES = List.of(
            new Magic(257, "ustar"),
            new Magic(0, "!<arch>\n"),
            new Magic(0, "PK\003\004"),
            new Magic(0, "070701"),
            new Magic(0, "070702"),
            new Magic(0, "hsqs"),
            new Magic(0, "sqsh"),
            new Magic(1080, "S\u00ef"),
            new Magic(0, "SQLite format 3\0"),
            new Magic(0, "%PDF"),
            new Magic(0, "\u00ca\u00fe\u00ba\u00be"),
            new Magic(0, "\u0089PNG"));

    private Binary() {}

    static boolean is(Bytes content) {
        byte[] head = new byte[(int) Math.min(SAMPLE, content.size())];
        content.copyAvailable(0, head, 0, head.length);
        if (head.length > 4 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F') {
            return true;
        }
        return ARCHIVES.stream().noneMatch(magic -> magic.stands(head)) && holdsZero(head);
    }

    private static boolean holdsZero(byte[] head) {
        for (byte value : head) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }
}
