package org.vitrine.unpack.format.jffs2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.vitrine.evidence.Problem;
import org.vitrine.unpack.format.Jffs2;
import org.vitrine.unpack.format.RecordingSink;

/// What a flash that was in use holds, and mkfs.jffs2 never writes.
class LogTest {
    private static final int FILE = 0100644;
    private static final int FOLDER = 0040755;

    private static Jffs2Writer little() {
        return new Jffs2Writer(ByteOrder.LITTLE_ENDIAN);
    }

    private static RecordingSink opened(Jffs2Writer writer) {
        return RecordingSink.unpack(new Jffs2(), writer.image());
    }

    private static String text(RecordingSink sink, String path) {
        return new String(sink.files.get(path), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNewestVersionWinsWhereverItStands(boolean big) {
        Jffs2Writer writer = new Jffs2Writer(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .inode(2, 3, FILE | 07000, 9, 3, 0, 3, "new".getBytes(UTF_8))
                .dirent(1, 2, 2, 8, "kept")
                .dirent(1, 1, 3, 8, "kept")
                .inode(2, 1, FILE, 9, 0, 0, 9, "olddddold".getBytes(UTF_8))
                .inode(3, 1, FILE, 4, 0, 0, 4, "lost".getBytes(UTF_8));
        RecordingSink sink = opened(writer);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).hasSize(1);
        assertThat(text(sink, "kept")).isEqualTo("oldnewold");
        assertThat(sink.entries.getFirst().mode()).isEqualTo(07644);
        assertThat(sink.headers.get("obsolete_nodes")).startsWith("2 nodes, 116 bytes");
    }

    @Test
    void aDeletedNameIsGoneAndItsBytesAreNotExplained() {
        RecordingSink sink = opened(little().inode(2, 1, FILE, 6, 0, 0, 6, "secret".getBytes(UTF_8))
                .dirent(1, 1, 2, 8, "file")
                .dirent(1, 2, 0, 0, "file"));
        assertThat(sink.entries).isEmpty();
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers.get("obsolete_nodes")).startsWith("2 nodes, 118 bytes");
    }

    @Test
    void truncationCutsAndALaterExtensionIsAHole() {
        RecordingSink sink = opened(little().dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, 8, 0, 0, 8, "12345678".getBytes(UTF_8))
                .inode(2, 2, FILE, 3)
                .inode(2, 3, FILE, 6, 3, 1, 3, new byte[0]));
        assertThat(text(sink, "file")).isEqualTo("123\0\0\0");
        assertThat(sink.problems).isEmpty();
    }

