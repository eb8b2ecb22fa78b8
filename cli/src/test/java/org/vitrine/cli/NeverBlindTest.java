package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.testing.Corpus;

/// What could not be seen is never called good.
class NeverBlindTest {
    private static final String PASSED = "SELECT clause FROM %s WHERE outcome = 'PASS'";

    @TempDir
    private Path room = Path.of("");

    @Test
    void aRootFileSystemCutInHalf() throws IOException {
        byte[] image = Files.readAllBytes(Corpus.path("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"));
        // The file system starts at 1049088 and is the image's last content.
        assertBlind("cut.bin", Arrays.copyOf(image, 1_049_088 + (image.length - 1_049_088) / 2));
    }

    @Test
    void anArchiveOfARootFileSystemCutInHalf() throws IOException {
        byte[] archive = Files.readAllBytes(Corpus.path("rootfs/zte-zxhn-h298n-jazz.tar.xz"));
        assertBlind("cut.tar.xz", Arrays.copyOf(archive, archive.length / 2));
    }

    @Test
    void nothingAtAll() throws IOException {
        assertThat(passed(examined("empty.bin", new byte[0]))).isEmpty();
    }

    @Test
    void aText() throws IOException {
        assertThat(passed(examined(
                        "read.me",
                        "root:x:0:0:root:/root:/bin/sh\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isEmpty();
    }

    private void assertBlind(String name, byte[] bytes) throws IOException {
        Examined examined = examined(name, bytes);
        assertThat(examined.number("SELECT count(*) FROM problem")).isPositive();
        assertThat(passed(examined)).isEmpty();
    }

    private Examined examined(String name, byte[] bytes) throws IOException {
        return Examined.of(Files.write(room.resolve(name), bytes), room.resolve(name + ".dossier"));
    }

    private static java.util.List<String> passed(Examined examined) throws IOException {
        java.util.List<String> all = new java.util.ArrayList<>(examined.column(PASSED.formatted("clause")));
        all.addAll(examined.column(PASSED.formatted("verdict")));
        return all;
    }
}
