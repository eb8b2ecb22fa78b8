package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.format.flash.FlashTree;

class UbiTest {
    private static final int PEB = 128 << 10;
    private static final int DATA = 2048;
    private static final int LEB = PEB - DATA;

    @TempDir
    Path room;

    private byte[] rootfs = new byte[0];
    private byte[] blob = new byte[0];
    private byte[] image = new byte[0];

    private byte[] ubinized(String... lines) throws IOException {
        Files.writeString(room.resolve("cfg"), String.join("\n", lines) + "\n");
        Tool.of("ubinize", "-o", "" + room.resolve("ubi"), "-p", "128KiB", "-m", "2048", "-s", "512", "-Q", "7", "cfg")
                .in(room)
                .succeed();
        return Files.readAllBytes(room.resolve("ubi"));
    }

    @BeforeEach
    void make() throws IOException {
        Random random = new Random(3);
        rootfs = new byte[5 * LEB];
        random.nextBytes(rootfs);
        blob = new byte[400_001];
        random.nextBytes(blob);
        Files.write(room.resolve("rootfs"), rootfs);
        Files.write(room.resolve("blob"), blob);
        image = ubinized(
                "[rootfs]",
                "mode=ubi",
                "image=rootfs",
                "vol_id=0",
                "vol_type=dynamic",
                "vol_name=rootfs",
                "vol_size=40MiB",
                "vol_flags=autoresize",
                "[blob]",
                "mode=ubi",
                "image=blob",
                "vol_id=5",
                "vol_type=static",
                "vol_name=a blob",
                "vol_size=1MiB",
                "[empty]",
                "mode=ubi",
                "vol_id=9",
                "vol_type=dynamic",
                "vol_name=empty",
                "vol_size=2MiB",
                "vol_alignment=4096");
    }

    private static byte[] part(RecordingSink sink, String name) throws Malformed {
        Bytes bytes = Objects.requireNonNull(sink.parts.get(name));
        return bytes.array(0, bytes.size(), "part");
    }

