package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.UefiSamples.DRIVER;
import static org.vitrine.unpack.format.UefiSamples.FFS2;
import static org.vitrine.unpack.format.UefiSamples.FFS3;
import static org.vitrine.unpack.format.UefiSamples.file;
import static org.vitrine.unpack.format.UefiSamples.guided;
import static org.vitrine.unpack.format.UefiSamples.longSection;
import static org.vitrine.unpack.format.UefiSamples.lzma;
import static org.vitrine.unpack.format.UefiSamples.row;
import static org.vitrine.unpack.format.UefiSamples.section;
import static org.vitrine.unpack.format.UefiSamples.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;
import org.vitrine.unpack.codec.EfiCompression;

/// Sections in self-made volumes: what `UEFIExtract` finds in them too, and what is wrong with the broken ones.
class EfiSectionsTest {
    private static final String LZMA = "EE4E5898-3914-4259-9D6E-DC7BD79403CF";
    private static final String LZMA_X86 = "D42AE6BD-1352-4BFB-909A-CA72A6EAE889";
    private static final String CRC = "FC1BCDB0-7D31-49AA-936A-A4600D9DD083";
    private static final String SIGNED = "0F9D89E8-9259-4F76-A5AF-0C89E34023DF";
    private static final String BROTLI = "3D532050-5CDA-4FD0-879E-0F7F630D5AFB";
    private static final String FIRST = DRIVER + "/";

    private static byte[] ui(String text) {
        return section(0x15, (text + "\0").getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] driver(byte[] data) {
        return file(DRIVER, 7, false, data);
    }

    private static RecordingSink open(byte[] image) {
        return RecordingSink.unpack(new FirmwareVolume(), image);
    }

    private static byte[] code() {
        byte[] code = FormatSamples.plausible(60_000, 11);
        Random random = new Random(5);
        // Calls and jumps near and far, close to each other too: what the filter has to tell apart.
        for (int i = 0; i < 4000; i++) {
            int at = random.nextInt(code.length - 5);
            code[at] = (byte) (0xe8 | random.nextInt(2));
            code[at + 4] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : -random.nextInt(2));
        }
        return code;
    }

    private static byte[] raw(byte[] data, String... filters) {
        String[] command = new String[filters.length + 3];
        command[0] = "xz";
        command[1] = "--format=raw";
        command[2] = "-c";
        System.arraycopy(filters, 0, command, 3, filters.length);
        return Tool.bytes(data, command);
    }

    @Test
    void packedSectionsAreWhatWasPacked() {
        byte[] inner = row(section(0x10, code()), ui("Driver"));
        byte[] plain = raw(inner, "--lzma1=dict=1MiB");
        byte[] filtered = raw(inner, "--x86", "--lzma1=dict=1MiB");
        byte[] image = volume(
                FFS2,
                driver(row(
                        guided(LZMA, 1, new byte[0], lzma(plain, inner.length)),
                        guided(LZMA_X86, 1, new byte[0], lzma(filtered, inner.length)))));
        RecordingSink sink = open(image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get(FIRST + "0.lzma.sections")).isEqualTo(inner);
        assertThat(sink.files.get(FIRST + "1.lzma-x86.sections")).isEqualTo(inner);
        RecordingSink sections = RecordingSink.unpack(new EfiSections(), inner);
        assertThat(sections.files.get("0.pe32")).isEqualTo(code());
        assertThat(sections.headers).containsEntry("ui", "Driver");
    }

