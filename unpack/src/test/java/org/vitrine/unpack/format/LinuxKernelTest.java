package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// Decompressed kernels, made and real.
class LinuxKernelTest {
    private static final LinuxKernel FORMAT = new LinuxKernel();
    private static final String BANNER = "Linux version 5.4.72 (me@there) (gcc (GCC) 9.3.0) #1 SMP Thu Jan 1 2026\n\0";

    @TempDir
    Path folder = Path.of("");

    /// Strings at the places a kernel might have them.
    private static byte[] kernel() {
        byte[] kernel = new byte[400_000];
        new Random(9).nextBytes(kernel);
        put(kernel, 200_000, BANNER.getBytes(StandardCharsets.US_ASCII));
        put(kernel, 201_000, "%s version %s (me@there) (gcc (GCC) 9.3.0) %s\n\0".getBytes(StandardCharsets.US_ASCII));
        return kernel;
    }

    private static void put(byte[] kernel, int at, byte[] what) {
        System.arraycopy(what, 0, kernel, at, what.length);
    }

    private byte[] archive(String name) throws IOException {
        byte[] content = new byte[500];
        new Random(2).nextBytes(content);
        Files.write(folder.resolve(name), content);
        return Tool.of("cpio", "-o", "-H", "newc")
                .in(folder)
                .fed((name + "\n").getBytes(StandardCharsets.UTF_8))
                .succeed()
                .bytes();
    }

    private static byte[] part(RecordingSink sink, String name) throws Malformed {
        Bytes bytes = sink.parts.get(name);
        return bytes == null ? new byte[0] : bytes.array(0, bytes.size(), name);
    }

    @Test
    void configurationAndRamdiskAreParts() throws IOException, Malformed {
        byte[] config = Tool.bytes("# Linux\nCONFIG_A=y\n".getBytes(StandardCharsets.UTF_8), "gzip", "-9n");
        byte[] archive = archive("init");
        int size = archive.length;
        while (size > 0 && archive[size - 1] == 0) {
            size--;
        }
        size = size + 4 & ~3;
        for (String command : new String[] {"cat", "gzip -9n", "xz --check=crc32", "bzip2", "lzma"}) {
            byte[] kernel = kernel();
            put(kernel, 250_000, "IKCFG_ST".getBytes(StandardCharsets.US_ASCII));
            put(kernel, 250_008, config);
            put(kernel, 250_008 + config.length, "IKCFG_ED".getBytes(StandardCharsets.US_ASCII));
            byte[] ramdisk = Tool.bytes(archive, command.split(" "));
            put(kernel, 300_000, ramdisk);
            RecordingSink sink = RecordingSink.unpack(FORMAT, kernel);
            assertThat(sink.problems).isEmpty();
            assertThat(sink.end).isEqualTo(kernel.length);
            assertThat(sink.headers).containsEntry("linux_banner", BANNER.substring(0, BANNER.length() - 2));
            assertThat(part(sink, "ikconfig@250008")).isEqualTo(config);
            byte[] found = part(sink, "initramfs@300000");
            assertThat(found).as(command).isEqualTo(Arrays.copyOf(ramdisk, found.length));
            assertThat(found.length).as(command).isEqualTo(command.equals("cat") ? size : ramdisk.length);
        }
    }

    @Test
    void aRamdiskWithoutADecoderIsFoundByItsRecordedSize() throws IOException, Malformed {
        for (String command : new String[] {"lzop", "lz4 -l", "zstd"}) {
            byte[] kernel = kernel();
            byte[] ramdisk = Tool.bytes(archive("init"), command.split(" "));
            put(kernel, 300_000, ramdisk);
            int end = 300_000 + ramdisk.length + 7 & ~7;
            put(kernel, end, new byte[] {(byte) ramdisk.length, (byte) (ramdisk.length >> 8), 0, 0, 0, 0, 0, 0});
            RecordingSink sink = RecordingSink.unpack(FORMAT, kernel);
            assertThat(part(sink, "initramfs@300000")).as(command).isEqualTo(ramdisk);
        }
    }

    @Test
    void bannersAloneMakeNoKernel() {
        byte[] kernel = kernel();
        assertThat(LinuxKernel.is(Bytes.of(kernel))).isTrue();
        byte[] log = kernel();
        log[200_000 + BANNER.length() - 1] = '[';
        assertThat(LinuxKernel.is(Bytes.of(log))).as("a line of a log").isFalse();
        byte[] one = kernel();
        put(one, 201_000, new byte[20]);
        assertThat(LinuxKernel.is(Bytes.of(one))).as("one string alone").isFalse();
        byte[] flash = kernel();
        Arrays.fill(flash, 65536, 131072, (byte) -1);
        assertThat(LinuxKernel.is(Bytes.of(flash))).as("with an erased block").isFalse();
    }

