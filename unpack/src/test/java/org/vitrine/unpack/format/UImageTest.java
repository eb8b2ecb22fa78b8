package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

class UImageTest {
    private static final UImage FORMAT = new UImage();

    @TempDir
    Path folder;

    private byte[] make(String options, byte[]... data) throws IOException {
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < data.length; i++) {
            Path file = folder.resolve("data" + i);
            Files.write(file, data[i]);
            files.append(i == 0 ? "" : ":").append(file);
        }
        Path image = folder.resolve("image");
        Tool.bytes(new byte[0], ("mkimage " + options + " -d " + files + " " + image).split(" "));
        return Files.readAllBytes(image);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void allFieldsAndThePayloadAreGiven() throws IOException, Malformed {
        byte[] image = make("-A mips -O linux -T kernel -C lzma -a 80060000 -e 80061234 -n A/kernel", ascii("payload"));
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(image, image.length + 5));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(64 + 7);
        assertThat(sink.headers)
                .containsEntry("ih_size", "7")
                .containsEntry("ih_load", "0x80060000")
                .containsEntry("ih_ep", "0x80061234")
                .containsEntry("ih_os", "linux")
                .containsEntry("ih_arch", "mips")
                .containsEntry("ih_type", "kernel")
                .containsEntry("ih_comp", "lzma")
                .containsEntry("ih_name", "A/kernel");
        assertThat(sink.headers.get("ih_time")).matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(sink.parts.keySet()).containsExactly("payload@64");
        assertThat(part(sink, "payload@64")).isEqualTo(ascii("payload"));
    }

    @Test
    void aMultiFileImageGivesEachOfItsImages() throws IOException, Malformed {
        byte[] image = make("-A arm -O linux -T multi -C none -n m", ascii("kernel"), ascii("disk"), ascii("tree!"));
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.parts.keySet()).containsExactly("image@80", "image@88", "image@92");
        assertThat(part(sink, "image@80")).isEqualTo(ascii("kernel"));
        assertThat(part(sink, "image@88")).isEqualTo(ascii("disk"));
        assertThat(part(sink, "image@92")).isEqualTo(ascii("tree!"));
    }

    @Test
    void aScriptIsGivenWithoutItsTable() throws IOException, Malformed {
        RecordingSink sink = RecordingSink.unpack(FORMAT, make("-A arm -T script -C none -n s", ascii("echo hello\n")));
        assertThat(sink.problems).isEmpty();
        assertThat(part(sink, "script@72")).isEqualTo(ascii("echo hello\n"));
    }

    /// Every code that the command knows has the command's name here; codes it doesn't know aren't asked.
    @Test
    void namesAreThoseOfTheCommand() throws IOException {
        byte[] image = make("-A arm -O linux -T kernel -C none -n n", ascii("x"));
        Map<String, Integer> places =
                new LinkedHashMap<>(Map.of("ih_os", 28, "ih_arch", 29, "ih_type", 30, "ih_comp", 31));
        int known = 0;
        for (Map.Entry<String, Integer> place : places.entrySet()) {
            Map<String, String> names = names(place.getKey());
            for (int code = 0; code < 48; code++) {
                byte[] other = image.clone();
                other[place.getValue()] = (byte) code;
                Path file = folder.resolve("other");
                Files.write(file, sealed(other));
                String line = typeLine(Tool.text("mkimage", "-l", file.toString()));
                String value =
                        RecordingSink.unpack(FORMAT, sealed(other)).headers.get(place.getKey());
                String title = names.get(value);
                if (title != null) {
                    assertThat(line).as(place.getKey() + " " + code).contains(title);
                    known++;
                }
                assertThat(line.contains("Unknown"))
                        .as(place.getKey() + " " + code + ": " + line)
                        .isEqualTo(title == null);
            }
        }
        assertThat(known).isGreaterThan(90);
    }

    private static String typeLine(String list) {
        Matcher line = Pattern.compile("Image Type: +(.*)").matcher(list);
        return line.find() ? line.group(1) : "";
    }

    /// What the command answers to an unknown name: all names with their titles.
    private static Map<String, String> names(String field) {
        String option = Map.of("ih_os", "-O", "ih_arch", "-A", "ih_type", "-T", "ih_comp", "-C")
                .get(field);
        String text = Tool.of("mkimage", String.valueOf(option), "list").run().errors();
        Map<String, String> names = new LinkedHashMap<>();
        Matcher line = Pattern.compile("(?m)^\\t(\\S+) +(\\S.*)$").matcher(text);
        while (line.find()) {
            names.put(line.group(1), line.group(2));
        }
        return names;
    }

    private static byte[] sealed(byte[] image) {
        ByteBuffer buffer = ByteBuffer.wrap(image).putInt(4, 0);
        CRC32 crc = new CRC32();
        crc.update(image, 0, 64);
        buffer.putInt(4, (int) crc.getValue());
        return image;
    }

    @Test
    void damagedDataIsReported() throws IOException {
        byte[] image = make("-A arm -T kernel -C none -n n", ascii("payload"));
        image[66] ^= 1;
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).singleElement().isInstanceOfSatisfying(Problem.Malformed.class, problem -> {
            assertThat(problem.field()).isEqualTo("ih_dcrc");
            assertThat(problem.offset()).isEqualTo(24);
        });
        assertThat(sink.parts).containsKey("payload@64");
    }

    @Test
    void anImageOfItsHeaderOnlyIsReported() throws IOException {
        byte[] image = make("-A arm -T kernel -C none -n n", ascii("payload"));
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOf(image, 64));
        assertThat(sink.problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("7 bytes declared, 0 left in the image"));
        assertThat(sink.parts).isEmpty();
        assertThat(sink.end).isEqualTo(64);
    }

    @Test
    void aHeaderWithAWrongChecksumIsClaimedOnlyIfAllElseIsRight() throws IOException, Malformed {
        byte[] image = make("-A arm -T kernel -C none -n name", ascii("payload"));
        image[32] = 'N';
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("ih_hcrc");
        assertThat(sink.headers).containsEntry("ih_name", "Name");
        image[29] = 120;
        assertThat(FORMAT.claim(Bytes.of(image), 0)).isEmpty();
        assertThat(FORMAT.claim(Bytes.of(Arrays.copyOf(image, 63)), 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openwrt-ar71xx/openwrt-ar71xx-tiny-uImage-lzma.bin@0",
                "format-samples/uboot__uboot.image_with_header@0",
                "openwrt-orion-wrt350nv2/openwrt-wrt350nv2-squashfs-sysupgrade-r4983.img@0",
                "zte-h3600/06_kernel1.bin@32",
                "tplink-wr841n-v11/wr841n_v11_160325.bin@14784"
            })
    void realImagesAgreeWithTheCommand(String where) throws IOException {
        int mark = where.indexOf('@');
        byte[] all = Corpus.bytes("firmware/" + where.substring(0, mark));
        byte[] image = Arrays.copyOfRange(all, Integer.parseInt(where.substring(mark + 1)), all.length);
        RecordingSink sink = RecordingSink.unpack(FORMAT, image);
        Path file = folder.resolve("real");
        Files.write(file, Arrays.copyOf(image, Math.toIntExact(sink.end)));
        String list = Tool.text("mkimage", "-l", file.toString());
        assertThat(list).contains("Data Size:    " + sink.headers.get("ih_size") + " Bytes");
        assertThat(list).contains("Image Name:   " + sink.headers.get("ih_name"));
        assertThat(list)
                .contains("Load Address: "
                        + String.valueOf(sink.headers.get("ih_load")).substring(2));
        assertThat(list)
                .contains("Entry Point:  "
                        + String.valueOf(sink.headers.get("ih_ep")).substring(2));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(64 + Long.parseLong(String.valueOf(sink.headers.get("ih_size"))));
    }

    @Test
    void anAlteredAndCutImageSaysBoth() {
        RecordingSink sink = RecordingSink.unpack(FORMAT, Corpus.bytes("firmware/format-samples/uboot__uboot.dtb"));
        assertThat(sink.problems).extracting(Problem::field).containsExactly("ih_hcrc", "ih_size");
        assertThat(sink.headers).containsEntry("ih_name", "DD-XYZ");
    }

    /// In this one the image is a file of a JFFS2 file system, whose node headers stand between its pieces.
    @Test
    void anImageInPiecesHasAWrongDataChecksum() {
        byte[] all = Corpus.bytes("firmware/openwrt-orion-netgear/openwrt-wnr854t-squashfs-factory-r5952.img");
        RecordingSink sink = RecordingSink.unpack(FORMAT, Arrays.copyOfRange(all, 148, all.length));
        assertThat(sink.problems).extracting(Problem::field).containsExactly("ih_dcrc");
    }

    @Test
    void theMagicInCodeIsNoImage() throws Malformed {
        Bytes image = Bytes.of(Corpus.bytes("firmware/zte-h3600/01_bootloader.bin"));
        assertThat(FORMAT.claim(image, 148836)).isEmpty();
        assertThat(FORMAT.claim(image, 169528)).isEmpty();
    }

    @Test
    void noDamageEscapes() throws IOException, Malformed {
        Random random = new Random(11);
        byte[] image = make("-A arm -O linux -T multi -C none -n m", ascii("kernel"), ascii("disk"), ascii("tree!"));
        for (int i = 0; i < 5000; i++) {
            byte[] damaged =
                    random.nextBoolean() ? image.clone() : Arrays.copyOf(image, 64 + random.nextInt(image.length - 64));
            for (int flips = random.nextInt(5); flips > 0; flips--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            if (FORMAT.claim(Bytes.of(sealed(damaged)), 0).isPresent()) {
                RecordingSink sink = RecordingSink.unpack(FORMAT, damaged);
                assertThat(sink.end).isLessThanOrEqualTo(damaged.length);
            }
        }
    }

    @Test
    void tablesOfSizesAreBounded() {
        for (List<Integer> sizes : List.of(List.of(-1, 0), List.of(5, -1, 3, 0), List.of(1, 1, 1))) {
            ByteBuffer image = ByteBuffer.allocate(64 + 4 * sizes.size()).putInt(0, 0x27051956);
            image.putInt(12, 4 * sizes.size()).put(30, (byte) 4);
            for (int i = 0; i < sizes.size(); i++) {
                image.putInt(64 + 4 * i, sizes.get(i));
            }
            RecordingSink sink = RecordingSink.unpack(FORMAT, sealed(image.array()));
            assertThat(sink.problems).extracting(Problem::field).contains("image size");
        }
    }

    private static byte[] part(RecordingSink sink, String name) throws Malformed {
        Bytes bytes = sink.parts.get(name);
        return bytes == null ? new byte[0] : bytes.array(0, bytes.size(), name);
    }
}