    @Test
    void theToolSeesTheSameLeaves(@TempDir Path folder) throws Exception {
        byte[] inner = row(section(0x10, code()), ui("Inner"), section(0x19, new byte[] {1, 2, 3}));
        byte[] packed = raw(inner, "--lzma1=dict=1MiB");
        byte[] image = volume(
                FFS3,
                file(DRIVER, 7, true, row(guided(LZMA, 1, new byte[0], lzma(packed, inner.length)), ui("Outer"))),
                file("11111111-2222-3333-4444-555555555555", 1, false, FormatSamples.plausible(500, 2)));
        Files.write(folder.resolve("image"), image);
        Tool.of("UEFIExtract", "image", "report").in(folder).run();
        String report = Files.readString(folder.resolve("image.report.txt"));
        assertThat(report).contains("PE32 image section", "Outer", DRIVER, "11111111-2222-3333-4444-555555555555");
        try (Spill spill = Spill.open(folder)) {
            Tree tree = Walk.open(folder.resolve("image"), Run.standard(), spill);
            assertThat(tree.artifacts().stream()
                            .filter(each -> each.type() == ArtifactType.FILE)
                            .map(each -> each.path()))
                    .containsExactly(
                            "",
                            FIRST + "0.lzma.sections",
                            FIRST + "0.lzma.sections/0.pe32",
                            FIRST + "0.lzma.sections/1.ui",
                            FIRST + "0.lzma.sections/2.raw",
                            FIRST + "1.ui",
                            "11111111-2222-3333-4444-555555555555");
        }
    }

    @Test
    void checksumsSignaturesAndWhatNobodyReads() {
        byte[] inner = row(section(0x19, new byte[] {9, 8, 7, 6}));
        CRC32 crc = new CRC32();
        crc.update(inner);
        byte[] right = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .array();
        byte[] sizes = new byte[16];
        sizes[0] = (byte) inner.length;
        byte[] packed = FormatSamples.joined(sizes, Tool.bytes(inner, "brotli", "-c"));
        byte[] image = volume(
                FFS2,
                driver(row(
                        guided(CRC, 2, right, inner),
                        guided(CRC, 2, new byte[4], inner),
                        guided(SIGNED, 2, new byte[40], inner),
                        guided(BROTLI, 1, new byte[0], packed),
                        guided("99999999-9999-9999-9999-999999999999", 1, new byte[0], new byte[10]),
                        longSection(3, inner))));
        RecordingSink sink = open(image);
        assertThat(sink.files.keySet())
                .containsExactly(
                        FIRST + "0.crc32.sections",
                        FIRST + "1.crc32.sections",
                        FIRST + "2.signed.sections",
                        FIRST + "3.brotli.sections",
                        FIRST + "4.99999999-9999-9999-9999-999999999999",
                        FIRST + "5.disposable.sections");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("CRC32Checksum", "SectionDefinitionGuid");
        assertThat(sink.files.get(FIRST + "3.brotli.sections")).isEqualTo(inner);
        assertThat(sink.headers).containsEntry("signed section", "40 bytes of certificate");
        assertThat(sink.files.get(FIRST + "5.disposable.sections")).isEqualTo(inner);
    }

    @Test
    void filesOfTheSameNameAndPadFiles() {
        byte[] image = volume(
                FFS2,
                driver(ui("One")),
                file("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", 0xf0, false, new byte[100]),
                driver(ui("Two")));
        RecordingSink sink = open(image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.keySet()).containsExactly(FIRST + "0.ui", DRIVER + ".2/0.ui");
        assertThat(sink.headers).containsEntry("ui", DRIVER + ".2 Two");
    }

    @Test
    void wrongChecksumsAreProblemsAndTheFilesAreStillGiven() {
        byte[] image = volume(FFS2, driver(ui("One")));
        image[72 + 24 + 6] ^= 1;
        image[72 + 16] ^= 1;
        image[50] ^= 1;
        RecordingSink sink = open(image);
        assertThat(sink.problems)
                .extracting(Problem::field)
                .containsExactly("Checksum", "IntegrityCheck.Checksum.Header", "IntegrityCheck.Checksum.File");
        assertThat(sink.files).hasSize(1);
    }

