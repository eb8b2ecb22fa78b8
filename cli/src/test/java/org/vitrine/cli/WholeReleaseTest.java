package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// What the whole examination says of real images, against what other tools see in the same bytes: kernels that
/// carry a configuration or a ramdisk and so are containers too, and a partition that starts with erased flash.
class WholeReleaseTest {
    @TempDir
    private Path room = Path.of("");

    private Examined examined(Path image) throws IOException {
        return Examined.of(image, room.resolve("release.dossier"));
    }

    /// What a pipeline says that starts with the image's bytes from an offset on.
    private List<String> piped(Path image, long offset, String pipeline) {
        return Tool.of("sh", "-c", "tail -c +" + (offset + 1) + " " + image + " | " + pipeline)
                .in(room)
                .succeed()
                .text()
                .lines()
                .toList();
    }

    /// Where the kernel's compressed stream starts is what `binwalk` says.
    @ParameterizedTest
    @CsvSource({
        "zte-h3600/06_kernel1.bin, 26120, gzip, 4.1.25",
        "openwrt-ar71xx/openwrt-ar71xx-tiny-uImage-lzma.bin, 64, lzma, 4.9.133",
        "openwrt-ramips/openwrt-18.06.9-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin, 512, lzma, 4.14.206",
        "tplink-wr841n-v14/TL-WR841Nv14_EU.bin, 66560, lzma, 2.6.36"
    })
    void aKernelIsARowWhateverIsInIt(String file, long offset, String compressed, String release) throws IOException {
        Path image = Corpus.path("firmware/" + file);
        Examined examined = examined(image);
        assertThat(examined.number("SELECT count(*) FROM artifact p WHERE format = 'linux-kernel'"
                        + " AND id IN (SELECT parent FROM artifact)"))
                .as("kernels with something inside")
                .isEqualTo(1);
        List<String> banners =
                piped(image, offset, compressed + " -dc 2>/dev/null | strings -n 20 | grep '^Linux version [0-9]'");
        assertThat(banners).singleElement().asString().startsWith("Linux version " + release + " ");
        assertThat(examined.column("SELECT banner FROM kernel")).isEqualTo(banners);
        assertThat(examined.column("SELECT release FROM kernel")).containsExactly(release);
        assertThat(examined.column("SELECT DISTINCT version FROM component WHERE product = 'linux'"))
                .containsExactly(release);
    }

    @Test
    void theConfigurationInsideAKernel() throws IOException {
        Path image = Corpus.path("firmware/zte-h3600/06_kernel1.bin");
        List<String> lines = piped(image, 26_120, """
                gzip -dc 2>/dev/null >kernel
                at=$(LC_ALL=C grep -abo IKCFG_ST kernel | head -n 1 | cut -d: -f1)
                tail -c +$((at + 9)) kernel | gzip -dc 2>/dev/null | grep -E '^(CONFIG_[A-Za-z0-9_]+=|# CONFIG_[A-Za-z0-9_]+ is not set)'
                """);
        assertThat(lines).hasSizeGreaterThan(2000);
        assertThat(examined(image)
                        .column("SELECT CASE WHEN value = 'n' THEN '# ' || option || ' is not set'"
                                + " ELSE option END FROM kernel_option ORDER BY \"offset\""))
                .isEqualTo(lines.stream()
                        .map(line -> line.startsWith("#") ? line : line.substring(0, line.indexOf('=')))
                        .toList());
    }

    /// The file system starts behind a mebibyte; `jffs2reader` is given that part.
    @Test
    void theFlashPartitionOfAGateway() throws IOException {
        Path image = Corpus.path("firmware/zte-h3600/04_usercfg.bin");
        Examined examined = examined(image);
        assertThat(examined.rows("SELECT \"offset\", problems FROM artifact,"
                        + " (SELECT count(*) AS problems FROM problem) WHERE format = 'jffs2'"))
                .containsExactly(List.of("1048576", "0"));
        List<String> names =
                piped(image, 1 << 20, "cat >part; jffs2reader part -d / | grep -oE '/[^ ]+' | tr -d / | sort");
        assertThat(names).contains("db_user_cfg.xml", "ca-cert.crt");
        assertThat(examined.column("SELECT split_part(f.path, '/', -1) AS name FROM artifact f JOIN artifact j"
                        + " ON f.parent = j.id WHERE j.format = 'jffs2' ORDER BY name"))
                .isEqualTo(names);
    }
}
