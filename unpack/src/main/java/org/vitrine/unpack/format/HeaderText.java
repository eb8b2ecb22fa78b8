package org.vitrine.unpack.format;

import java.util.Arrays;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Malformed;

/// Text in a header field of fixed length: it ends at the first NUL, or with the field.
final class HeaderText {
    private HeaderText() {}

    /// The text as it can be shown.
    static String of(Bytes image, long at, int length, String field) throws Malformed {
        byte[] raw = image.array(at, length, field);
        int end = 0;
        while (end < length && raw[end] != 0) {
            end++;
        }
        return Display.text(Arrays.copyOf(raw, end));
    }
}
