package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;

/// The file systems of twelve real images, row by row as `unsquashfs` reads them, found by walking the whole image.
class TruthTablesTest {
    @TempDir
    Path temporary = Path.of("");

    @Test
    void everyRowIsEqual() throws IOException {
        List<Path> tables = Corpus.files("truth/filesystems");
        assertThat(tables).hasSize(12);
        for (Path table : tables) {
            String name = table.getFileName().toString().replace(".tsv.gz", "");
            String image = name.substring(0, name.lastIndexOf('@'));
            String prefix = "squashfs@" + name.substring(name.lastIndexOf('@') + 1) + "/";
            assertThat(seen(Corpus.image(image), prefix)).as(name).containsExactlyInAnyOrderElementsOf(rows(table));
        }
    }

    @Test
    void theZipLeadsToTheSameTree() throws IOException {
        Path zip = Corpus.path("firmware/tplink-wr841n-v11/TL-WR841N_EU_V11_160325.zip");
        List<String> rows = rows(Corpus.path("truth/filesystems/wr841n_v11_160325.bin@1180160.tsv.gz"));
        List<String> seen = new ArrayList<>();
        for (String line : seen(zip, "")) {
            int at = line.indexOf("/squashfs@1180160/");
            if (at >= 0) {
                seen.add(line.substring(at + "/squashfs@1180160/".length()));
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static List<String> rows(Path table) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(table)), StandardCharsets.UTF_8))) {
            // One row is wrong in the table: unsquashfs 4.5.1 lists this inode of type 7 as a socket, and so extracts
            // it.
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("path\t"))
                    .map(line -> line.equals("dev/log\tp\t0644\t0\t0\t-\t-") ? line.replace("\tp\t", "\ts\t") : line)
                    .toList();
        }
    }

    private List<String> seen(Path image, String prefix) throws IOException {
        try (Spill spill = Spill.open(temporary)) {
            Tree tree = Walk.open(image, Run.standard(), spill);
            return tree.artifacts().stream()
                    .filter(artifact -> artifact.path().startsWith(prefix)
                            && artifact.name().size() > 0)
                    .map(artifact -> row(artifact, prefix))
                    .toList();
        }
    }

    private static String row(Artifact artifact, String prefix) {
        boolean link = artifact.type() == ArtifactType.SYMLINK;
        boolean file = artifact.type() == ArtifactType.FILE;
        return String.join(
                "\t",
                artifact.path().substring(prefix.length()),
                switch (artifact.type()) {
                    case FILE, HARDLINK -> "f";
                    case DIRECTORY -> "d";
                    case SYMLINK -> "l";
                    case CHARACTER -> "c";
                    case BLOCK -> "b";
                    case FIFO -> "p";
                    case SOCKET -> "s";
                    case PART -> "+";
                },
                String.format("%04o", artifact.mode()),
                Long.toString(artifact.uid()),
                Long.toString(artifact.gid()),
                file ? Long.toString(artifact.size()) : artifact.device().isEmpty() ? "-" : artifact.device(),
                link ? artifact.target() : file ? artifact.sha256().toString() : "-");
    }
}
