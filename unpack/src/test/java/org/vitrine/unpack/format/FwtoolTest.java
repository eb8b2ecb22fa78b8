package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.RegionKind;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// What is appended to OpenWrt's images: real ones against Python's own reading of trailer, checksum and
/// JSON.
class FwtoolTest {
    private static final String JSON = "{ \"supported_devices\":[\"x\"] }\n";

    @TempDir
    Path folder = Path.of("");

    /// An image of nothing, and behind it blocks as fwtool appends them.
    private static byte[] appended(byte[] image, int type, byte[] data) {
        byte[] header = type == 1 ? new byte[8] : new byte[0];
        byte[] body = FormatSamples.joined(image, header, data);
        CRC32 crc = new CRC32();
        crc.update(body);
        byte[] trailer = ByteBuffer.allocate(16)
                .put("FWx0".getBytes(US_ASCII))
                .putInt(~(int) crc.getValue())
                .putInt(type << 24)
                .putInt(header.length + data.length + 16)
                .array();
        return FormatSamples.joined(body, trailer);
    }

    private static byte[] metadata() {
        return appended(new byte[0], 1, JSON.getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"18.06.4", "18.06.9"})
    void metadataOfARealImage(String version) throws IOException {
        Path image = Corpus.image("openwrt-" + version + "-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin");
        String[] seen =
                Tool.text("python3", "-c", """
                        import json, struct, sys, zlib
                        d = open(sys.argv[1], 'rb').read()
                        magic, crc, kind, size = struct.unpack('>4sIB3xI', d[-16:])
                        assert magic == b'FWx0' and kind == 1 and crc == zlib.crc32(d[:-16]) ^ 0xffffffff
                        j = json.loads(d[len(d) - size + 8:-16])
                        print(j['version']['version'], ' '.join(j['supported_devices']), len(d) - size, '%08x' % crc)
                        """, image.toString()).strip().split(" ", -1);
        assertThat(seen[0]).isEqualTo(version);
        try (Spill spill = Spill.open(folder)) {
            Tree tree = Walk.open(image, Run.standard(), spill);
            Artifact container = tree.artifacts().stream()
                    .filter(each -> each.format().equals("fwtool"))
                    .findFirst()
                    .orElseThrow();
            assertThat(container.offset()).isEqualTo(Long.parseLong(seen[2]));
            assertThat(tree.facts()).noneMatch(fact -> fact instanceof ProblemFact);
            assertThat(tree.facts())
                    .anyMatch(fact -> fact instanceof Header header
                            && header.field().equals("metadata")
                            && header.value().contains("\"version\": \"" + version + "\"")
                            && header.value().contains("\"supported_devices\":[\"" + seen[1] + "\"]"))
                    .anyMatch(fact -> fact instanceof Header header
                            && header.field().equals("crc32")
                            && header.value().equals("0x" + seen[3]))
                    .noneMatch(fact -> fact instanceof Region region
                            && region.artifact() == container.id()
                            && region.kind() != RegionKind.PADDING);
        }
    }

    @Test
    void aSignatureBehindTheMetadata() {
        byte[] image = appended(metadata(), 0, "a signature".getBytes(US_ASCII));
        RecordingSink sink = RecordingSink.unpack(new Fwtool(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.parts.keySet()).containsExactly("metadata@8", "signature@" + (8 + JSON.length() + 16));
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void aChangedImage() {
        byte[] image = metadata();
        image[10] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Fwtool(), image);
        assertThat(FormatSamples.reasons(sink)).singleElement().asString().startsWith("crc32: 0x");
        assertThat(sink.parts).hasSize(1);
    }

    @Test
    void trailersThatLie() throws Malformed {
        byte[] longer = metadata();
        longer[longer.length - 1]++;
        byte[] unknown = metadata();
        unknown[unknown.length - 8] = 2;
        byte[] cut = Arrays.copyOf(metadata(), metadata().length - 1);
        for (byte[] image : new byte[][] {longer, unknown, cut}) {
            assertThat(new Fwtool().claim(Bytes.of(image), 0)).isEmpty();
        }
    }

    @Test
    void damage() {
        FormatSamples.damage(new Fwtool(), appended(metadata(), 0, new byte[100]), 81, 200);
    }
}
