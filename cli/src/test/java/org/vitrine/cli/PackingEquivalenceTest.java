package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.change.equivalence.NormalisedSpan;
import org.vitrine.testing.Tool;

/// One folder, packed twice by the tools that Debian has for it: from files that were written at another time and in
/// another order, with another compression. All of that is accounted for, and a byte more or another mode is not.
class PackingEquivalenceTest {
    @TempDir
    private Path room = Path.of("");

    /// All packings lie in one release, each beside its own twin, and once more with a file altered.
    @Test
    void timesOrderAndCompressionAreAccountedFor() throws IOException {
        Packings packings = new Packings(room);
        Path first = packings.folder(false);
        Path again = packings.folder(true);
        RootTree before = new RootTree();
        RootTree after = new RootTree();
        for (Packings.Packing packing : Packings.all()) {
            byte[] old = packings.packed(packing, first, false);
            before.file("same/" + packing.name(), 0644, old).file("altered/" + packing.name(), 0644, old);
            after.file("same/" + packing.name(), 0644, packings.packed(packing, again, true));
        }
        alter(again.resolve("etc/config"), Packings.WORDS.replaceFirst("words", "Words"));
        alter(again.resolve("etc/name"), "the file etc/nane\n");
        for (Packings.Packing packing : Packings.all()) {
            after.file("altered/" + packing.name(), 0644, packings.packed(packing, again, true));
        }
        Ladder.Answer answer = compared(before.tar(), after.tar());
        for (Packings.Packing packing : Packings.all()) {
            String same = "same/" + packing.name();
            assertThat(answer.files().entrySet().stream()
                            .filter(file -> (file.getKey() + "/").startsWith(same + "/"))
                            .toList())
                    .as(packing.name())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.getValue()).startsWith("MATCH_EXPLAINED"));
            assertThat(answer.of(NormalisedSpan.class))
                    .as(packing.name())
                    .filteredOn(span -> (span.path() + "/").startsWith(same + "/"))
                    .extracting(NormalisedSpan::normaliser)
                    .containsAll(packing.normalisers());
            assertThat(answer.files().get("altered/" + packing.name()))
                    .as(packing.name())
                    .containsPattern("PARTIAL|MISMATCH");
        }
    }

    private static void alter(Path file, String text) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, time);
    }

    private Ladder.Answer compared(byte[] before, byte[] after) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(before, after);
        }
    }

    @Test
    void aSquashfsPackedAgainIsAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(500));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/config"));
        byte[] old = squashed(tree, "old.squashfs", "gzip", "1600000000");
        byte[] current = squashed(tree, "new.squashfs", "xz", "1700000000");
        Ladder.Answer answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-packing", "container-time", "entry-time");

        Files.writeString(tree.resolve("etc/config"), "words and words and Words\n".repeat(500));
        assertThat(compared(old, squashed(tree, "new.squashfs", "xz", "1700000000"))
                        .verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] squashed(Path tree, String name, String compression, String time) throws IOException {
        Path image = room.resolve(name);
        Files.deleteIfExists(image);
        Tool.text(
                "mksquashfs",
                tree.toString(),
                image.toString(),
                "-all-root",
                "-comp",
                compression,
                "-mkfs-time",
                time,
                "-all-time",
                time);
        return Files.readAllBytes(image);
    }

    @Test
    void ofAnExtFileSystemOnlyTimesAreAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(50));
        byte[] old = ext(tree, "old.ext4", "1600000000");
        byte[] current = ext(tree, "new.ext4", "1700000000");
        Ladder.Answer answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-time", "entry-time");

        // Options that are mounted with by default.
        byte[] options = current.clone();
        options[1024 + 0x100] ^= 4;
        assertThat(compared(old, options).verdict()).isEqualTo("PARTIAL");
        // A file that can't be changed any more.
        Tool.text(
                "debugfs",
                "-w",
                "-R",
                "sif /etc/config flags 0x80010",
                room.resolve("new.ext4").toString());
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.ext4"))).verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] ext(Path tree, String name, String time) throws IOException {
        Path image = room.resolve(name);
        String id = "11111111-2222-3333-4444-555555555555";
        Tool.text(
                "env",
                "E2FSPROGS_FAKE_TIME=" + time,
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-O",
                "^metadata_csum",
                "-d",
                tree.toString(),
                "-U",
                id,
                "-E",
                "hash_seed=" + id,
                image.toString(),
                "2m");
        return Files.readAllBytes(image);
    }

    @Test
    void zipOrderAndTimesAreAccountedFor() throws IOException {
        Path tree = Files.createDirectories(room.resolve("zipped"));
        Files.writeString(tree.resolve("a"), "one file\n".repeat(100));
        Files.writeString(tree.resolve("b"), "another file\n".repeat(100));
        Tool.of("zip", "-q", "../old.zip", "a", "b").in(tree).succeed();
        Files.setLastModifiedTime(tree.resolve("a"), FileTime.fromMillis(1_600_000_000_000L));
        Tool.of("zip", "-q", "-1", "../new.zip", "b", "a").in(tree).succeed();
        byte[] old = Files.readAllBytes(room.resolve("old.zip"));
        Ladder.Answer answer = compared(old, Files.readAllBytes(room.resolve("new.zip")));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("entry-order", "entry-time");

        Tool.of("zip", "-q", "-z", "../new.zip")
                .in(tree)
                .fed("a comment".getBytes(StandardCharsets.UTF_8))
                .succeed();
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.zip"))).verdict())
                .isEqualTo("PARTIAL");
    }
}
