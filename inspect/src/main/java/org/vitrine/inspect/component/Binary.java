package org.vitrine.inspect.component;

import java.util.List;
import org.vitrine.evidence.Bytes;

/// Tells programs and raw images from text and from archives, whose strings are those of their entries.
final class Binary {
    private static final int SAMPLE = 1 << 16;

    /// Bytes, one character for each.
    private record Magic(int offset, String text) {}

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
        String head = content.head(SAMPLE);
        if (head.length() > 4 && head.startsWith("\u007fELF")) {
            return true;
        }
        return ARCHIVES.stream().noneMatch(magic -> head.startsWith(magic.text(), magic.offset()))
                && head.indexOf('\0') >= 0;
    }
}
