package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

class FitTest {
    private static final Fit FORMAT = new Fit();

    @TempDir
    Path folder;

    private static final String SOURCE = """
            /dts-v1/;
            / {
                description = "two images";
                #address-cells = <1>;
                images {
                    kernel-1 {
                        description = "a kernel"; data = /incbin/("kernel"); type = "kernel"; arch = "arm";
                        os = "linux"; compression = "none"; load = <0x8000>; entry = <0x8000>;
                        hash-1 { algo = "crc32"; };
                        hash-2 { algo = "md5"; };
                        hash-3 { algo = "sha1"; };
                    };
                    fdt-1 {
                        description = "a tree"; data = /incbin/("tree"); type = "flat_dt"; arch = "arm";
                        compression = "none";
                        hash-1 { algo = "sha256"; };
                        hash-2 { algo = "sha512"; };
                    };
                };
                configurations {
                    default = "conf-1";
                    conf-1 {
                        description = "boots"; kernel = "kernel-1"; fdt = "fdt-1";
                        signature-1 { algo = "sha256,rsa2048"; key-name-hint = "dev"; sign-images = "kernel", "fdt"; };
                    };
                };
            };
            """;

    private byte[] kernel = new byte[0];
    private byte[] tree = new byte[0];

    private byte[] make(String... options) throws IOException {
        Random random = new Random(5);
        kernel = new byte[5003];
        tree = new byte[777];
        random.nextBytes(kernel);
        random.nextBytes(tree);
        Files.write(folder.resolve("kernel"), kernel);
        Files.write(folder.resolve("tree"), tree);
        Files.writeString(folder.resolve("image.its"), SOURCE);
        List<String> command = new ArrayList<>(List.of("mkimage"));
        command.addAll(List.of(options));
        command.addAll(List.of("-f", "image.its", "image.itb"));
        Tool.bytesIn(folder, command.toArray(String[]::new));
        return Files.readAllBytes(folder.resolve("image.itb"));
    }

    private static byte[] part(RecordingSink sink, String prefix) throws Malformed {
        for (String name : sink.parts.keySet()) {
            Bytes bytes = sink.parts.get(name);
            if (name.startsWith(prefix + "@") && bytes != null) {
                return bytes.array(0, bytes.size(), name);
            }
        }
        throw new AssertionError("no part " + prefix);
    }

    private void assertOpened(byte[] image) throws Malformed {
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(part(sink, "kernel-1")).isEqualTo(kernel);
        assertThat(part(sink, "fdt-1")).isEqualTo(tree);
        assertThat(sink.headers)
                .containsEntry("description", "two images")
                .containsEntry("images/kernel-1/type", "kernel")
                .containsEntry("images/kernel-1/load", "0x00008000")
                .containsEntry("images/kernel-1/hash-1/verified", "right over 5003 bytes")
                .containsEntry("images/kernel-1/hash-2/verified", "right over 5003 bytes")
                .containsEntry("images/kernel-1/hash-3/verified", "right over 5003 bytes")
                .containsEntry("images/fdt-1/hash-1/verified", "right over 777 bytes")
                .containsEntry("images/fdt-1/hash-2/verified", "right over 777 bytes")
                .containsEntry("configurations/default", "conf-1")
                .containsEntry("configurations/conf-1/kernel", "kernel-1")
                .containsEntry("configurations/conf-1/signature-1/algo", "sha256,rsa2048")
                .containsEntry("configurations/conf-1/signature-1/key-name-hint", "dev")
                .containsEntry("configurations/conf-1/signature-1/sign-images", "kernel, fdt");
    }

    @Test
    void dataWithinTheTree() throws IOException, Malformed {
        assertOpened(make());
    }

