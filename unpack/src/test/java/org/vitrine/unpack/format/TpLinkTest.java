package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;

class TpLinkTest {
    private static final TpLink FORMAT = new TpLink();

    /// Image, place of the header, vendor or version, hardware, kernel, root file system, boot loader, checksum.
    @ParameterizedTest
    @CsvSource({
        "tplink-wr841n-v11/wr841n_v11_160325.bin,0,ver. 1.0,0x08410011,512+849290,1048576+2883584,0+50260,right over 4063744 bytes",
        "tplink-wr841n-v11/wr841n_v11_160325.bin,131584,ver. 1.0,0x08410011,512+849290,1048576+2883584,0+0,right over 3932160 bytes",
        "tplink-wr841n-v14/TL-WR841Nv14_EU.bin,0,ver. 2.0,0x08410014,66560+975983,983040+3002368,0+65484,no: the published rule doesn't give it",
        "tplink-wr841n-v14/TL-WR841Nv14_EU.bin,66048,ver. 2.0,0x08410014,512+975983,983040+3002368,0+0,none",
        "tplink-wr841n-v14/firmware-backdoored.bin,0,ver. 2.0,0x08410014,66560+975983,983040+3002368,0+65484,no: the published rule doesn't give it",
        "tplink-wr841n-v14/firmware-backdoored.bin,66048,ver. 2.0,0x08410014,512+975983,983040+3002368,0+0,none",
        "openwrt-ar71xx/lede-17.01.4-ar71xx-generic-tl-wr841-v11-squashfs-factory.bin,0,r3560-79f57e422d,0x08410011,512+1258052,1048576+2219100,0+0,right over 3932160 bytes",
        "openwrt-ar71xx/openwrt-15.05.1-ar71xx-generic-tl-wr841n-v9-squashfs-factory.bin,0,r48532,0x08410009,512+1176608,1048576+2196018,0+0,right over 3932160 bytes",
        "openwrt-ar71xx/openwrt-18.06.9-ar71xx-tiny-tl-wr740n-v5-squashfs-factory.bin,0,r8077-7cbbab7246,0x07400005,512+1367120,1367632+2284194,0+0,right over 3932160 bytes",
        "openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin,0,ver. 2.0,0x08400005,512+1441756,1442268+2304602,0+0,no: the published rule doesn't give it",
        "openwrt-ramips/openwrt-18.06.9-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin,0,ver. 2.0,0x08400005,512+1445140,1445652+2306634,0+0,no: the published rule doesn't give it",
        "freifunk/ffulm-0.6.5-ar71xx-generic-tl-wr841n-v11-squashfs-factory-eu.bin,0,r49389,0x08410011,512+1251064,1048576+2398174,0+0,right over 3932160 bytes",
        "format-samples/tpl__test.tpl,0,ver. 1.0,0x30200001,512+892442,1048576+4096,0+48396,right over 4063744 bytes",
        "format-samples/tpl__test.tpl,131584,ver. 1.0,0x30200001,512+892442,1048576+4096,0+0,right over 3932160 bytes"
    })
    void headersOfRealImages(
            String file,
            long at,
            String version,
            String hardware,
            String kernel,
            String rootfs,
            String boot,
            String md5)
            throws Malformed {
        RecordingSink sink = unpack(Corpus.bytes("firmware/" + file), at);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(at + 512);
        assertThat(sink.parts).isEmpty();
        assertThat(sink.headers).containsEntry("fw_version", version).containsEntry("hw_id", hardware);
        assertThat(sink.headers.getOrDefault("md5sum1 verified", "none")).isEqualTo(md5);
        assertThat(sink.headers.get("kernel_ofs") + "+" + sink.headers.get("kernel_len"))
                .isEqualTo(kernel);
        assertThat(sink.headers.get("rootfs_ofs") + "+" + sink.headers.get("rootfs_len"))
                .isEqualTo(rootfs);
        assertThat(sink.headers.get("boot_ofs") + "+" + sink.headers.get("boot_len"))
                .isEqualTo(boot);
    }