    @Test
    void aConfigurationWithoutItsEndIsReported() {
        byte[] kernel = kernel();
        put(kernel, 250_000, "IKCFG_ST\u001f".getBytes(StandardCharsets.US_ASCII));
        put(kernel, 250_009, new byte[] {(byte) 0x8b, 8});
        assertThat(RecordingSink.unpack(FORMAT, kernel).problems).hasSize(1);
    }

    /// The lines are what `strings` shows of the kernels that other tools decompressed.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wr841n_v11_160325.bin | 2.6.31 (tomcat@buildserver) (gcc version 4.3.3 (GCC) ) #13 Fri Mar 25 17:10:18 CST 2016
            TL-WR841Nv14_EU.bin | 2.6.36 (zhang@ubuntu) (gcc version 4.6.3 (Buildroot 2012.11.1) ) #1 Sun Nov 19 18:31:57 PST 2023
            firmware-backdoored.bin | 2.6.36 (zhang@ubuntu) (gcc version 4.6.3 (Buildroot 2012.11.1) ) #1 Sun Nov 19 18:31:57 PST 2023
            06_kernel1.bin | 4.1.25 (xialei@localhost.localdomain) (gcc version 4.9.3 (Buildroot 2015.08.1-svn1486) ) #2 SMP Thu Feb 17 18:29:32 CST 2022
            openwrt-wrt350nv2-squashfs-sysupgrade-r2533.img | 4.4.38 (matej@ubuntu) (gcc version 5.4.0 (LEDE GCC 5.4.0 r2533-7d76028) ) #0 Fri Dec 16 17:49:56 2016
            openwrt-ar71xx-tiny-uImage-lzma.bin | 4.9.133 (chankruze@resonance-2) (gcc version 7.3.0 (OpenWrt GCC 7.3.0 r7352-9ac7eb4) ) #0 Mon Oct 15 14:54:30 2018
            openwrt-18.06.9-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin | 4.14.206 (buildbot@d6b0edf6d597) (gcc version 7.3.0 (OpenWrt GCC 7.3.0 r8077-7cbbab7246)) #0 Wed Nov 11 20:09:58 2020
            linuxkernel__bzImage | 2.4.32-xbox (root@xebian.localdomain.local) (gcc version 3.3.5 (Debian 1:3.3.5-13)) #13 Tue Apr 6 21:00:10 CEST 2010
            linuxkernel__bzImage_bzip2 | 5.4.72 (root@caesurus-ubuntu20-04) (gcc version 9.3.0 (Ubuntu 9.3.0-17ubuntu1~20.04)) #2 Wed Oct 21 12:59:42 EDT 2020
            """)
    void realKernelsNameThemselves(String image, String banner) throws IOException {
        try (Spill spill = Spill.open(folder)) {
            Tree tree = Walk.open(Corpus.image(image), Run.standard(), spill);
            List<Artifact> kernels = tree.artifacts().stream()
                    .filter(artifact -> artifact.format().equals("linux-kernel"))
                    .toList();
            assertThat(kernels).hasSize(1);
            assertThat(tree.facts().stream()
                            .filter(Header.class::isInstance)
                            .map(Header.class::cast)
                            .filter(header -> header.field().equals("linux_banner"))
                            .map(Header::value))
                    .containsExactly("Linux version " + banner);
        }
    }

    @Test
    void theConfigurationOfARealKernelIsText() throws IOException, Malformed {
        try (Spill spill = Spill.open(folder)) {
            Tree tree = Walk.open(Corpus.image("06_kernel1.bin"), Run.standard(), spill);
            Artifact packed = tree.artifacts().stream()
                    .filter(artifact -> artifact.path().endsWith("/ikconfig@4647256"))
                    .findFirst()
                    .orElseThrow();
            Bytes stream = tree.content(packed);
            Bytes config = tree.content(tree.children(packed).getFirst());
            assertThat(config.array(0, config.size(), "config"))
                    .isEqualTo(Tool.bytes(stream.array(0, stream.size(), "stream"), "gzip", "-dc"))
                    .startsWith("#\n# Automatically generated file".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void noDamageEscapes() throws IOException {
        Random random = new Random(36);
        byte[] ramdisk = archive("init");
        for (int i = 0; i < 40; i++) {
            byte[] kernel = kernel();
            put(kernel, 300_000, ramdisk);
            for (int flips = 0; flips < 3; flips++) {
                kernel[300_000 + random.nextInt(ramdisk.length)] = (byte) random.nextInt();
            }
            assertThat(RecordingSink.unpack(FORMAT, kernel).end).isEqualTo(kernel.length);
        }
    }
}
