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
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;

class UbifsTest {
    @TempDir
    Path room;

    static byte[] made(Path room, FlashTree tree, String... options) throws IOException {
        Path image = room.resolve("image.ubifs");
        List<String> command = new ArrayList<>(
                List.of("mkfs.ubifs", "-U", "-r", "" + tree.folder(), "-D", "" + tree.table(), "-o", "" + image));
        command.addAll(List.of(options));
        Tool.of(command).succeed();
        return Files.readAllBytes(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m 2048 -e 126976 -c 200 -x lzo",
                "-m 2048 -e 126976 -c 200 -x zlib",
                "-m 1 -e 65408 -c 400 -x none",
                "-m 512 -e 15872 -c 2000 -x zstd",
                "-m 4096 -e 253952 -c 100 -x favor_lzo -f 64 -k r5",
                "-m 2048 -e 126976 -c 200 -x lzo -y",
            })
    void readsBackWhatWentIn(String options) throws IOException {
        FlashTree tree = FlashTree.in(room, new FlashTree.Device(259, 300));
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), made(room, tree, options.split(" ")));
        assertThat(sink.problems).isEmpty();
        assertThat(FlashTree.lines(sink)).containsExactlyEntriesOf(tree.expected());
    }

    @Test
    void opensTheSample() {
        RecordingSink sink = RecordingSink.unpack(new Ubifs(), Corpus.bytes("firmware/format-samples/ubi__test.ubifs"));
        System.out.println(FlashTree.lines(sink) + " " + sink.headers + sink.problems);
        assertThat(sink.problems).isEmpty();
    }
}
