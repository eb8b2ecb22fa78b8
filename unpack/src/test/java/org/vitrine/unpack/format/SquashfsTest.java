package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// The small samples of the corpus; images made by tools, damaged ones and whole products stand in `squashfs/`.
class SquashfsTest {
    private static Path sample(String name) {
        return Corpus.path("firmware/format-samples/" + name);
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
                "squashfs.bin"
            })
    void holdsWhatUnsquashfsReads(String name) throws Exception {
        Path image = sample(name);
        RecordingSink sink = RecordingSink.unpack(new Squashfs(), Files.readAllBytes(image));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).isNotEmpty();
        Map<String, String> expected = new TreeMap<>();
        for (String path : sink.files.keySet()) {
            byte[] content = Tool.bytes(new byte[0], "unsquashfs", "-cat", image.toString(), path);
            expected.put(path, new String(content, StandardCharsets.ISO_8859_1));
        }
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) -> found.put(path, new String(content, StandardCharsets.ISO_8859_1)));
        assertThat(found).isEqualTo(expected);
        assertThat(found.values()).noneMatch(String::isEmpty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "squashFS__avm_be.sqfs4",
                "squashFS__lzma1_be.sqfs3",
                "squashFS__lzma1_le.sqfs3",
                "squashFS__lzma_le.sqfs2",
                "squashFS__test.hsqt",
                "squashFS__test.shsq",
                "squashFS__zlib_le.sqfs3",
                "squashfs_v2.bin"
            })
    void olderAndForeignOnesAreNotClaimed(String name) throws Exception {
        assertThat(new Squashfs().claim(Bytes.map(sample(name)), 0)).isEmpty();
    }
}
