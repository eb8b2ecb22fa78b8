package org.vitrine.change.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The lines of a text, each up to its line feed; the last may have none. Immutable.
final class Lines {
    /// More than these are not compared.
    static final int MOST = 200_000;

    private final byte[] text;
    private final int[] starts;
    private final int count;

    private Lines(byte[] text, int[] starts, int count) {
        this.text = text;
        this.starts = starts;
        this.count = count;
    }

    /// The lines of a text; nothing where there are more than [#MOST].
    static Optional<Lines> of(byte[] text) {
        int[] starts = new int[256];
        int count = 0;
        for (int at = 0; at < text.length; ) {
            if (count == MOST) {
                return Optional.empty();
            }
            if (count + 1 >= starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[count++] = at;
            while (at < text.length && text[at] != '\n') {
                at++;
            }
            at = Math.min(text.length, at + 1);
        }
        starts[count] = text.length;
        return Optional.of(new Lines(text, starts, count));
    }

    int count() {
        return count;
    }

    /// Whether a line has an end.
    boolean isEnded(int line) {
        return starts[line + 1] > starts[line] && text[starts[line + 1] - 1] == '\n';
    }

    /// A line without its end, byte by byte as ISO 8859-1.
    String line(int line) {
        int end = starts[line + 1] - (isEnded(line) ? 1 : 0);
        return new String(text, starts[line], end - starts[line], StandardCharsets.ISO_8859_1);
    }

    /// The lines as numbers, the same for the same line with its end.
    ///
    /// @param numbers what was given so far, for both texts
    int[] numbers(Map<String, Integer> numbers) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            String whole = new String(text, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1);
            Integer id = numbers.putIfAbsent(whole, numbers.size());
            ids[i] = id == null ? numbers.size() - 1 : id;
        }
        return ids;
    }
}
