package org.vitrine.inspect.component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;

/// A paragraph of `Name: value` lines up to an empty line, as control files, status files and databases of
/// apk hold them (deb822(5)). Lines that continue a value begin with a space and are left out.
///
/// @param values by the fields' names, printable; the first of a name counts
/// @param offset of its first byte in the file
/// @param length up to its last line's end
record Fields(Map<String, String> values, long offset, long length) {
    /// Of a larger file this much is read.
    static final int LARGEST = 64 << 20;

    private static final int MOST_FIELDS = 256;
    private static final int LONGEST_VALUE = 4096;

    /// The paragraphs of a small file.
    ///
    /// @param separator between name and value: `:`, or `=` where a file is of one paragraph
    static List<Fields> read(Bytes content, char separator) {
        List<Fields> paragraphs = new ArrayList<>();
        each(content, separator, paragraphs::add);
        return paragraphs;
    }

    /// Gives the paragraphs of a file of any size to a consumer.
    static void each(Bytes content, char separator, Consumer<Fields> paragraphs) {
        String text = content.head(LARGEST);
        Map<String, String> values = new HashMap<>();
        int start = 0;
        int last = 0;
        for (int at = 0; at < text.length(); ) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(at, end).stripTrailing();
            if (line.isEmpty()) {
                if (!values.isEmpty()) {
                    paragraphs.accept(new Fields(Map.copyOf(values), start, last - start));
                    values = new HashMap<>();
                }
            } else {
                start = values.isEmpty() ? at : start;
                int colon = line.indexOf(separator);
                if (colon > 0 && values.size() < MOST_FIELDS && " \t#".indexOf(line.charAt(0)) < 0) {
                    values.putIfAbsent(line.substring(0, colon).strip(), value(line.substring(colon + 1)));
                }
                last = at + line.length();
            }
            at = end + 1;
        }
        if (!values.isEmpty()) {
            paragraphs.accept(new Fields(Map.copyOf(values), start, last - start));
        }
    }

    private static String value(String raw) {
        String value = raw.strip();
        String head = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
        return Display.text(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The first paragraph of a file; one without fields where it has none.
    static Fields first(Bytes content, char separator) {
        List<Fields> all = read(content, separator);
        return all.isEmpty() ? new Fields(Map.of(), 0, 0) : all.getFirst();
    }

    /// A field's value; empty where it isn't there.
    String of(String name) {
        return values.getOrDefault(name, "");
    }

    /// What a control file or a status file says of a package.
    ///
    /// @param type `deb` or `opkg`
    PackageEntry control(String type) {
        return new PackageEntry(
                type,
                of("Package"),
                of("Version"),
                of("Architecture"),
                of("Maintainer"),
                of("License"),
                offset,
                length);
    }

    /// What apk's database says of a package.
    PackageEntry apk() {
        return new PackageEntry("apk", of("P"), of("V"), of("A"), of("m"), of("L"), offset, length);
    }
}
