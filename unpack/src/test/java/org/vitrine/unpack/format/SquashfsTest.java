package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// The small samples of the corpus; images made by tools, damaged ones and whole products stand in `squashfs/`.
class SquashfsTest {
    private static final String[] FILES = {"generic folder/test file 3_.txt", "testfile1", "testfile2"};

    private static Path sample(String name) {
        return Corpus.path("firmware/format-samples/" + name);
    }

    private static RecordingSink opened(String name) throws Exception {
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), Files.readAllBytes(sample(name)));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).isNotEmpty();
        return sink;
    }

    private static Map<String, String> texts(Map<String, byte[]> files) {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((path, content) -> texts.put(path, new String(content, StandardCharsets.ISO_8859_1)));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "squashFS__gzip.sqfs",
                "squashFS__sqfs.img",
                "squashFS__lzma.sqfs",
                "squashFS__lzo.sqfs",
                "squashFS__xz.sqfs",
                "squashFS__avm_le.sqfs4",
                "squashFS__lz4.sqfs",
                "squashFS__zstd.sqfs",
                "squashFS__zlib_le.sqfs3",
                "squashFS__zlib_be.sqfs3",
                "squashfs.bin"
            })
    void holdsWhatUnsquashfsReads(String name) throws Exception {
        RecordingSink sink = opened(name);
        Map<String, byte[]> expected = new TreeMap<>();
        for (String path : sink.files.keySet()) {
            expected.put(
                    path,
                    Tool.bytes(new byte[0], "unsquashfs", "-cat", sample(name).toString(), path));
        }
        assertThat(texts(sink.files)).isEqualTo(texts(expected)).doesNotContainValue("");
    }

    /// 7-Zip knows LZMA without a header, and some of the vendors' magics.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "squashFS__lzma1_be.sqfs3",
                "squashFS__lzma1_le.sqfs3",
                "squashFS__lzma_be.sqfs2",
                "squashFS__lzma_le.sqfs2",
                "squashFS__test.qshs",
                "squashFS__test.shsq",
                "squashFS__zlib_le.sqfs3",
                "squashFS__zlib_be.sqfs3",
                "squashFS__gzip.sqfs"
            })
    void holdsWhatSevenZipReads(String name, @TempDir Path room) throws Exception {
        RecordingSink sink = opened(name);
        Tool.bytesIn(room, "7z", "x", "-oout", sample(name).toString());
        Map<String, byte[]> expected = new TreeMap<>();
        for (String path : FILES) {
            expected.put(path, Files.readAllBytes(room.resolve("out").resolve(path)));
        }
        assertThat(texts(sink.files)).isEqualTo(texts(expected));
    }

    /// No tool at hand opens these magics, nor 4.0 in big-endian; but they are other samples with a few letters, or the
    /// byte order, changed.
    @ParameterizedTest
    @CsvSource({
        "squashFS__test.hsqt, squashFS__zlib_le.sqfs3",
        "squashFS__test.zlqs, squashFS__zlib_le.sqfs3",
        "squashFS__test.shsq, squashFS__zlib_le.sqfs3",
        "squashFS__test.tqsh, squashFS__zlib_be.sqfs3",
        "squashFS__test.sqlz, squashFS__zlib_be.sqfs3",
        "squashFS__test.qshs, squashFS__zlib_be.sqfs3",
        "squashFS__avm_be.sqfs4, squashFS__avm_le.sqfs4"
    })
    void magicsOfVendors(String name, String same) throws Exception {
        RecordingSink found = opened(name);
        RecordingSink expected = opened(same);
        assertThat(texts(found.files)).isEqualTo(texts(expected.files));
        assertThat(found.entries).isEqualTo(expected.entries);
    }

    @ParameterizedTest
    @CsvSource({
        "squashFS__lzma_le.sqfs2, 2.76, little-endian, lzma",
        "squashFS__lzma_be.sqfs2, 2.76, big-endian, lzma",
        "squashFS__lzma1_le.sqfs3, 3.76, little-endian, lzma",
        "squashFS__zlib_be.sqfs3, 3.1, big-endian, gzip",
        "squashFS__avm_be.sqfs4, 4.0, big-endian, xz",
        "squashfs_v2.bin, 2.0, big-endian, gzip"
    })
    void saysWhatItIs(String name, String version, String order, String compression) throws Exception {
        assertThat(opened(name).headers)
                .containsEntry("version", version)
                .containsEntry("byte_order", order)
                .containsEntry("compression", compression);
    }

    /// Every byte up to the padding is a superblock's, a table's or a file's.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "squashFS__lzma_be.sqfs2",
                "squashFS__lzma_le.sqfs2",
                "squashFS__lzma1_be.sqfs3",
                "squashFS__test.hsqt",
                "squashFS__avm_be.sqfs4",
                "squashfs_v2.bin"
            })
    void explainsAllOfItsBytes(String name) throws Exception {
        RecordingSink sink = opened(name);
        int used = Integer.parseInt(sink.headers.get("bytes_used"));
        assertThat(sink.unexplained().get(0, used).cardinality()).isZero();
    }

    /// Its tables are gzip and its files LZMA: unsquashfs reads the tables, and nothing at hand all of the files.
    @Test
    void aWholeRouterOfVersionTwo() throws Exception {
        RecordingSink sink = opened("squashfs_v2.bin");
        String image = sample("squashfs_v2.bin").toString();
        List<String> listed = Tool.text("unsquashfs", "-lln", image)
                .lines()
                .filter(line -> line.contains(" squashfs-root"))
                .map(SquashfsTest::withoutTime)
                .toList();
        assertThat(sink.entries.stream().map(SquashfsTest::line))
                .hasSize(431)
                .containsExactlyInAnyOrderElementsOf(listed);
        // The first file's block follows the superblock: xz reads it once it has the header with a size of its own.
        byte[] bytes = Files.readAllBytes(sample("squashfs_v2.bin"));
        byte[] alone = FormatSamples.joined(
                Arrays.copyOfRange(bytes, 63, 68),
                HexFormat.of().parseHex("ff".repeat(8)),
                Arrays.copyOfRange(bytes, 68, 6068));
        byte[] first = Tool.of("xz", "--format=lzma", "-dc").fed(alone).run().bytes();
        assertThat(sink.files.values())
                .anyMatch(content -> content.length > 1000
                        && content.length <= first.length
                        && Arrays.equals(content, Arrays.copyOf(first, content.length)));
    }

    /// As unsquashfs lists it, without size and time: it shows the time of the image where there is none.
    private static String line(Entry entry) {
        char type = switch (entry.type()) {
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case BLOCK -> 'b';
            case CHARACTER -> 'c';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case FILE, HARDLINK, PART -> '-';
        };
        StringBuilder line = new StringBuilder().append(type);
        for (int bit = 8; bit >= 0; bit--) {
            line.append((entry.mode() >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        line.append(' ').append(entry.uid()).append('/').append(entry.gid()).append(' ');
        if (type == 'b' || type == 'c') {
            line.append(entry.major()).append(',').append(entry.minor()).append(' ');
        }
        line.append("squashfs-root");
        entry.path().forEach(name -> line.append('/').append(name));
        String target = new String(entry.target().bytes(), StandardCharsets.ISO_8859_1);
        return type == 'l' ? line + " -> " + target : line.toString();
    }

    private static String withoutTime(String line) {
        boolean device = line.startsWith("b") || line.startsWith("c");
        return line.replaceAll(", +", ",").replaceFirst("^(\\S+ \\S+) +(\\S+) \\S+ \\S+ ", device ? "$1 $2 " : "$1 ");
    }

    @Test
    void damage() throws Exception {
        int seed = 40;
        for (String name : new String[] {
            "squashFS__lzma_be.sqfs2", "squashFS__lzma1_le.sqfs3", "squashFS__zlib_be.sqfs3", "squashFS__avm_be.sqfs4"
        }) {
            FormatSamples.damage(new Squashfs(), Files.readAllBytes(sample(name)), seed++, 300);
        }
    }
}
