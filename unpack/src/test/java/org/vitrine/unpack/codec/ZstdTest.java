package org.vitrine.unpack.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.evidence.Unsupported;
import org.vitrine.testing.Tool;

class ZstdTest {
    static Stream<String> options() {
        return Stream.concat(
                Stream.iterate(1, i -> i <= 19, i -> i + 1).map(i -> "-" + i),
                Stream.of(
                        "--ultra -20",
                        "--ultra -22",
                        "--fast=1",
                        "--fast=9",
                        "-3 --long=27",
                        "-19 --long=24",
                        "-5 --no-check",
                        "-1 --no-compress-literals",
                        "--fast=4 --compress-literals",
                        "-6 --rsyncable",
                        "-1 -T2 -B524288",
                        "-19 --zstd=wlog=10",
                        "-19 --zstd=wlog=14,mml=3,strat=9",
                        "-3 --target-compressed-block-size=1500"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void decodesWhatTheCommandCompresses(String options) {
        Samples.all().forEach((name, content) -> {
            // Half of them with their size in the header.
            String size = name.length() % 2 == 0 ? "--stream-size=" + content.length + " " : "";
            byte[] frames = compress(content, size + options);
            assertThat(new Block(frames, content.length, true).decode(Zstd::decode, content.length % 2 * 33))
                    .as(name)
                    .isEqualTo(content);
        });
    }

    @Test
    void framesFollowEachOtherWithSkippableOnesBetween() throws Unreadable {
        byte[] first = Samples.named("text");
        byte[] second = Samples.named("class files");
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(HexFormat.of().parseHex("502a4d1800000000"));
        frames.writeBytes(compress(first, "-3"));
        frames.writeBytes(HexFormat.of().parseHex("5f2a4d1803000000aabbcc"));
        frames.writeBytes(compress(new byte[0], "-3"));
        frames.writeBytes(compress(second, "-19"));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first);
        expected.writeBytes(second);
        assertThat(Hostile.decode(Zstd::decode, frames.toByteArray(), expected.size(), 7))
                .isEqualTo(expected.toByteArray());
    }

    @Test
    void aFrameKnowsNothingOfTheOneBefore() {
        byte[] content = Samples.named("text");
        String first = HexFormat.of().formatHex(compress(content, "-3"));
        int at = first.length() / 2;
        int capacity = content.length + 100;
        assertRefused(first + "28b52ffd0000" + "1d0000" + "030000", capacity, at + 9, "Treeless_Literals_Block");
        assertRefused(
                first + "28b52ffd0000" + "350000" + "18616263" + "01c0", capacity, at + 15, "Literals_Length_Codes");
    }

    @Test
    void damagedFramesAreRefusedOrDecodedWithinBounds() {
        int refused = 0;
        for (String name : List.of("text", "periods", "class files", "text of 257", "islands", "skewed", "records")) {
            for (String options :
                    List.of("-1 --no-check", "-19 --no-check", "--fast=5 --compress-literals --no-check")) {
                byte[] content = Arrays.copyOf(Samples.named(name), Math.min(150_000, Samples.named(name).length));
                byte[] frame = compress(content, options);
                refused += Hostile.refused(
                        Zstd::decode, frame, content.length, 1500, name.hashCode() * 31L + frame.length);
            }
        }
        assertThat(refused).isGreaterThan(15_000);
    }

    /// With its checksum, no damaged frame may give other bytes than the whole one.
    @Test
    void theChecksumFindsWhatTheStructureDoesNot() throws Unreadable {
        byte[] content = Arrays.copyOf(Samples.named("skewed"), 20_000);
        byte[] frame = compress(content, "-3");
        Random random = new Random(5);
        boolean found = false;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = frame.clone();
            damaged[6 + random.nextInt(frame.length - 6)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Hostile.decode(Zstd::decode, damaged, content.length, 0))
                        .isEqualTo(content);
            } catch (Malformed e) {
                found |= e.problem().field().equals("Content_Checksum");
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void aDictionaryIsNotSupported(@TempDir Path folder) throws IOException {
        byte[] content = Samples.text(new Random(1), 40_000);
        for (int i = 0; i < 200; i++) {
            Files.write(folder.resolve("part" + i), Arrays.copyOfRange(content, i * 200, i * 200 + 200));
        }
        String dictionary = folder.resolve("dictionary").toString();
        String[] command = Stream.concat(
                        Stream.of("zstd", "-q", "--train", "--maxdict=4096", "-o", dictionary),
                        Stream.iterate(0, i -> i < 200, i -> i + 1)
                                .map(i -> folder.resolve("part" + i).toString()))
                .toArray(String[]::new);
        Tool.bytes(new byte[0], command);
        byte[] frame = Tool.bytes(content, "zstd", "-c", "-q", "-D", dictionary);
        assertThatThrownBy(() -> Hostile.decode(Zstd::decode, frame, content.length, 0))
                .isInstanceOfSatisfying(
                        Unsupported.class, e -> assertThat(e.problem().field()).isEqualTo("Dictionary_ID"));
    }

    @Test
    void refusalsNameTheField() {
        String magic = "28b52ffd";
        assertRefused("", 10, 0, "Magic_Number");
        assertRefused("28b52ffe00", 10, 0, "Magic_Number");
        assertRefused("502a4d1804000000aabbcc", 10, 8, "User_Data");
        assertRefused(magic + "0800", 10, 4, "Frame_Header_Descriptor");
        assertRefused(magic + "00", 10, 5, "Window_Descriptor");
        assertRefused(magic + "2005", 4, 5, "Frame_Content_Size");
        assertRefused(magic + "e0ffffffffffffffff", 4, 5, "Frame_Content_Size");
        assertRefused(magic + "2005" + "0100", 10, 6, "Block_Header");
        assertRefused(magic + "2001" + "110000" + "6162", 10, 6, "Block_Size");
        assertRefused(magic + "2002" + "110000" + "61", 10, 9, "Block_Content");
        assertRefused(magic + "2002" + "070000" + "61", 10, 6, "Block_Type");
        assertRefused(magic + "2003" + "110000" + "6162", 10, 0, "Frame_Content_Size");
        assertRefused(magic + "0000" + "130000" + "61", 1, 9, "Block_Content");
        assertRefused(magic + "2405" + "2b0000" + "61" + "00000000", 10, 10, "Content_Checksum");
        // Three literals as they are, then sequences: none but a byte more; codes that don't exist; nothing to
        // repeat.
        assertRefused(magic + "0000" + "350000" + "18616263" + "0000", 99, 14, "Sequences_Section");
        assertRefused(magic + "0000" + "3d0000" + "18616263" + "010100", 99, 14, "Symbol_Compression_Modes");
        assertRefused(magic + "0000" + "3d0000" + "18616263" + "01403f", 99, 15, "Literals_Length_Codes");
        assertRefused(magic + "0000" + "350000" + "18616263" + "01c0", 99, 15, "Literals_Length_Codes");
        assertRefused(magic + "0000" + "350000" + "18616263" + "0130", 99, 15, "Offset_Codes");
        assertRefused(magic + "0000" + "350000" + "18616263" + "0100", 99, 15, "sequences bitstream");
        assertRefused(magic + "0000" + "1d0000" + "030000", 99, 9, "Treeless_Literals_Block");
    }

    @Test
    void anOffsetBeforeTheFrameIsRefused() throws Unreadable {
        // One literal and a match, by tables of one code each: the offset is 4 + two bits - 3, of 1 byte
        // decoded.
        String frame = "28b52ffd0000" + "450000" + "0861" + "0154010200";
        assertThat(Hostile.decode(Zstd::decode, HexFormat.of().parseHex(frame + "04"), 9, 0))
                .asString()
                .isEqualTo("aaaa");
        assertRefused(frame + "05", 9, 16, "sequences bitstream");
    }

    private static void assertRefused(String hex, int capacity, long offset, String field) {
        byte[] frame = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Hostile.decode(Zstd::decode, frame, capacity, 16))
                .as(hex)
                .isInstanceOfSatisfying(Malformed.class, e -> {
                    assertThat(e.problem().field()).as(hex).isEqualTo(field);
                    assertThat(e.problem().offset()).as(hex).isEqualTo(offset);
                });
    }

    private static byte[] compress(byte[] content, String options) {
        return Tool.bytes(content, ("zstd -c -q " + options).split(" "));
    }

    @Test
    void xxHashAgreesWithTheCommand() {
        Random random = new Random(3);
        for (int length = 0; length < 130; length++) {
            byte[] content = Samples.bytes(random, length, 256);
            byte[] frame = compress(content, "-3");
            int stored = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(frame.length - 4);
            assertThat((int) XxHash64.of(content, 0, length)).isEqualTo(stored);
        }
    }
}
