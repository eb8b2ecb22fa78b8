package org.vitrine.unpack.fidelity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.fidelity.Canonical.Mark;

/// What was found, as a page of the documentation.
final class FidelityPage {
    private static final List<String> SHORT = List.of(
            "0644", "0755", "0600", "0700", "4755", "2755", "1777", "own", "time", "rel", "abs", "hard", "fifo", "chr",
            "blk", "user", "cap", "name", "sparse", "empty");

    private static final String PACKAGES = "p7zip-full binwalk tar cpio zip dpkg rpm umoci skopeo squashfs-tools"
            + " util-linux-extra genromfs e2fsprogs dosfstools mtools mtd-utils erofs-utils genisoimage gdisk qemu-utils";

    private static final String HEAD = """
            # Fidelity: what of one folder is found again

            Made by `bench/fidelity`; each number is measured when the page is written.

            One folder is written into every format by a program of Debian, and read again by Vitrine, by `7z x` and by `binwalk -Me`.
            It holds files of the modes 0644, 0755, 0600, 0700, 4755 and 2755, a folder of mode 1777, a file of the owner 1234:5678 changed at
            2001-09-09 01:46:40 UTC, a relative and an absolute symbolic link, a hard link, a FIFO, a character and a block device, a file with the
            attribute `user.note`, one with the capability `cap_net_raw`, one whose name is no UTF-8 (`n\\xff`), a sparse file of 1 MiB and an empty one.

            - Vitrine's own tree is compared. It writes nothing to the disk; in an image of layers both the layer and the merged view have to be right.
            - The other two extract as root, with their ordinary options, and what lies on the disk then is compared by the same code. `7z` opens one
              layer at a time, so what came out is given to it again, up to three times, until the folder is there; of several copies the best counts.
            - A mode is right when the file's content is right too. A hard link is right when the second name has the content of the first.
            - `binwalk` calls other programs. Those that Debian recommends with it are there; `jefferson` (JFFS2), `ubi_reader` (UBI) and `cramfsck`,
              which it would call, are in no package of Debian and are not.
            - Formats of one stream (gzip, xz, zstd …) hold one content and nothing else: they are compared elsewhere, byte by byte.

            """;

    private static final String LEGEND = """
            ✓ right; ✗ wrong: the entry is there and says something else; – lost: the entry, or its attribute, is not there; · not in the file: the
            format has no place for it, or its writer does not write it.

            own: owner and group; time: last change; rel, abs: symbolic links; hard: hard link; chr, blk: devices; user: `user.note`;
            cap: `security.capability`; name: a name that is no UTF-8; sparse: all of the sparse file's bytes.
            """;

    private record Row(Written written, Map<Reader, Map<String, Mark>> found) {
        long right(Reader reader) {
            return found.getOrDefault(reader, Map.of()).entrySet().stream()
                    .filter(each ->
                            each.getValue() == Mark.RIGHT && !written.lost().contains(each.getKey()))
                    .count();
        }

        int held() {
            return Canonical.ATTRIBUTES.size() - written.lost().size();
        }

        boolean opened(Reader reader) {
            return !found.getOrDefault(reader, Map.of()).isEmpty();
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void add(Written written, Map<Reader, Map<String, Mark>> found) {
        rows.add(new Row(written, found));
    }

    void write(Path file) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("Versions: ").append(versions()).append(".\n\n");
        page.append("## Attributes right, of those in the file\n\n");
        page.append("| written as | in the file | vitrine | 7z | binwalk | what is not in the file, and why |\n");
        page.append("|---|--:|--:|--:|--:|---|\n");
        for (Row row : rows) {
            page.append("| ").append(row.written().name()).append(" | ").append(row.held());
            for (Reader reader : Reader.values()) {
                page.append(" | ").append(row.opened(reader) ? Long.toString(row.right(reader)) : "not opened");
            }
            page.append(" | ").append(row.written().why()).append(" |\n");
        }
        page.append("| **all** | ").append(rows.stream().mapToInt(Row::held).sum());
        for (Reader reader : Reader.values()) {
            page.append(" | ")
                    .append(rows.stream().mapToLong(row -> row.right(reader)).sum());
        }
        page.append(" | |\n\n");
        for (Reader reader : Reader.values()) {
            page.append("## Attribute by attribute: ").append(reader.title()).append("\n\n");
            page.append("| written as | ").append(String.join(" | ", SHORT)).append(" |\n");
            page.append("|---").append("|:-:".repeat(SHORT.size())).append("|\n");
            rows.forEach(row -> page.append(marks(row, reader)));
            page.append('\n').append(LEGEND).append('\n');
        }
        Files.writeString(file, page.toString().stripTrailing() + "\n", StandardCharsets.UTF_8);
    }

    private static String marks(Row row, Reader reader) {
        StringBuilder line = new StringBuilder("| " + row.written().name() + " |");
        if (!row.opened(reader)) {
            return line + " not opened" + " |".repeat(SHORT.size()) + "\n";
        }
        Map<String, Mark> marks = row.found().getOrDefault(reader, Map.of());
        for (String attribute : Canonical.ATTRIBUTES) {
            Mark mark = marks.getOrDefault(attribute, Mark.LOST);
            String sign = switch (mark) {
                case RIGHT -> "✓";
                case WRONG -> "✗";
                case LOST -> "–";
            };
            line.append(' ')
                    .append(row.written().lost().contains(attribute) ? "·" : sign)
                    .append(" |");
        }
        return line + "\n";
    }

    private static String versions() {
        String list = Tool.of(
                        "sh", "-c", "dpkg-query -W -f '${Package} ${Version}\\n' " + PACKAGES + " 2>/dev/null; true")
                .succeed()
                .text();
        return String.join(", ", list.lines().toList());
    }
}
