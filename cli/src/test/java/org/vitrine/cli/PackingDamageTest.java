package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.equivalence.FileEquivalence;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.change.equivalence.Rung;

/// Images of which a byte was altered, or that were cut short: whatever the ladder says of them, no byte
/// that differs is passed over in silence. And what only a container's own tables say, beside its entries,
/// is never set aside.
///
/// All of them lie in one release, each beside its own twin.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackingDamageTest {
    private static final int FLIPS = 5;
    private static final String CUT = "cut";

    /// Where each image was altered.
    private final Map<String, Integer> flips = new LinkedHashMap<>();

    private Map<String, Rung> verdicts = Map.of();
    private List<NormalisedSpan> spans = List.of();

    PackingDamageTest() {}

    @BeforeAll
    void compare(@TempDir Path room) throws IOException {
        Packings packings = new Packings(room);
        RootTree old = new RootTree();
        RootTree current = new RootTree();
        Path folder = packings.folder(false);
        for (Packings.Packing packing : Packings.all()) {
            byte[] before = packings.packed(packing, folder, false);
            Random random = new Random(before.length);
            for (int i = 0; i < FLIPS; i++) {
                byte[] flipped = before.clone();
                int at = random.nextInt(before.length);
                // Most of them where something stands.
                while (i > 0 && (flipped[at] == 0 || flipped[at] == -1)) {
                    at = (at + 1) % flipped.length;
                }
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                String path = packing.name() + "/" + i;
                flips.put(path, at);
                old.file(path, 0644, before);
                current.file(path, 0644, flipped);
            }
            old.file(packing.name() + "/" + CUT, 0644, before);
            current.file(packing.name() + "/" + CUT, 0644, Arrays.copyOf(before, end(before) * 2 / 3));
            UnaryOperator<byte[]> change = HIDDEN.get(packing.name());
            if (change != null) {
                byte[] after = change.apply(before.clone());
                assertThat(after).isNotEqualTo(before);
                old.file(packing.name() + "/hidden", 0644, before);
                current.file(packing.name() + "/hidden", 0644, after);
            }
        }
        try (Ladder ladder = new Ladder(Files.createDirectory(room.resolve("ladder")))) {
            Ladder.Answer answer = ladder.of(old.tar(), current.tar());
            verdicts = answer.of(FileEquivalence.class).stream()
                    .collect(Collectors.toMap(FileEquivalence::path, FileEquivalence::verdict));
            spans = answer.of(NormalisedSpan.class);
        }
    }

    /// Where the last byte ends that is no padding.
    private static int end(byte[] image) {
        int end = image.length;
        while (image[end - 1] == 0 || image[end - 1] == -1) {
            end--;
        }
        return end;
    }

    private Rung verdict(String path) {
        return verdicts.getOrDefault(path, Rung.IDENTICAL);
    }

    @Test
    void noByteIsPassedOver() {
        flips.forEach((path, at) -> {
            if (verdict(path).isMatch()) {
                assertThat(spans)
                        .as("%s, byte %d", path, at)
                        .anyMatch(span -> span.side() == NormalisedSpan.Where.NEW
                                && span.path().equals(path)
                                && span.offset() <= at
                                && at < span.offset() + span.length());
            }
        });
        assertThat(flips).hasSize(FLIPS * Packings.all().size());
    }

    @Test
    void whatWasCutShortIsNotTheSame() {
        Packings.all()
                .forEach(packing -> assertThat(verdict(packing.name() + "/" + CUT))
                        .as(packing.name())
                        .isIn(Rung.PARTIAL, Rung.MISMATCH));
    }

    /// What no entry has a field for.
    @Test
    void whatOnlyTablesSayIsNotSetAside() {
        assertThat(HIDDEN.keySet())
                .allSatisfy(name -> assertThat(verdict(name + "/hidden")).isIn(Rung.PARTIAL, Rung.MISMATCH));
    }

    private static final Map<String, UnaryOperator<byte[]>> HIDDEN = Map.of(
            "fat", image -> with(image, find(image, "NOTE       ") + 11, 2),
            // The name as Joliet writes it; the flags stand before it.
            "iso9660", image -> with(image, find(image, "\0n\0o\0t\0e") - 8, 1),
            "ubifs", PackingDamageTest::immutable,
            "rpm", image -> with(image, find(image, "none\0"), 1));

    private static byte[] with(byte[] image, int at, int bits) {
        image[at] ^= (byte) bits;
        return image;
    }

    /// A UBIFS whose first file may not be written any more.
    private static byte[] immutable(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 160 <= image.length; at += 8) {
            boolean inode = bytes.getInt(at) == 0x06101831 && image[at + 20] == 0 && bytes.getInt(at + 16) == 160;
            if (inode && (bytes.getInt(at + 104) & 0170000) == 0100000) {
                bytes.putInt(at + 108, bytes.getInt(at + 108) | 4);
                CRC32 crc = new CRC32();
                crc.update(image, at + 8, 152);
                bytes.putInt(at + 4, ~(int) crc.getValue());
                break;
            }
        }
        return image;
    }

    private static int find(byte[] image, String text) {
        int at = new String(image, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).as(text).isNotNegative();
        return at;
    }
}
