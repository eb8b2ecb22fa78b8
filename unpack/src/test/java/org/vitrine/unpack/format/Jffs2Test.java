package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;
import org.vitrine.unpack.spi.Claim;

class Jffs2Test {
    @TempDir
    Path room;

    private byte[] made(String... options) throws IOException {
        FlashTree tree = FlashTree.in(room, new FlashTree.Device(8, 17));
        expected = tree.expected();
        Path image = room.resolve("image");
        List<String> command = new ArrayList<>(
                List.of("mkfs.jffs2", "-U", "-r", "" + tree.folder(), "-D", "" + tree.table(), "-o", "" + image));
        command.addAll(List.of(options));
        Tool.of(command).succeed();
        return Files.readAllBytes(image);
    }

    private Map<String, String> expected = Map.of();

    /// Of the compressors `priority` takes the one named first, `size` the one that gains most for each page.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-l -n -e 64KiB",
                "-b -e 128KiB",
                "-l -m none -e 64KiB",
                "-b -m size -x zlib -X lzo -e 64KiB",
                "-l -m priority -x zlib -x lzo -X rtime -e 64KiB",
                "-l -m priority -x zlib -y 90:lzo -X lzo -e 256KiB -p",
                "-l -s 65536 -e 1MiB -c 12"
            })
    void readsBackWhatWentIn(String options) throws IOException {
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), made(options.split(" ")));
        assertThat(sink.problems).isEmpty();
        assertThat(FlashTree.lines(sink)).containsExactlyEntriesOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-l", "-b"})
    void readsExtendedAttributes(String order) throws IOException {
        Path folder = Files.createDirectory(room.resolve("with"));
        for (String name : List.of("a", "b")) {
            Files.writeString(folder.resolve(name), name);
            Tool set = Tool.of("setfattr", "-n", "user.note", "-v", "a value", "" + folder.resolve(name));
            if (set.run().code() != 0) {
                Assumptions.abort("the folder for temporary files takes no extended attributes");
            }
        }
        Path image = room.resolve("attributes");
        Tool.of("mkfs.jffs2", "--with-xattr", order, "-r", "" + folder, "-o", "" + image)
                .succeed();
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), Files.readAllBytes(image));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries.stream()
                        .flatMap(entry -> entry.attributes().stream())
                        .map(each -> each.name() + "=" + each.value()))
                .containsExactly("user.note=a value", "user.note=a value");
    }

    /// The image of another byte order, read by nothing else here, holds the same.
    @ParameterizedTest
    @ValueSource(strings = {"jffs2__jffs2_be.img", "jffs2__jffs2_le.img", "jffs2__jffs2_b2_trailing_data.img"})
    void opensTheSamples(String name) {
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), Corpus.bytes("firmware/format-samples/" + name));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(131_072);
        assertThat(FlashTree.lines(sink))
                .containsExactly(
                        Map.entry("generic folder", "DIRECTORY 775 1000:1000 "),
                        Map.entry(
                                "generic folder/test file 3_.txt",
                                "FILE 664 1000:1000 289b5a050a83837f192d7129e4c4e02570b94b4924e50159fad5ed1067cfbfeb"),
                        Map.entry(
                                "testfile1",
                                "FILE 664 1000:1000 d558c9339cb967341d701e3184f863d3928973fccdc1d96042583730b5c7b76a"),
                        Map.entry(
                                "testfile2",
                                "FILE 664 1000:1000 faa11db49f32a90b51dfc3f0254f9fd7a7b46d0b570abd47e1943b86d554447a"));
    }

    @Test
    void readsWhatJffs2readerReads() throws IOException {
        Path sample = Corpus.path("firmware/format-samples/jffs2__jffs2_le.img");
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), Files.readAllBytes(sample));
        for (String file : List.of("testfile1", "testfile2")) {
            assertThat(Tool.of("jffs2reader", "" + sample, "-f", "/" + file)
                            .succeed()
                            .bytes())
                    .isEqualTo(sink.files.get(file));
        }
    }

    private static RecordingSink opened(Bytes image, long at) throws Unreadable {
        Claim claim = new Jffs2().claim(image, at).orElseThrow();
        RecordingSink sink = new RecordingSink();
        sink.end = new Jffs2().unpack(image, claim, sink);
        return sink;
    }

    /// The two configurations grew page by page: jffs2reader gives them as empty, `dd` of their six nodes does not.
    @Test
    void opensThePartitionOfAGateway() throws Exception {
        byte[] flash = Corpus.bytes("firmware/zte-h3600/04_usercfg.bin");
        RecordingSink sink = opened(Bytes.of(flash), 1 << 20);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(flash.length);
        assertThat(FlashTree.lines(sink)).hasSize(5);
        Path image = Files.write(room.resolve("zte"), Arrays.copyOfRange(flash, 1 << 20, flash.length));
        for (String file : List.of("env_parm.bin", "logconf", "ca-cert.crt")) {
            assertThat(Tool.of("jffs2reader", "" + image, "-f", "/" + file)
                            .succeed()
                            .bytes())
                    .isEqualTo(sink.files.get(file));
        }
        byte[] config = new byte[22_696];
        int[] nodes = {68, 4232, 8396, 12_560, 16_724, 20_888};
        for (int i = 0; i < nodes.length; i++) {
            System.arraycopy(
                    flash, (1 << 20) + nodes[i] + 68, config, 4096 * i, Math.min(4096, config.length - 4096 * i));
        }
        assertThat(sink.files.get("db_user_cfg.xml")).isEqualTo(config);
    }

    @Test
    void theKernelInsideHasTheChecksumOfItsOwnHeader() throws Exception {
        String name = "firmware/openwrt-orion-netgear/openwrt-wnr854t-squashfs-factory-r5952.img";
        RecordingSink sink = opened(Bytes.of(Corpus.bytes(name)), 20);
        assertThat(sink.problems).isEmpty();
        ByteBuffer kernel = ByteBuffer.wrap(sink.files.get("uImage"));
        CRC32 crc = new CRC32();
        crc.update(kernel.array(), 64, kernel.getInt(12));
        assertThat((int) crc.getValue()).isEqualTo(kernel.getInt(24));
    }

    @Test
    void aHeaderAloneIsNone() throws Exception {
        byte[] image = new byte[4096];
        System.arraycopy(Corpus.bytes("firmware/format-samples/jffs2__jffs2_le.img"), 0, image, 0, 12);
        assertThat(new Jffs2().claim(Bytes.of(image), 0)).isEmpty();
    }

    @Test
    void damageEndsInProblems() throws IOException {
        for (byte[] image : FlashTree.damaged(made("-l", "-e", "64KiB"), 11, 60)) {
            FlashTree.survives(new Jffs2(), image);
        }
    }
}