    @Test
    void dataBehindTheTree() throws IOException, Malformed {
        byte[] image = make("-E");
        assertThat(ByteBuffer.wrap(image).getInt(4)).isLessThan(4000);
        assertOpened(image);
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(image, image.length + 9));
        assertThat(sink.end).isEqualTo(image.length);
    }

    @Test
    void dataAtAFixedPosition() throws IOException, Malformed {
        assertOpened(make("-E", "-p", "0x2000"));
    }

    @Test
    void theDevicetreeFormatGivesWay() throws IOException, Malformed {
        byte[] image = make();
        assertThat(FORMAT.claim(Bytes.of(image), 0)).isPresent();
        assertThat(FORMAT.claim(Bytes.of(DtbTest.compiled("/dts-v1/; / { images = [00]; soc { }; };")), 0))
                .isEmpty();
    }

    @Test
    void theSampleAgreesWithTheCommand() throws IOException, Malformed {
        byte[] image = Corpus.bytes("firmware/format-samples/uboot__fit.itb");
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).isEmpty();
        Path file = Corpus.path("firmware/format-samples/uboot__fit.itb");
        for (int i = 0; i < 3; i++) {
            Path out = folder.resolve("out" + i);
            Tool.text("dumpimage", "-T", "flat_dt", "-p", Integer.toString(i), "-o", out.toString(), file.toString());
            assertThat(part(sink, List.of("kernel", "fdt", "rootfs").get(i))).isEqualTo(Files.readAllBytes(out));
        }
    }

    @Test
    void eachWrongHashIsReported() throws IOException {
        for (String options : List.of("", "-E")) {
            byte[] image = options.isEmpty() ? make() : make(options);
            image[indexOf(image, kernel) + 100] ^= 1;
            RecordingSink sink = RecordingSink.unpack(FORMAT, image);
            assertThat(sink.problems)
                    .extracting(Problem::field)
                    .containsExactly("kernel-1/hash-1", "kernel-1/hash-2", "kernel-1/hash-3");
            assertThat(sink.parts).hasSize(2);
        }
    }

    private static int indexOf(byte[] image, byte[] wanted) {
        for (int i = 0; i + wanted.length <= image.length; i++) {
            if (Arrays.equals(image, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not in the image");
    }

    @Test
    void dataOutsideTheImageIsReported() throws IOException {
        byte[] image = make("-E");
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(image, image.length - 500));
        assertThat(sink.problems).extracting(Problem::field).contains("data-size");
        assertThat(sink.end).isLessThanOrEqualTo(image.length - 500);
    }

    @Test
    void overlappingDataIsReported() {
        byte[] image = DtbTest.compiled("""
                /dts-v1/; / { images {
                    a { data-position = <0>; data-size = <100>; };
                    b { data-position = <50>; data-size = <100>; };
                    c { data-offset = <0x7fffffff>; data-size = <0x7fffffff>; };
                    d { data-offset = <1>; data-size = "text"; };
                    e { };
                }; };""");
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems)
                .hasAtLeastOneElementOfType(Problem.Unsafe.class)
                .hasSize(4);
        assertThat(sink.parts.keySet()).containsExactly("a@0", "b@50");
    }

    @Test
    void anImageWithoutAName() throws Malformed {
        byte[] image = DtbTest.compiled("/dts-v1/; / { images { a { data = [01 02]; }; }; };");
        image[indexOf(image, new byte[] {0, 0, 0, 1, 'a', 0, 0, 0}) + 4] = 0;
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("name");
        assertThat(part(sink, "image")).containsExactly(1, 2);
    }

    @Test
    void manyImagesOfTheSameBytesCostNoMoreThanAFewPasses() {
        StringBuilder source = new StringBuilder("/dts-v1/; / { images {");
        for (int i = 0; i < 500; i++) {
            source.append("i")
                    .append(i)
                    .append(
                            " { data-position = <0>; data-size = <60000>; hash-1 { algo = \"sha512\"; value = [00]; }; };");
        }
        RecordingSink sink = RecordingSink.unpack(
                FORMAT, Arrays.copyOf(DtbTest.compiled(source.append("}; };").toString()), 100_000));
        assertThat(sink.problems).hasAtLeastOneElementOfType(Problem.LimitReached.class);
    }

    @Test
    void noDamageEscapes() throws IOException, Malformed {
        Random random = new Random(32);
        byte[] image = make("-E");
        for (int i = 0; i < 5000; i++) {
            byte[] damaged =
                    random.nextBoolean() ? image.clone() : Arrays.copyOf(image, 60 + random.nextInt(image.length - 60));
            for (int flips = random.nextInt(5); flips > 0; flips--) {
                damaged[4 + random.nextInt(Math.min(1500, damaged.length) - 4)] = (byte) random.nextInt();
            }
            if (FORMAT.claim(Bytes.of(damaged), 0).isPresent()) {
                assertThat(RecordingSink.unpack(FORMAT, damaged).end).isLessThanOrEqualTo(damaged.length);
            }
        }
    }

    @Test
    void namesAreText() throws IOException {
        byte[] image = make();
        int at = indexOf(image, "kernel-1\0".getBytes(StandardCharsets.US_ASCII));
        image[at] = '/';
        image[at + 1] = (byte) 0xff;
        assertThat(RecordingSink.unpack(FORMAT, image).parts.keySet())
                .anyMatch(name -> name.startsWith("\\x2f\\xffrnel-1@"));
    }
}