    @Test
    void vendorsNamesRegionsVersionsAndAddresses() throws Malformed {
        assertThat(unpack(Corpus.bytes("firmware/tplink-wr841n-v11/wr841n_v11_160325.bin"), 0).headers)
                .containsEntry("version", "0x01000000")
                .containsEntry("vendor_name", "TP-LINK Technologies")
                .containsEntry("ver", "3.16.9")
                .containsEntry("region_str1", "00000000;45550000;")
                .containsEntry("kernel_la", "0x80002000")
                .containsEntry("md5sum2", "53522531d82e1b0ed198973357bf16be");
        assertThat(unpack(Corpus.bytes("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"), 0).headers)
                .containsEntry("version", "0x03000000")
                .containsEntry("ver", "0.9.1")
                .containsEntry("sver", "4.19")
                .containsEntry("hw_ver_add", "0x00000014")
                .containsEntry("kernel_la", "0x80000000")
                .containsEntry("kernel_ep", "0x8000c150")
                .doesNotContainKey("md5sum2");
    }

    /// In all real images, nothing but the known headers is claimed.
    @ParameterizedTest
    @CsvSource({
        "tplink-wr841n-v11/wr841n_v11_160325.bin,2",
        "tplink-wr841n-v14/TL-WR841Nv14_EU.bin,2",
        "openwrt-ar71xx/openwrt-18.06.9-ar71xx-tiny-tl-wr740n-v5-squashfs-factory.bin,1",
        "openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin,1",
        "format-samples/tpl__test.tpl,2",
        "zte-h3600/01_bootloader.bin,0",
        "esp8266-tuya/tasmota.bin,0",
        "huawei-hikey960/hisi-fastboot.img,0",
        "format-samples/sfx__test_elf_normal,0",
        "format-samples/sfx__test_pe_sfx,0",
        "format-samples/ubi__ubi.img,0"
    })
    void nothingElseIsClaimed(String file, int expected) throws Malformed {
        byte[] raw = Corpus.bytes("firmware/" + file);
        Bytes image = Bytes.of(raw);
        int claims = 0;
        for (int at = 0; at + 4 <= raw.length; at++) {
            if (raw[at] >= 1 && raw[at] <= 3 && raw[at + 1] == 0 && raw[at + 2] == 0 && raw[at + 3] == 0) {
                claims += FORMAT.claim(image, at).isPresent() ? 1 : 0;
            }
        }
        assertThat(claims).isEqualTo(expected);
    }

    @Test
    void anAlteredImageHasAWrongChecksum() throws Malformed {
        byte[] image = Corpus.bytes("firmware/format-samples/tpl__test.tpl");
        image[0x30000] ^= 1;
        assertThat(unpack(image, 0).problems).extracting(Problem::field).containsExactly("md5sum1");
        assertThat(unpack(image, 131584).problems).extracting(Problem::field).containsExactly("md5sum1");
    }

