package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.unpack.format.flash.FlashTree;
import org.vitrine.unpack.format.yaffs.YaffsWriter;

class Yaffs2Test {
    private static YaffsWriter usual() {
        return new YaffsWriter(ByteOrder.LITTLE_ENDIAN, 2048, 64, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// The same files as the samples of JFFS2 hold.
    @ParameterizedTest
    @ValueSource(strings = {"yaffs__yaffs2_be.img", "yaffs__yaffs2_le.img"})
    void opensTheSamples(String name) {
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), Corpus.bytes("firmware/format-samples/" + name));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(7 * 2112);
        assertThat(sink.files).containsOnlyKeys("testfile1", "testfile2", "generic folder/test file 3_.txt");
        Map<String, byte[]> others =
                RecordingSink.unpack(new Jffs2(), Corpus.bytes("firmware/format-samples/jffs2__jffs2_le.img")).files;
        others.forEach((path, content) -> assertThat(sink.files.get(path)).isEqualTo(content));
    }

    /// Each page's bytes stand in the image one after the other: what a file holds can be looked up by its words.
    @Test
    void opensTheSampleOfItsOwnSources() {
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), Corpus.bytes("firmware/format-samples/yaffs2.bin"));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).hasSize(13);
        assertThat(sink.files.get("mkyaffs2image.c")).hasSize(0x3b03);
        assertThat(new String(sink.files.get("yaffs_list.h"), UTF_8))
                .startsWith("/*\n * YAFFS:")
                .endsWith("#endif\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2048, 64, 0, false",
        "2048, 64, 2, true",
        "4096, 128, 2, false",
        "4096, 224, 0, true",
        "1024, 32, 0, false",
        "512, 16, 0, false",
        "8192, 256, 30, false",
        "16384, 1024, 0, true",
        "2032, 16, 0, false"
    })
    void findsTheLayout(int page, int spare, int tags, boolean big) {
        byte[] content = new byte[2 * page + 100];
        new Random(page).nextBytes(content);
        byte[] image = new YaffsWriter(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, page, spare, tags)
                .file(257, 1, "file", content.length)
                .page(257, 1, page, Arrays.copyOfRange(content, 0, page))
                .page(257, 2, page, Arrays.copyOfRange(content, page, 2 * page))
                .page(257, 3, 100, Arrays.copyOfRange(content, 2 * page, content.length))
                .folder(258, 1, "folder")
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers)
                .containsEntry("page_size", "" + page)
                .containsEntry("spare_size", "" + spare)
                .containsEntry("tags_offset", "" + tags);
        assertThat(sink.files.get("file")).isEqualTo(content);
        assertThat(sink.entries).hasSize(2);
    }

    @Test
    void everyKindOfObject() {
        YaffsWriter writer = usual();
        writer.folder(257, 1, "d")
                .file(258, 257, "f", 2)
                .page(258, 1, 2, bytes("hi"))
                .object(259, writer.header(2, 257, "l", 0120777).put(300, bytes("../x\0")))
                .object(260, writer.header(4, 1, "hard", 0).putInt(296, 258))
                .object(261, writer.header(5, 1, "tty", 0020620).putInt(460, 0x153))
                .object(262, writer.header(5, 1, "pipe", 0010600));
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), writer.image());
        assertThat(sink.problems).isEmpty();
        assertThat(FlashTree.lines(sink))
                .containsEntry("d", "DIRECTORY 1777 7:8 ")
                .containsEntry("d/l", "SYMLINK 777 7:8 ../x")
                .containsEntry("tty", "CHARACTER 620 7:8 1:83")
                .containsEntry("pipe", "FIFO 600 7:8 ")
                .hasSize(6);
        assertThat(FlashTree.lines(sink).get("hard"))
                .isEqualTo(FlashTree.lines(sink).get("d/f"));
    }

    @Test
    void theNewestPagesCountWhereverTheyStand() {
        byte[] image = usual().file(257, 1, "old name", 4)
                .block(5)
                .page(257, 1, 4, bytes("new!"))
                .file(257, 1, "new name", 4)
                .block(-3)
                .page(257, 1, 4, bytes("old!"))
                .erased(3)
                .file(258, 4, "deleted", 0)
                .page(258, 1, 4, bytes("gone"))
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.files).containsOnlyKeys("new name");
        assertThat(new String(sink.files.get("new name"), UTF_8)).isEqualTo("new!");
        assertThat(sink.headers).containsEntry("obsolete_pages", "4");
    }

    @Test
    void whatWasCutOffStaysCutOff() {
        YaffsWriter writer = usual();
        byte[] image = writer.file(257, 1, "f", 4096)
                .page(257, 1, 2048, new byte[2048])
                .page(257, 2, 2048, new byte[2048])
                .object(257, writer.header(1, 1, "f", 0100644).putInt(292, 2).putInt(508, 1))
                .file(257, 1, "f", 2050)
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get("f")).hasSize(2050).containsOnly(0);
        assertThat(sink.headers).containsEntry("obsolete_pages", "3");
    }

    @Test
    void aRenameOverAFileShadowsIt() {
        YaffsWriter writer = usual();
        byte[] image = writer.file(257, 1, "name", 0)
                .file(258, 1, "other", 0)
                .object(258, writer.header(1, 1, "name", 0100600).putInt(504, 257))
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.entries).hasSize(1);
        assertThat(sink.entries.getFirst().mode()).isEqualTo(0600);
    }

    @Test
    void foldersInEachOtherAreTold() {
        byte[] image = usual().file(256, 1, "f", 0)
                .folder(257, 258, "a")
                .folder(258, 257, "b")
                .folder(259, 1000, "lost")
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.entries).hasSize(1);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("parent_obj_id");
    }

    @Test
    void aSizeThatLiesIsDecodedNotMapped() {
        YaffsWriter writer = usual();
        byte[] image = writer.object(
                        257, writer.header(1, 1, "f", 0100644).putInt(292, -1).putInt(496, 0x7fff))
                .folder(258, 1, "d")
                .image();
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), image);
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.LimitReached.class);
    }

    @Test
    void aHeaderWithoutTagsIsNone() throws Malformed {
        byte[] image = Arrays.copyOf(usual().file(257, 1, "f", 0).image(), 9000);
        Arrays.fill(image, 2048, 9000, (byte) 0);
        assertThat(new Yaffs2().claim(Bytes.of(image), 0)).isEmpty();
    }

    @Test
    void damageEndsInProblems() {
        for (byte[] image : FlashTree.damaged(Corpus.bytes("firmware/format-samples/yaffs2.bin"), 14, 300)) {
            FlashTree.survives(new Yaffs2(), image);
        }
    }
}
