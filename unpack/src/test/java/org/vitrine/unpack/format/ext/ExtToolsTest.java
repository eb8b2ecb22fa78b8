package org.vitrine.unpack.format.ext;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.Ext;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.spi.Entry;

/// Every feature that mke2fs offers, against what debugfs reads, attribute by attribute.
class ExtToolsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ext2 | -b 1024 -I 128
                    ext2 | -b 1024 -I 128 -r 0 -O none
                    ext2 | -b 4096 -O ^filetype,^dir_index,^sparse_super,^resize_inode
                    ext3 | -b 2048
                    ext4 | -b 1024
                    ext4 | -b 4096
                    ext4 | -b 2048 -O ^extent,^64bit
                    ext4 | -b 4096 -O inline_data
                    ext4 | -b 1024 -O inline_data,^metadata_csum,^64bit
                    ext4 | -b 4096 -O bigalloc -C 16384
                    ext4 | -b 1024 -O meta_bg,^resize_inode
                    ext4 | -b 1024 -O sparse_super2 -g 1024
                    ext4 | -b 1024 -O ea_inode,^flex_bg -I 512
                    ext4 | -b 4096 -O ^metadata_csum,uninit_bg
                    ext4 | -b 4096 -O metadata_csum_seed,large_dir -I 256
                    ext4 | -b 4096 -O casefold,encrypt,verity,project,quota
                    ext4 | -b 65536 -N 200
                    """)
    void isWhatDebugfsReads(String type, String options, @TempDir Path room) throws Exception {
        Tool.needs("mke2fs", "debugfs");
        Path tree = ExtImage.tree(room, options.contains("200") ? 20 : 1500);
        String size = options.contains("65536") ? "64M" : "24M";
        Path image = ExtImage.make(room, tree, type, size, options.split(" "));
        ExtImage.write(image, ExtImage.SPECIAL);
        if (options.contains("ea_inode")) {
            Path large = Files.writeString(room.resolve("large"), "value ".repeat(2000));
            ExtImage.write(image, List.of("ea_set -f " + large + " a/b user.large"));
        }
        RecordingSink sink = RecordingSink.unpack(new Ext(), Files.readAllBytes(image));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(Files.size(image));

        Map<String, String> found = new TreeMap<>();
        Map<String, String> targets = new TreeMap<>();
        for (Entry entry : sink.entries) {
            found.put(RecordingSink.path(entry), stat(entry));
            if (entry.type() == ArtifactType.SYMLINK) {
                targets.put(RecordingSink.path(entry), new String(entry.target().bytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).hasSizeGreaterThan(30);
        assertThat(found).isEqualTo(ExtImage.stats(image, found.keySet()));
        assertThat(found)
                .containsEntry("old", found.get("old"))
                .hasEntrySatisfying("new", stat -> assertThat(stat).endsWith("259:300"));
        assertThat(targets)
                .containsEntry("short", "a/b/tiny")
                .containsEntry("long", "/" + "segment/".repeat(20) + "end");
        Map<String, byte[]> expected = ExtImage.contents(image, sink.files.keySet());
        assertThat(sink.files.keySet()).isEqualTo(expected.keySet().stream().collect(Collectors.toSet()));
        Map<String, Long> sizes = ExtImage.sizes(image, sink.files.keySet());
        sink.files.forEach((path, content) -> {
            assertThat(sizes).containsEntry(path, (long) content.length);
            // debugfs 1.47 gives all 60 bytes of an inode that holds a shorter content.
            byte[] dumped = Arrays.copyOf(expected.get(path), content.length);
            assertThat(Arrays.equals(content, dumped)).as(path).isTrue();
        });
        for (String path : List.of("hundred", "noise", "a", "a/b", "empty")) {
            assertThat(attributes(sink, path)).as(path).isEqualTo(ExtImage.attributes(image, path));
        }
        if (!options.contains("none")) {
            assertThat(attributes(sink, "hundred")).containsExactly("user.note 10");
        }
        Entry second =
                entry(sink, "second").type() == ArtifactType.HARDLINK ? entry(sink, "second") : entry(sink, "noise");
        assertThat(new TreeSet<>(List.of(second.target().toString(), RecordingSink.path(second))))
                .containsExactly("noise", "second");
        assertThat(sink.files.get("noise")).isEqualTo(Files.readAllBytes(tree.resolve("noise")));
        // With inline data, mke2fs 1.47 leaves out a hole at the end, as debugfs shows too.
        byte[] sparse = sink.files.get("sparse");
        assertThat(Arrays.copyOf(sparse, 5_000_000)).isEqualTo(Files.readAllBytes(tree.resolve("sparse")));
    }

    private static Entry entry(RecordingSink sink, String path) {
        return sink.entries.stream()
                .filter(entry -> RecordingSink.path(entry).equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> attributes(RecordingSink sink, String path) {
        List<String> found = new ArrayList<>();
        entry(sink, path)
                .attributes()
                .forEach(attribute ->
                        found.add(attribute.name() + " " + attribute.value().size()));
        return found.stream().sorted().toList();
    }

    private static String stat(Entry entry) {
        String type = switch (entry.type()) {
            case DIRECTORY -> "directory";
            case SYMLINK -> "symlink";
            case CHARACTER -> "character special";
            case BLOCK -> "block special";
            case FIFO -> "FIFO";
            case SOCKET -> "socket";
            case FILE, HARDLINK, PART -> "regular";
        };
        return "%s %o %d %d %d %d:%d"
                .formatted(type, entry.mode(), entry.uid(), entry.gid(), entry.mtime(), entry.major(), entry.minor());
    }
}
