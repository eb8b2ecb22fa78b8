package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vitrine.evidence.Bytes;

/// Tells programs and raw images from text and from archives, whose strings are those of their entries.
final class Binary {
    private static final int SAMPLE = 1 << 16;

    private record Magic(int offset, byte[] bytes) {
        static Magic of(int offset, String text) {
            return new Magic(offset, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static final List<Magic> ARCHIVES = List.of(
            Magic.of(257, "ustar"),
            Magic.of(0, "!<arch>\n"),
            Magic.of(0, "PK\003\004"),
            Magic.of(0, "070701"),
            Magic.of(0, "070702"),
            Magic.of(0, "hsqs"),
            Magic.of(0, "sqsh"),
            Magic.of(1080, "S\u00ef"),
            Magic.of(0, "SQLite format 3\0"),
            Magic.of(0, "%PDF"),
            Magic.of(0, "\u00ca\u00fe\u00ba\u00be"),
            Magic.of(0, "\u0089PNG"));

    private Binary() {}

    static boolean is(Bytes content) {
        byte[] head = new byte[(int) Math.min(SAMPLE, content.size())];
        content.copyAvailable(0, head, 0, head.length);
        if (head.length > 4 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F') {
            return true;
        }
        for (Magic magic : ARCHIVES) {
            if (content.matches(magic.offset, magic.bytes)) {
                return false;
            }
        }
        for (byte value : head) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }
}