    @Test
    void aCutImageIsReported() throws Malformed {
        byte[] image = made();
        assertThat(unpack(image, 0).problems).isEmpty();
        assertThat(unpack(Arrays.copyOf(image, 5999), 0).problems)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("rootfs_len");
                    assertThat(problem.reason()).isEqualTo("6000 bytes from the header on are named, 5999 are there");
                });
        // Padding behind the root file system may be missing; the checksum then can't be held against anything.
        RecordingSink unpadded = unpack(Arrays.copyOf(image, 6000), 0);
        assertThat(unpadded.problems).isEmpty();
        assertThat(unpadded.headers).containsEntry("md5sum1 verified", "no: the published rule doesn't give it");
    }

    @Test
    void contradictoryHeadersAreNotClaimed() throws Malformed {
        assertThat(FORMAT.claim(Bytes.of(made()), 0)).isPresent();
        assertThat(FORMAT.claim(Bytes.of(Arrays.copyOf(made(), 511)), 0)).isEmpty();
        assertUnclaimed(0, 4);
        assertUnclaimed(4, 0x01020304);
        assertUnclaimed(24, 1);
        assertUnclaimed(0x40, 0);
        assertUnclaimed(0x7c, 5999);
        assertUnclaimed(0x7c, 0x7fffffff);
        assertUnclaimed(0x80, 511);
        assertUnclaimed(0x80, 8000);
        assertUnclaimed(0x84, 0);
        assertUnclaimed(0x84, -1);
        assertUnclaimed(0x88, -1);
        assertUnclaimed(0x8c, 7000);
        assertUnclaimed(0x94, 8193);
    }

    private static void assertUnclaimed(int offset, int value) throws Malformed {
        byte[] image = made();
        ByteBuffer.wrap(image).putInt(offset, value);
        assertThat(FORMAT.claim(Bytes.of(image), 0))
                .as("%x at %x", value, offset)
                .isEmpty();
    }

    @Test
    void noDamageEscapes() throws Malformed {
        Random random = new Random(17);
        byte[] second = Arrays.copyOf(Corpus.bytes("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin"), 70_000);
        for (int i = 0; i < 4000; i++) {
            byte[] image = i % 2 == 0 ? made() : second.clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                image[random.nextInt(512)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = random.nextBoolean() ? image : Arrays.copyOf(image, random.nextInt(3000));
            if (FORMAT.claim(Bytes.of(cut), 0).isPresent()) {
                assertThat(unpack(cut, 0).end).isEqualTo(512);
            }
        }
    }

    @Test
    void theVxWorksHeader() throws Malformed {
        byte[] raw = Corpus.bytes("firmware/format-samples/tpl__wr.fw");
        Img0 format = new Img0();
        RecordingSink first = RecordingSink.unpack(format, Arrays.copyOfRange(raw, 20, raw.length));
        assertThat(first.problems).isEmpty();
        assertThat(first.headers)
                .containsEntry("length", "1539104")
                .containsEntry("hw_id", "0x07021101")
                .containsEntry("piece 1 offset", "128")
                .containsEntry("piece 1 length", "1538976");
        RecordingSink second = RecordingSink.unpack(format, Arrays.copyOfRange(raw, 262292, raw.length));
        assertThat(second.problems).isEmpty();
        assertThat(second.end).isEqualTo(128);
        assertThat(second.headers)
                .containsEntry("piece 2 offset", "973792")
                .containsEntry("piece 3 length", "5568")
                .doesNotContainKey("piece 4 length");
        RecordingSink cut = RecordingSink.unpack(format, Arrays.copyOfRange(raw, 262292, 300_000));
        assertThat(cut.problems).extracting(Problem::field).containsExactly("length");
        raw[262292 + 0x47] ^= 0x40;
        assertThat(format.claim(Bytes.of(raw), 262292)).isEmpty();
        assertThat(format.claim(Bytes.of(raw), raw.length - 100)).isEmpty();
    }

    /// 8192 bytes: kernel at 512, root file system from 4096 to 6000, then padding.
    private static byte[] made() {
        ByteBuffer image = ByteBuffer.allocate(8192).putInt(0, 0x01000000);
        image.put(4, "OpenWrt".getBytes(StandardCharsets.US_ASCII)).put(0x1c, "r1".getBytes(StandardCharsets.US_ASCII));
        image.putInt(0x40, 0x08410009).putInt(0x44, 1).putInt(0x7c, 8192);
        image.putInt(0x80, 512).putInt(0x84, 3000).putInt(0x88, 4096).putInt(0x8c, 1904);
        for (int i = 512; i < 6000; i++) {
            image.put(i, (byte) (i * 31));
        }
        // As computed by md5sum over the image with the published salt in the checksum's place.
        image.put(0x4c, HexFormat.of().parseHex("16a54954898397473cfdcb2bef4693f1"));
        return image.array();
    }

    private static RecordingSink unpack(byte[] image, long at) throws Malformed {
        RecordingSink sink = new RecordingSink();
        Bytes bytes = Bytes.of(image);
        try {
            sink.end = FORMAT.unpack(
                    bytes, FORMAT.claim(bytes, at).orElseThrow(() -> new AssertionError("not claimed")), sink);
        } catch (Malformed e) {
            throw e;
        } catch (Unreadable e) {
            throw new AssertionError(e);
        }
        return sink;
    }
}
