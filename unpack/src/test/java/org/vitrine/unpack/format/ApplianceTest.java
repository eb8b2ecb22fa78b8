package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// Virtual appliances and disks in extents, opened from the archive to the files in the disk.
class ApplianceTest {
    @TempDir
    Path room = Path.of("");

    private Path raw() throws IOException {
        Path tree = Files.createDirectories(room.resolve("files"));
        Files.writeString(tree.resolve("hello"), "hello from the disk\n");
        Path raw = room.resolve("raw");
        Files.write(raw, new byte[4 << 20]);
        Tool.of("mke2fs", "-q", "-F", "-d", tree.toString(), raw.toString()).succeed();
        return raw;
    }

    private void convert(Path raw, String subformat, Path to) {
        Tool.of("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, "" + raw, "" + to)
                .succeed();
    }

    private Tree open(Path input) throws IOException {
        try (Spill spill = Spill.open(room)) {
            return Walk.open(input, Run.standard(), spill);
        }
    }

    private static List<String> headers(Tree tree, String format) {
        return tree.facts().stream()
                .filter(Header.class::isInstance)
                .map(Header.class::cast)
                .filter(header -> header.format().equals(format))
                .map(header -> header.field() + "=" + header.value())
                .toList();
    }

    private Path appliance(String digest) throws IOException {
        Path folder = Files.createDirectories(room.resolve("ova"));
        convert(raw(), "streamOptimized", folder.resolve("disk1.vmdk"));
        Files.writeString(folder.resolve("vm.ovf"), "<Envelope/>\n");
        byte[] disk = Files.readAllBytes(folder.resolve("disk1.vmdk"));
        String right = Digest.of(Digest.sha256().digest(disk)).toString();
        Files.writeString(
                folder.resolve("vm.mf"),
                "SHA256(disk1.vmdk)= " + (digest.isEmpty() ? right : digest) + "\n",
                StandardCharsets.UTF_8);
        Path ova = room.resolve("vm.ova");
        Tool.of("tar", "-cf", ova.toString(), "-C", folder.toString(), "vm.ovf", "vm.mf", "disk1.vmdk")
                .succeed();
        return ova;
    }

    @Test
    void opensToTheFilesInTheDisk() throws IOException {
        Tree tree = open(appliance(""));
        assertThat(tree.artifacts()).extracting(Artifact::path).anyMatch(path -> path.endsWith("disk/hello"));
        assertThat(headers(tree, new Ovf().card().name())).contains("manifest digests=1 of 1 right");
    }

    @Test
    void manifestWithAWrongDigest() throws IOException {
        Tree tree = open(appliance("00".repeat(32)));
        assertThat(headers(tree, new Ovf().card().name())).contains("manifest digests=0 of 1 right");
        assertThat(tree.facts()).filteredOn(ProblemFact.class::isInstance).isNotEmpty();
    }

    @Test
    void diskOfTwoFlatExtents() throws IOException {
        byte[] raw = Files.readAllBytes(raw());
        Path folder = Files.createDirectories(room.resolve("flat"));
        int half = 1 << 20;
        Files.write(folder.resolve("a.bin"), Arrays.copyOf(raw, half));
        Files.write(folder.resolve("b.bin"), Arrays.copyOfRange(raw, half, raw.length));
        Files.writeString(folder.resolve("disk.vmdk"), """
                # Disk DescriptorFile
                version=1
                CID=1
                parentCID=ffffffff
                createType="twoGbMaxExtentFlat"
                RW 2048 FLAT "a.bin" 0
                RW 6144 FLAT "b.bin" 0
                """);
        Tree tree = open(folder);
        assertThat(tree.artifacts()).extracting(Artifact::path).anyMatch(path -> path.matches(".*disk@0.*/hello"));
        assertThat(headers(tree, new VmdkExtents().card().name())).contains("createType=twoGbMaxExtentFlat");
    }
}
