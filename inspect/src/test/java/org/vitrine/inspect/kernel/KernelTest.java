package org.vitrine.inspect.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// Version strings and configurations of kernels that other tools took out of real images.
class KernelTest {
    private static <F> List<F> found(ContentInspector inspector, byte[] content, Class<F> kind) throws Unreadable {
        List<Fact> facts = new ArrayList<>();
        inspector.inspect(Digest.NONE, Bytes.of(content), facts::add);
        return facts.stream().map(kind::cast).toList();
    }

    private static List<Kernel> kernels(byte[] content) throws Unreadable {
        return found(new KernelInspector(), content, Kernel.class);
    }

    private static List<KernelOption> options(byte[] content) throws Unreadable {
        return found(new KernelOptionInspector(), content, KernelOption.class);
    }

    /// What a tool decodes from an offset of an image of the corpus; it may complain of what follows.
    private static byte[] decoded(String image, int offset, String command) {
        byte[] all = Corpus.bytes("firmware/" + image);
        return Tool.of(command.split(" "))
                .fed(Arrays.copyOfRange(all, offset, all.length))
                .run()
                .bytes();
    }

    @Test
    void theKernelOfARouter() throws Unreadable {
        byte[] image = decoded("tplink-wr841n-v11/wr841n_v11_160325.bin", 132096, "xz --format=lzma -dc");
        assertThat(kernels(image)).singleElement().satisfies(kernel -> {
            assertThat(kernel.release()).isEqualTo("2.6.31");
            assertThat(kernel.builder()).isEqualTo("tomcat@buildserver");
            assertThat(kernel.compiler()).isEqualTo("gcc version 4.3.3 (GCC)");
            assertThat(kernel.build()).isEqualTo("#13 Fri Mar 25 17:10:18 CST 2016");
            assertThat(kernel.vermagic()).isEqualTo("2.6.31 mod_unload MIPS32_R2 32BIT");
            assertThat(kernel.architecture()).isEqualTo(Kernel.Architecture.MIPS);
            assertThat(kernel.source()).isEqualTo(Kernel.Source.BANNER);
            assertThat(new String(
                            image,
                            (int) kernel.location().offset(),
                            (int) kernel.location().length(),
                            StandardCharsets.US_ASCII))
                    .isEqualTo(kernel.banner());
        });
    }