    @Test
    void sizesThatLie() {
        byte[] beyond = volume(FFS2, driver(ui("One")), driver(ui("Two")));
        beyond[72 + 22] = 0x7f;
        RecordingSink sink = open(beyond);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("IntegrityCheck.Checksum.Header", "Size");
        byte[] small = volume(FFS2, driver(ui("One")));
        small[72 + 20] = 10;
        assertThat(open(small).problems).extracting(Problem::field).contains("Size");
        byte[] section = volume(FFS2, driver(ui("One")));
        section[72 + 24] = 2;
        assertThat(open(section).problems).extracting(Problem::field).contains("Size");
        byte[] offset = volume(FFS2, driver(guided(LZMA, 1, new byte[0], new byte[20])));
        offset[72 + 24 + 4 + 16] = 3;
        assertThat(open(offset).problems).extracting(Problem::field).contains("DataOffset");
        byte[] longer = volume(FFS2, driver(ui("One")));
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(32, 1L << 40);
        assertThat(open(longer).problems).extracting(Problem::field).contains("FvLength", "BlockMap");
    }

    @Test
    void aHeaderThatIsNone() throws Malformed {
        byte[] image = volume("12345678-0000-0000-0000-000000000000", driver(ui("One")));
        assertThat(new FirmwareVolume().claim(Bytes.of(image), 0)).isPresent();
        assertThat(open(image).problems).singleElement().isInstanceOf(Problem.Unsupported.class);
        image[50] ^= 1;
        assertThat(new FirmwareVolume().claim(Bytes.of(image), 0)).isEmpty();
    }

    /// Volumes in volumes in packed sections end at the budget's depth, not in the stack.
    @Test
    @Timeout(60)
    void nestingIsBounded(@TempDir Path folder) throws Exception {
        byte[] image = volume(FFS2, driver(ui("Deep")));
        for (int i = 0; i < 40; i++) {
            byte[] inner = section(0x17, image);
            byte[] packed = raw(inner, "--lzma1=dict=1MiB");
            image = volume(FFS2, file(DRIVER, 11, false, guided(LZMA, 1, new byte[0], lzma(packed, inner.length))));
        }
        Files.write(folder.resolve("image"), image);
        try (Spill spill = Spill.open(folder)) {
            Tree tree = Walk.open(folder.resolve("image"), Run.standard(), spill);
            assertThat(tree.facts()).anyMatch(fact -> fact.toString().contains("depth"));
        }
    }

    @Test
    @Timeout(120)
    void damagedSections() {
        byte[] inner = row(section(0x10, Arrays.copyOf(code(), 3000)), ui("Driver"));
        byte[] packed = raw(inner, "--x86", "--lzma1=dict=1MiB");
        byte[] image = volume(
                FFS3,
                file(
                        DRIVER,
                        7,
                        true,
                        row(
                                guided(LZMA_X86, 1, new byte[0], lzma(packed, inner.length)),
                                guided(CRC, 2, new byte[4], inner),
                                section(0x18, new byte[40]))));
        FormatSamples.damage(new FirmwareVolume(), image, 1, 900);
        FormatSamples.damage(new EfiSections(), row(guided(CRC, 2, new byte[4], inner), ui("x"), ui("y")), 2, 900);
    }

    /// The first compressed section of a real package, cut and flipped: whatever comes out, the decoder ends.
    @Test
    @Timeout(120)
    void damagedCompression() throws Malformed {
        byte[] image = Corpus.bytes("firmware/uefi/ApolloLake-Fsp.fd");
        int at = 0x18768 + 9;
        int length = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at) + 8;
        byte[] data = Arrays.copyOfRange(image, at, at + length);
        assertThat(EfiCompression.size(Bytes.of(data), 0)).isEqualTo(1502);
        assertThat(EfiCompression.decodes(Bytes.of(data), 0, EfiCompression.Variant.EFI)
                        || EfiCompression.decodes(Bytes.of(data), 0, EfiCompression.Variant.TIANO))
                .isTrue();
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(data, random.nextInt(length)) : data.clone();
            if (i % 3 != 0) {
                damaged[8 + random.nextInt(length - 8)] ^= (byte) (1 << random.nextInt(8));
            }
            for (EfiCompression.Variant variant : EfiCompression.Variant.values()) {
                refused += EfiCompression.decodes(Bytes.of(damaged), 0, variant) ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }
}