    @Test
    void putsVolumesTogether() throws Unreadable {
        RecordingSink sink = RecordingSink.unpack(new Ubi(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.parts.keySet()).containsExactly("rootfs@264192", "volume@919552");
        assertThat(part(sink, "rootfs@264192")).isEqualTo(rootfs);
        assertThat(part(sink, "volume@919552")).isEqualTo(blob);
        assertThat(sink.headers).containsEntry("peb_size", "131072").containsEntry("image_seq", "0x00000007");
    }

    @Test
    void aRowForEachVolume() {
        RecordingSink sink = RecordingSink.unpack(new Ubi(), image);
        long blocks = (40L << 20) / LEB + 1;
        assertThat(sink.facts)
                .containsExactly(
                        new Partition(
                                0,
                                0,
                                "rootfs",
                                "dynamic",
                                "",
                                2 * PEB + DATA,
                                blocks * LEB,
                                "reserved_pebs=" + blocks + " mapped=5 alignment=1 autoresize"),
                        new Partition(
                                0,
                                5,
                                "a blob",
                                "static",
                                "",
                                7 * PEB + DATA,
                                9L * LEB,
                                "reserved_pebs=9 mapped=4 alignment=1"),
                        new Partition(
                                0,
                                9,
                                "empty",
                                "dynamic",
                                "",
                                -1,
                                17L * (LEB - 2048),
                                "reserved_pebs=17 mapped=0 alignment=4096 data_pad=2048"));
    }

    private static void sign(byte[] image, int at) {
        CRC32 crc = new CRC32();
        crc.update(image, at, 60);
        ByteBuffer.wrap(image).putInt(at + 60, (int) ~crc.getValue());
    }

    /// A physical block more, with the content of the one at `from` as another writing of the same logical block.
    private byte[] rewritten(int from, long sequence, boolean copy, byte fill) {
        byte[] more = Arrays.copyOf(image, image.length + PEB);
        int at = image.length;
        System.arraycopy(image, from, more, at, PEB);
        Arrays.fill(more, at + DATA, at + PEB, fill);
        more[at + 512 + 6] = (byte) (copy ? 1 : 0);
        CRC32 crc = new CRC32();
        crc.update(more, at + DATA, 100);
        ByteBuffer.wrap(more)
                .putInt(at + 512 + 20, 100)
                .putInt(at + 512 + 32, (int) ~crc.getValue())
                .putLong(at + 512 + 40, sequence);
        sign(more, at + 512);
        return more;
    }

    @Test
    void theLastWrittenBlockCounts() throws Unreadable {
        RecordingSink sink = RecordingSink.unpack(new Ubi(), rewritten(3 * PEB, 9, false, (byte) 5));
        assertThat(sink.problems).isEmpty();
        assertThat(part(sink, "rootfs@264192")[LEB]).isEqualTo((byte) 5);
        assertThat(sink.headers).containsEntry("obsolete_pebs", "1");
    }

    @Test
    void aWholeCopyCountsAndATornOneDoesNot() throws Unreadable {
        byte[] whole = rewritten(3 * PEB, 9, true, (byte) 5);
        assertThat(part(RecordingSink.unpack(new Ubi(), whole), "rootfs@264192")[LEB])
                .isEqualTo((byte) 5);
        byte[] torn = whole.clone();
        torn[image.length + DATA + 50] ^= 1;
        assertThat(part(RecordingSink.unpack(new Ubi(), torn), "rootfs@264192")).isEqualTo(rootfs);
    }

    @Test
    void unmappedBlocksReadAsErased() throws Unreadable {
        byte[] gap = image.clone();
        Arrays.fill(gap, 3 * PEB + 512, 4 * PEB, (byte) -1);
        RecordingSink sink = RecordingSink.unpack(new Ubi(), gap);
        byte[] expected = rootfs.clone();
        Arrays.fill(expected, LEB, 2 * LEB, (byte) -1);
        assertThat(part(sink, "rootfs@264192")).isEqualTo(expected);
        assertThat(sink.headers).containsEntry("unmapped_pebs", "1");
    }

    @Test
    void oneCopyOfTheVolumeTableIsEnough() {
        byte[] damaged = image.clone();
        damaged[DATA + 20] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Ubi(), damaged);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("vtbl_record.crc");
        assertThat(sink.parts).hasSize(2);
    }

    @Test
    void damagedDataOfAStaticVolumeAreReported() {
        byte[] damaged = image.clone();
        damaged[8 * PEB + DATA + 20] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Ubi(), damaged);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("vid_hdr.data_crc");
    }

    @Test
    void aLogicalBlockFarAwayTakesNoMemory() {
        byte[] far = image.clone();
        ByteBuffer.wrap(far).putInt(3 * PEB + 512 + 12, 0x7ffffff0);
        sign(far, 3 * PEB + 512);
        RecordingSink sink = RecordingSink.unpack(new Ubi(), far);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("vid_hdr.lnum");
    }

    @Test
    void blocksWithoutAHeaderBetweenTwoAreTold() {
        byte[] spoilt = image.clone();
        spoilt[PEB + 9] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Ubi(), spoilt);
        assertThat(sink.problems).extracting(Problem::field).containsExactly("ec_hdr");
        assertThat(sink.parts).hasSize(2);
        assertThat(sink.headers).containsEntry("peb_size", "131072");
    }

    /// The volume inside is the sample that lies beside it as a file.
    @Test
    void opensTheSample() throws Unreadable {
        RecordingSink sink = RecordingSink.unpack(new Ubi(), Corpus.bytes("firmware/format-samples/ubi__ubi.img"));
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("pebs", "1904").containsEntry("peb_size", "1024");
        assertThat(part(sink, "rootfs@2176")).isEqualTo(Corpus.bytes("firmware/format-samples/ubi__test.ubifs"));
    }

    @Test
    void damageEndsInProblems() {
        for (byte[] damaged : FlashTree.damaged(image, 12, 60)) {
            FlashTree.survives(new Ubi(), damaged);
        }
    }
}
