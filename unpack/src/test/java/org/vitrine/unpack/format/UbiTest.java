package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;

class UbiTest {
    @TempDir
    Path room;

    private byte[] ubinized(String... volumes) throws IOException {
        Files.writeString(room.resolve("cfg"), String.join("\n", volumes) + "\n");
        Tool.of("ubinize", "-o", "" + room.resolve("ubi"), "-p", "128KiB", "-m", "2048", "-s", "512", "-Q", "7", "cfg")
                .in(room)
                .succeed();
        return Files.readAllBytes(room.resolve("ubi"));
    }

    @Test
    void putsVolumesTogether() throws IOException {
        FlashTree tree = FlashTree.in(room, new FlashTree.Device(259, 300));
        byte[] ubifs = UbifsTest.made(room, tree, "-m", "2048", "-e", "129024", "-c", "200", "-x", "zlib");
        byte[] blob = new byte[400_001];
        new Random(1).nextBytes(blob);
        Files.write(room.resolve("blob"), blob);
        byte[] image = ubinized(
                "[rootfs]",
                "mode=ubi",
                "image=image.ubifs",
                "vol_id=0",
                "vol_type=dynamic",
                "vol_name=rootfs",
                "vol_size=40MiB",
                "vol_flags=autoresize",
                "[blob]",
                "mode=ubi",
                "image=blob",
                "vol_id=5",
                "vol_type=static",
                "vol_name=blob",
                "vol_size=1MiB",
                "[empty]",
                "mode=ubi",
                "vol_id=9",
                "vol_type=dynamic",
                "vol_name=empty",
                "vol_size=2MiB");
        RecordingSink sink = RecordingSink.unpack(new Ubi(), image);
        System.out.println(sink.headers + " " + sink.parts.keySet());
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void opensTheSample() {
        RecordingSink sink = RecordingSink.unpack(new Ubi(), Corpus.bytes("firmware/format-samples/ubi__ubi.img"));
        System.out.println(sink.parts.keySet() + " " + sink.headers + sink.problems);
        assertThat(sink.problems).isEmpty();
    }
}
