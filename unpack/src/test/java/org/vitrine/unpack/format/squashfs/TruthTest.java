package org.vitrine.unpack.format.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.testing.Corpus;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.format.Squashfs;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;

/// Vendors' file systems, row by row as another reader read them.
class TruthTest {
    @TestFactory
    List<DynamicTest> vendorsFileSystems() {
        List<Path> truths = Corpus.files("truth/filesystems");
        assertThat(truths).hasSize(12);
        return truths.stream()
                .map(truth -> DynamicTest.dynamicTest(truth.getFileName().toString(), () -> compare(truth)))
                .toList();
    }

    private static void compare(Path truth) throws Exception {
        String name = truth.getFileName().toString().replace(".tsv.gz", "");
        String image = name.substring(0, name.lastIndexOf('@'));
        long at = Long.parseLong(name.substring(name.lastIndexOf('@') + 1));
        Bytes bytes = Bytes.map(Corpus.image(image));
        RecordingSink sink = new RecordingSink();
        Squashfs format = new Squashfs();
        Claim claim = format.claim(bytes, at).orElseThrow();
        assertThat(format.unpack(bytes, claim, sink)).isEqualTo(claim.end());
        assertThat(sink.problems).isEmpty();
        assertThat(sink.entries.getFirst().path()).isEmpty();
        List<String> rows = sink.entries.stream()
                .skip(1)
                .map(entry -> row(entry, sink))
                .sorted()
                .toList();
        assertThat(rows).isEqualTo(expected(truth));
    }

    private static List<String> expected(Path truth) throws Exception {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(truth)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("path\t"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String row(Entry entry, RecordingSink sink) {
        String path = RecordingSink.path(entry);
        byte[] content = sink.files.getOrDefault(path, new byte[0]);
        boolean device = entry.type() == ArtifactType.BLOCK || entry.type() == ArtifactType.CHARACTER;
        boolean file = entry.type() == ArtifactType.FILE;
        boolean link = entry.type() == ArtifactType.SYMLINK;
        return String.join(
                "\t",
                path,
                letter(entry.type()),
                "%04o".formatted(entry.mode()),
                Long.toString(entry.uid()),
                Long.toString(entry.gid()),
                file ? Integer.toString(content.length) : device ? entry.major() + ":" + entry.minor() : "-",
                file
                        ? Digest.ofContent(Bytes.of(content)).toString()
                        : link ? Display.text(entry.target().bytes()) : "-");
    }

    private static String letter(ArtifactType type) {
        return switch (type) {
            case FILE -> "f";
            case DIRECTORY -> "d";
            case SYMLINK -> "l";
            case CHARACTER -> "c";
            case BLOCK -> "b";
            case FIFO -> "p";
            // The table was written with one letter for both: `dev/log` of firmware-backdoored.bin is a socket.
            case SOCKET -> "p";
            case HARDLINK, PART -> throw new AssertionError(type);
        };
    }
}