    @Test
    void theKernelOfAGatewayAndItsConfiguration() throws Unreadable {
        byte[] image = decoded("zte-h3600/06_kernel1.bin", 96 + 26024, "gzip -dc");
        assertThat(kernels(image)).singleElement().satisfies(kernel -> {
            assertThat(kernel.release()).isEqualTo("4.1.25");
            assertThat(kernel.architecture()).isEqualTo(Kernel.Architecture.ARM);
            assertThat(kernel.vermagic()).isEqualTo("4.1.25 SMP mod_unload ARMv7");
            assertThat(kernel.build()).isEqualTo("#2 SMP Thu Feb 17 18:29:32 CST 2022");
        });
        byte[] config = Tool.of("gzip", "-dc")
                .fed(Arrays.copyOfRange(image, 4647256, image.length))
                .run()
                .bytes();
        List<KernelOption> options = options(config);
        String text = new String(config, StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines()
                .filter(line -> line.startsWith("CONFIG_") || line.endsWith(" is not set"))
                .toList();
        assertThat(options).hasSameSizeAs(lines).hasSizeGreaterThan(1500);
        for (int i = 0; i < lines.size(); i++) {
            KernelOption option = options.get(i);
            String line = lines.get(i);
            assertThat(line).contains(option.option());
            assertThat(option.value().equals("n")).isEqualTo(line.startsWith("#"));
            assertThat(text.substring((int) option.location().offset()))
                    .as(line)
                    .startsWith(line + "\n");
            assertThat(option.kernel()).as("its heading names none").isEmpty();
        }
        assertThat(options)
                .anySatisfy(option -> {
                    assertThat(option.option()).isEqualTo("CONFIG_LOCALVERSION");
                    assertThat(option.value()).isEmpty();
                })
                .anySatisfy(option -> {
                    assertThat(option.option()).isEqualTo("CONFIG_IKCONFIG");
                    assertThat(option.value()).isEqualTo("y");
                });
    }

    @Test
    void theHeaderAndTheBannerOfAnX86Image() throws Unreadable {
        byte[] image = Corpus.bytes("firmware/format-samples/linuxkernel__bzImage_bzip2");
        assertThat(kernels(image)).singleElement().satisfies(kernel -> {
            assertThat(kernel.release()).isEqualTo("5.4.72");
            assertThat(kernel.source()).isEqualTo(Kernel.Source.BOOT_HEADER);
            assertThat(kernel.build()).isEqualTo("#2 Wed Oct 21 12:59:42 EDT 2020");
            assertThat(kernel.builder()).isEqualTo("root@caesurus-ubuntu20-04");
        });
        byte[] elf = decoded("format-samples/linuxkernel__bzImage_bzip2", 17001, "bzip2 -dc");
        assertThat(kernels(elf)).singleElement().satisfies(kernel -> {
            assertThat(kernel.release()).isEqualTo("5.4.72");
            assertThat(kernel.architecture()).isEqualTo(Kernel.Architecture.X86);
            assertThat(kernel.compiler()).isEqualTo("gcc version 9.3.0 (Ubuntu 9.3.0-17ubuntu1~20.04)");
        });
    }

    @Test
    void whatOnlyTalksOfAKernelIsNone() throws Unreadable {
        String log = "[0] Linux version 5.4.72 (a@b) (gcc 9) #1 SMP Thu Jan 1 2026\n[0] next line\n";
        assertThat(kernels(log.repeat(100).getBytes(StandardCharsets.US_ASCII))).isEmpty();
        for (String line : List.of(
                "Linux version %s (%s) (%s) %s\n\0",
                "Linux version 5.4 of the year (gcc 9) #1\n\0",
                "Linux version 5.4.72 (a@b) (gcc 9 #1\n\0",
                "Linux version 5.4.72 (ab) (gcc 9) #1\n\0")) {
            assertThat(kernels((line + "\0".repeat(5000)).getBytes(StandardCharsets.US_ASCII)))
                    .as(line)
                    .isEmpty();
        }
    }

    @Test
    void configurationsOfOtherProgramsAreNone() throws Unreadable {
        for (String heading :
                List.of("# Busybox version: 1.22.1", "# Automatically generated make config", "# Linux is fine")) {
            String text = "#\n" + heading + "\n#\nCONFIG_A=y\n# CONFIG_B is not set\n";
            assertThat(options(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
        }
        String old =
                "#\n# Linux kernel version: 2.6.31\n#\nCONFIG_A=\"x \\\"y\\\"\"\n# CONFIG_B is not set\nCONFIG_C=0x10";
        assertThat(options(old.getBytes(StandardCharsets.US_ASCII)))
                .extracting(option -> option.kernel() + " " + option.option() + " " + option.value())
                .containsExactly("2.6.31 CONFIG_A x \"y\"", "2.6.31 CONFIG_B n", "2.6.31 CONFIG_C 0x10");
    }

    @Test
    void noDamageEscapes() throws Unreadable {
        Random random = new Random(42);
        String start = "x".repeat(4000) + "\0Linux version 5.4.72 (a@b) (gcc (G) 9) #1 SMP\n\0 5.4.72 mod_unload \0";
        String config = "# Linux/arm 4.1.25 Kernel Configuration\nCONFIG_A=y\n# CONFIG_B is not set\n";
        for (int i = 0; i < 3000; i++) {
            byte[] kernel = (start + "\0".repeat(100)).getBytes(StandardCharsets.ISO_8859_1);
            byte[] text = config.getBytes(StandardCharsets.ISO_8859_1);
            for (int flips = 0; flips < 3; flips++) {
                kernel[4000 + random.nextInt(90)] = (byte) random.nextInt();
                text[random.nextInt(text.length)] = (byte) random.nextInt();
            }
            assertThat(kernels(kernel)).hasSizeLessThan(2);
            assertThat(options(text)).hasSizeLessThan(3);
        }
    }
}
