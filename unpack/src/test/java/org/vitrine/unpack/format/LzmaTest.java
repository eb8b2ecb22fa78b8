package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.FormatSamples.damage;
import static org.vitrine.unpack.format.FormatSamples.joined;
import static org.vitrine.unpack.format.FormatSamples.plausible;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// LZMA-alone in the shapes firmware has it.
final class LzmaTest {
    private static final byte[] CONTENT = plausible(400_000, 5);
    private static final byte[] BEHIND = {1, 2, 3, 4, 5, 6, 7, 8};

    private static byte[] header(int lc, int lp, int pb, long dictionary, long size) {
        return ByteBuffer.allocate(13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) ((pb * 5 + lp) * 9 + lc))
                .putInt((int) dictionary)
                .putLong(size)
                .array();
    }

    private static byte[] raw(int lc, int lp, int pb, int dictionary, boolean marker) throws Exception {
        LZMA2Options options = new LZMA2Options(6);
        options.setLcLp(lc, lp);
        options.setPb(pb);
        options.setDictSize(dictionary);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LZMAOutputStream out = new LZMAOutputStream(bytes, options, marker)) {
            out.write(CONTENT);
        }
        return bytes.toByteArray();
    }

    private static void opens(byte[] sample, byte[] expected) {
        RecordingSink sink = RecordingSink.unpack(new Lzma(), joined(sample, BEHIND));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.payload()).isEqualTo(expected);
        assertThat(sink.end).isEqualTo(sample.length);
    }

    @Test
    void whatXzWrites() throws Exception {
        for (String level : new String[] {"-0", "-6", "-9e"}) {
            opens(Tool.bytes(CONTENT, "xz", "--format=lzma", level), CONTENT);
        }
        byte[] zeros = new byte[5_000_000];
        opens(Tool.bytes(zeros, "xz", "--format=lzma"), zeros);
    }

    @ParameterizedTest
    @CsvSource({"3,0,2", "1,2,2", "2,2,2", "0,2,2", "0,0,2", "4,0,2", "3,1,2", "3,0,0", "3,0,1"})
    void propertiesOfFirmware(int lc, int lp, int pb) throws Exception {
        byte[] marked = raw(lc, lp, pb, 1 << 16, true);
        byte[] bare = raw(lc, lp, pb, 1 << 16, false);
        boolean usual = new Lzma()
                .magic().stream().anyMatch(magic -> magic.pattern().bytes()[0] == (byte) ((pb * 5 + lp) * 9 + lc));
        assertThat(usual || pb < 2).isTrue();
        opens(joined(header(lc, lp, pb, 1 << 16, -1), marked), CONTENT);
        opens(joined(header(lc, lp, pb, 1 << 16, CONTENT.length), bare), CONTENT);
        opens(joined(header(lc, lp, pb, 1 << 16, CONTENT.length), marked), CONTENT);
    }

    @Test
    void sizesAndDictionariesThatAreOdd() throws Exception {
        byte[] bare = raw(3, 0, 2, 1 << 16, false);
        byte[] marked = raw(3, 0, 2, 1 << 16, true);
        long ones = 0xffff_ffff_0000_0000L;
        opens(joined(header(3, 0, 2, 1 << 16, ones | CONTENT.length), bare), CONTENT);
        opens(joined(header(3, 0, 2, 1 << 16, 0xffff_ffffL), marked), CONTENT);
        opens(joined(header(3, 0, 2, 0x1ff00, CONTENT.length), bare), CONTENT);
        opens(joined(header(3, 0, 2, 0xffff_ffffL, CONTENT.length), bare), CONTENT);
        opens(joined(header(3, 0, 2, 0xffff_ffffL, -1), marked), CONTENT);
        opens(joined(header(3, 0, 2, 1500 << 20, -1), marked), CONTENT);
    }

    @Test
    void smallDictionariesWrap() throws Exception {
        byte[] bare = raw(3, 0, 2, 4096, false);
        opens(joined(header(3, 0, 2, 4096, CONTENT.length), bare), CONTENT);
        byte[] odd = raw(3, 0, 2, 0x11300, true);
        opens(joined(header(3, 0, 2, 0x11300, -1), odd), CONTENT);
    }

    @Test
    void wrongSizesAreSeen() throws Exception {
        byte[] bare = raw(3, 0, 2, 1 << 16, false);
        for (int wrong : new int[] {-1, 1, -100, 100}) {
            RecordingSink sink =
                    RecordingSink.unpack(new Lzma(), joined(header(3, 0, 2, 1 << 16, CONTENT.length + wrong), bare));
            assertThat(sink.end).as("size off by " + wrong).isEqualTo(-1);
        }
    }

    @Test
    void noiseIsWeededOut() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(9).nextBytes(noise);
        byte[] image = joined(noise, new byte[1 << 16], CONTENT);
        Bytes bytes = Bytes.of(image);
        int opened = 0;
        for (int i = 0; i < image.length; i++) {
            if (new Lzma().claim(bytes, i).isPresent()) {
                RecordingSink sink = RecordingSink.unpack(new Lzma(), Arrays.copyOfRange(image, i, image.length));
                opened += sink.end > 0 ? 1 : 0;
            }
        }
        assertThat(opened).isZero();
    }

    @Test
    void damaged() throws Exception {
        byte[] sample = Tool.bytes(plausible(20_000, 6), "xz", "--format=lzma", "--lzma1=dict=4KiB");
        damage(new Lzma(), sample, 21, 600);
        damage(new Lzma(), joined(header(3, 0, 2, 4096, CONTENT.length), raw(3, 0, 2, 4096, false)), 22, 60);
    }

    @ParameterizedTest
    @CsvSource({
        "firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin, 66560",
        "firmware/tplink-wr841n-v11/wr841n_v11_160325.bin, 14848",
        "firmware/tplink-wr841n-v11/wr841n_v11_160325.bin, 132096",
        "firmware/openwrt-ar71xx/lede-17.01.4-ar71xx-generic-tl-wr841-v11-squashfs-factory.bin, 512",
        "firmware/openwrt-ar71xx/openwrt-15.05.1-ar71xx-generic-tl-wr841n-v9-squashfs-factory.bin, 512",
        "firmware/openwrt-ar71xx/openwrt-18.06.9-ar71xx-tiny-tl-wr740n-v5-squashfs-factory.bin, 512",
        "firmware/openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin, 512",
        "firmware/openwrt-ramips/openwrt-18.06.9-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin, 512",
    })
    void kernelsInTheCorpus(String name, int at) throws Exception {
        byte[] image = Corpus.bytes(name);
        byte[] rest = Arrays.copyOfRange(image, at, image.length);
        RecordingSink sink = RecordingSink.unpack(new Lzma(), rest);
        assertThat(sink.problems).isEmpty();
        byte[] exact = Arrays.copyOf(rest, (int) sink.end);
        byte[] expected = Tool.bytes(exact, "7z", "e", "-tlzma", "-si", "-so");
        assertThat(Digest.ofContent(Bytes.of(sink.payload()))).isEqualTo(Digest.ofContent(Bytes.of(expected)));
    }
}
