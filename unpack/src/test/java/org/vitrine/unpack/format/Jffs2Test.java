package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;
import org.vitrine.unpack.spi.Claim;

class Jffs2Test {
    @TempDir
    Path room;

    private byte[] made(FlashTree tree, String... options) throws IOException {
        Path image = room.resolve("image");
        List<String> command = new ArrayList<>(
                List.of("mkfs.jffs2", "-U", "-r", "" + tree.folder(), "-D", "" + tree.table(), "-o", "" + image));
        command.addAll(List.of(options));
        Tool.of(command).succeed();
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-l -n -e 64KiB",
                "-b -e 128KiB",
                "-l -m none -e 64KiB",
                "-b -m size -y 10:rtime -x zlib -x lzo -e 64KiB",
                "-l -m priority -x zlib -y 90:lzo -X lzo -e 256KiB -p",
                "-l -s 65536 -e 1MiB -c 12"
            })
    void readsBackWhatWentIn(String options) throws IOException {
        FlashTree tree = FlashTree.in(room, new FlashTree.Device(8, 17));
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), made(tree, options.split(" ")));
        assertThat(sink.problems).isEmpty();
        assertThat(FlashTree.lines(sink)).containsExactlyEntriesOf(tree.expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jffs2__jffs2_be.img", "jffs2__jffs2_le.img", "jffs2__jffs2_b2_trailing_data.img"})
    void opensTheSamples(String name) {
        RecordingSink sink = RecordingSink.unpack(new Jffs2(), Corpus.bytes("firmware/format-samples/" + name));
        System.out.println(FlashTree.lines(sink) + " " + sink.headers + sink.problems);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(131_072);
    }

    @Test
    void opensThePartitionOfTheRouter() throws Exception {
        for (String where : List.of(
                "zte-h3600/04_usercfg.bin", "openwrt-orion-netgear/openwrt-wnr854t-squashfs-factory-r5952.img")) {
            Bytes image = Bytes.of(Corpus.bytes("firmware/" + where));
            long at = where.startsWith("zte") ? 1_048_576 : 20;
            Claim claim = new Jffs2().claim(image, at).orElseThrow();
            RecordingSink sink = new RecordingSink();
            long end = new Jffs2().unpack(image, claim, sink);
            System.out.println(end + " " + FlashTree.lines(sink) + " " + sink.headers + sink.problems);
        }
    }
}
