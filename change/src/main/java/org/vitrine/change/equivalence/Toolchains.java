package org.vitrine.change.equivalence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.SectionHeader;

/// Counts what pairs of ELF files name in `.comment`, where a compiler and a linker write their versions
/// down one behind the other, each ended by a zero.
final class Toolchains {
    private static final int LARGEST = 64 << 10;
    private static final int LONGEST = 400;
    /// Further pairs are as good as noise.
    private static final int MOST = 1000;

    private final Map<Pair, Count> pairs = new LinkedHashMap<>();

    private record Pair(String was, String now) {}

    private record Count(long files, String path) {}

    /// Takes two contents that are not the same.
    void take(String path, Bytes old, Bytes current) {
        if (!ElfHeader.startsWithMagic(old) || !ElfHeader.startsWithMagic(current)) {
            return;
        }
        try {
            Pair pair = new Pair(named(old), named(current));
            if (!pair.was().equals(pair.now()) && (pairs.size() < MOST || pairs.containsKey(pair))) {
                pairs.merge(pair, new Count(1, path), (known, one) -> new Count(known.files() + 1, known.path()));
            }
        } catch (Unreadable _) {
            // What can't be read names nothing; that it differs is said by its row.
        }
    }

    /// A row for each pair.
    List<Toolchain> rows() {
        List<Toolchain> rows = new ArrayList<>();
        pairs.forEach((pair, count) ->
                rows.add(new Toolchain(rows.size(), pair.was(), pair.now(), count.files(), count.path())));
        return rows;
    }

    private static String named(Bytes content) throws Unreadable {
        Elf elf = Elf.open(content);
        TreeSet<String> names = new TreeSet<>();
        for (SectionHeader section : elf.sections()) {
            if (section.type() != SectionHeader.SHT_NOBITS
                    && section.size() <= LARGEST
                    && elf.name(section).toString().equals(".comment")) {
                byte[] bytes = elf.content().array(section.offset(), section.size(), ".comment");
                for (String name : new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1)) {
                    if (!name.isBlank()) {
                        names.add(name.strip());
                    }
                }
            }
        }
        String all = Display.text(String.join(" | ", names).getBytes(StandardCharsets.ISO_8859_1));
        return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + " …";
    }
}
