package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
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

    @Test
    void oldHfsIsNamed() {
        ByteBuffer image = ByteBuffer.allocate(1 << 20);
        image.putShort(1024, (short) 0x4244).putShort(1024 + 14, (short) 3).putShort(1024 + 18, (short) 2000);
        image.putInt(1024 + 20, 512).putShort(1024 + 28, (short) 5);
        image.put(1024 + 36, new byte[] {4, 'D', 'i', 's', 'k'});
        RecordingSink sink = RecordingSink.unpack(new Hfs(), image.array());
        assertThat(sink.headers).containsEntry("drVN", "Disk").containsEntry("size", "" + 512 * 2005);
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
        assertThat(sink.end).isBetween(image.length / 2L, (long) image.length);
        FormatSamples.damage(format(name), Arrays.copyOf(image, Math.min(image.length, 80_000)), 2, 20);
    }
}
