package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Format;

/// File systems that are named and not read, as the corpus has them.
class NamedFilesystemsTest {
    private static Format format(String name) {
        return switch (name) {
            case "btrfs" -> new Btrfs();
            case "xfs" -> new Xfs();
            case "f2fs" -> new F2fs();
            case "jfs" -> new Jfs();
            case "reiserfs" -> new Reiserfs();
            case "ntfs" -> new Ntfs();
            case "hfs" -> new Hfs();
            case "hfsplus" -> new HfsPlus();
            default -> new Udf();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "btrfs, generic_fs__btrfs",
        "xfs, generic_fs__xfs",
        "f2fs, generic_fs__f2fs",
        "jfs, generic_fs__jfs",
        "reiserfs, generic_fs__reiserfs",
        "udf, generic_fs__udf",
        "ntfs, sevenz__ntfs",
        "hfsplus, sevenz__hfs"
    })
    void isNamed(String name, String sample) {
        Path file = Corpus.path("firmware/format-samples/" + sample + ".img.xz");
        byte[] image = Tool.bytes(new byte[0], "xz", "-dc", file.toString());
        RecordingSink sink = RecordingSink.unpack(format(name), image);
        assertThat(sink.problems).hasSize(1);
        assertThat(FormatSamples.reasons(sink)).allMatch(each -> each.endsWith("not yet read"));
        assertThat(sink.headers).isNotEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        FormatSamples.damage(format(name), java.util.Arrays.copyOf(image, Math.min(image.length, 80_000)), 2, 20);
    }
}