    @Test
    void whatIsMarkedOnTheFlashIsNotRead() {
        RecordingSink sink = opened(little().cleanMarker()
                .dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, 3, 0, 0, 3, "old".getBytes(UTF_8))
                .inode(2, 2, FILE, 3, 0, 0, 3, "new".getBytes(UTF_8))
                .outdated(71));
        assertThat(text(sink, "file")).isEqualTo("old");
        assertThat(sink.headers.get("obsolete_nodes")).endsWith("1 nodes are marked on the flash");
    }

    @Test
    void damagedDataAreReportedAndNotTakenForZeros() {
        byte[] image = little().dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, 8, 0, 0, 4, "good".getBytes(UTF_8))
                .inode(2, 2, FILE, 8, 4, 0, 4, "evil".getBytes(UTF_8))
                .image();
        image[image.length - 1] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), image);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("data_crc", "data_crc");
        assertThat(text(sink, "file")).isEqualTo("good");
    }

    @Test
    void olderDataShowBehindDamagedOnes() {
        byte[] image = little().dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, 4, 0, 0, 4, "good".getBytes(UTF_8))
                .inode(2, 2, FILE, 4, 0, 0, 4, "evil".getBytes(UTF_8))
                .image();
        image[image.length - 1] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), image);
        assertThat(text(sink, "file")).isEqualTo("good");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("data_crc");
    }

    @Test
    void aLoopOfFoldersEnds() {
        RecordingSink sink = opened(little().inode(2, 1, FOLDER, 0)
                .inode(3, 1, FOLDER, 0)
                .dirent(1, 1, 2, 4, "a")
                .dirent(2, 1, 3, 4, "b")
                .dirent(3, 1, 2, 4, "c")
                .dirent(3, 1, 1, 4, "root"));
        assertThat(sink.entries.stream().map(RecordingSink::path)).containsExactly("a", "a/b", "a/b/c", "a/b/root");
        assertThat(sink.problems).anySatisfy(problem -> assertThat(problem).isInstanceOf(Problem.Unsafe.class));
    }

    @Test
    void namesThatNoFolderCanHoldAreReported() {
        RecordingSink sink = opened(little().inode(2, 1, FILE, 0).dirent(1, 1, 2, 8, "../../etc/passwd"));
        assertThat(sink.problems).hasSize(1).first().isInstanceOf(Problem.Unsafe.class);
    }

    @Test
    void attributesFollowTheirReferences() {
        RecordingSink sink = opened(little().dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, 0)
                .xattr(1, 1, 2, "capability", new byte[] {1})
                .xattr(1, 2, 2, "capability", new byte[] {2, 3})
                .xattr(2, 1, 1, "gone", new byte[] {9})
                .xattr(3, 1, 3, "", new byte[] {4})
                .xref(2, 1, 2)
                .xref(2, 2, 4)
                .xref(2, 2, 5)
                .xref(2, 3, 6));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries.getFirst().attributes().stream().map(each -> each.name() + "=" + each.value()))
                .containsExactly("security.capability=\\x02\\x03", "system.posix_acl_access=\\x04");
    }

    @Test
    void oneInodeWithTwoNamesIsAFileAndALink() {
        RecordingSink sink = opened(little().dirent(1, 1, 2, 8, "a")
                .dirent(1, 2, 2, 8, "b")
                .inode(2, 1, FILE, 2, 0, 0, 2, "hi".getBytes(UTF_8)));
        assertThat(sink.entries.get(1).target().is("a")).isTrue();
    }

    @Test
    void aMillionNamesOfOneFileAreReadInTime() {
        Jffs2Writer writer = little().inode(2, 1, FILE, 0);
        for (int i = 0; i < 1_000_000; i++) {
            writer.dirent(1, i + 1, 2, 8, Integer.toString(i, 36));
        }
        assertThat(opened(writer).entries).hasSize(1_000_000);
    }

    @Test
    void aMillionVersionsOfOneNameAreReadInTime() {
        Jffs2Writer writer = little();
        for (int i = 0; i < 500_000; i++) {
            writer.dirent(1, i, 2, 8, "n").inode(2, i, FILE, 4, i % 4, 0, 1, new byte[] {(byte) i});
        }
        RecordingSink sink = opened(writer);
        assertThat(sink.entries).hasSize(1);
        assertThat(sink.files.get("n")).hasSize(4);
    }

    enum Code {
        RTIME,
        RUBINMIPS,
        DYNRUBIN,
        LZMA
    }

    /// Whoever wrote the tools writes none of these any more, save rtime.
    @ParameterizedTest
    @EnumSource
    void readsTheOldCompressors(Code code) throws IOException {
        byte[] content = new byte[4096];
        Random random = new Random(7);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : "abcabd".charAt(i % 6));
        }
        int[] chances = {100, 140, 90, 60, 50, 170, 190, 20};
        int[] mips = {277, 249, 290, 267, 229, 341, 212, 241};
        int number = switch (code) {
            case RTIME -> 2;
            case RUBINMIPS -> 3;
            case DYNRUBIN -> 5;
            case LZMA -> 8;
        };
        byte[] stored = switch (code) {
            case RTIME -> rtime(content);
            case RUBINMIPS -> Jffs2Writer.rubin(content, 1043, mips, false);
            case DYNRUBIN -> Jffs2Writer.rubin(content, 256, chances, true);
            case LZMA -> lzma(content);
        };
        RecordingSink sink = opened(little().dirent(1, 1, 2, 8, "file")
                .inode(2, 1, FILE, content.length, 0, number, content.length, stored));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get("file")).isEqualTo(content);
    }

    private static byte[] rtime(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] places = new int[256];
        for (int at = 0; at < content.length; ) {
            int value = content[at] & 0xff;
            int from = places[value];
            places[value] = ++at;
            int repeat = 0;
            while (from > 0
                    && repeat < 255
                    && at + repeat < content.length
                    && content[from + repeat] == content[at + repeat]) {
                repeat++;
            }
            out.write(value);
            out.write(repeat);
            at += repeat;
        }
        return out.toByteArray();
    }

    private static byte[] lzma(byte[] content) throws IOException {
        LZMA2Options options = new LZMA2Options();
        options.setLcLp(0, 0);
        options.setPb(0);
        options.setDictSize(8192);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LZMAOutputStream lzma = new LZMAOutputStream(out, options, false)) {
            lzma.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void endsAtOpenWrtsMark() {
        byte[] image = Arrays.copyOf(little().cleanMarker().cleanMarker().image(), 1 << 16);
        Arrays.fill(image, 24, image.length, (byte) -1);
        byte[] marked = new Jffs2Writer(ByteOrder.LITTLE_ENDIAN)
                .raw(image)
                .raw((byte) 0xde, (byte) 0xad, (byte) 0xc0, (byte) 0xde)
                .raw("what was there before".getBytes(UTF_8))
                .image();
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), marked);
        assertThat(sink.end).isEqualTo((1 << 16) + 4);
        assertThat(sink.headers).containsEntry("end_of_file_system", "0xdeadc0de");
    }
}
