package org.vitrine.inspect.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Location;

/// The lines of a configuration file, each with its place.
public final class Lines {
    /// No configuration file is longer; of a longer one the first part is read.
    public static final int MAXIMUM_SIZE = 1 << 20;

    private Lines() {}

    /// One line, without its end.
    ///
    /// @param number from 1
    /// @param offset of its first byte
    /// @param text one character for each byte
    public record Line(int number, int offset, String text) {
        /// The line as it can be shown.
        public String shown() {
            return Lines.shown(text.strip().replaceAll("\\t+", " "));
        }

        /// The line's bytes in a file.
        public Location location(Artifact file) {
            return new Location(file.sha256(), offset, text.length());
        }
    }

    /// All lines of a file.
    public static List<Line> of(Bytes content) {
        String text = content.head(MAXIMUM_SIZE);
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            int last = end < 0 ? text.length() : end;
            if (last > at && text.charAt(last - 1) == '\r') {
                last--;
            }
            lines.add(new Line(lines.size() + 1, at, text.substring(at, last)));
            at = next;
        }
        return lines;
    }

    /// Text of one character for each byte, as it can be shown.
    public static String shown(String text) {
        return Display.text(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
