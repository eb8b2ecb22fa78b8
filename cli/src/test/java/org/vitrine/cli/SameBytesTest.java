package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Budget;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Progress;
import org.vitrine.evidence.Run;
import org.vitrine.testing.Corpus;

/// The same release gives the same dossier, byte for byte but for `run.json`: whatever it is called, wherever it lies,
/// with any number of threads, as often as one likes.
class SameBytesTest {
    @TempDir
    private Path room = Path.of("");

    @Test
    void aVendorsImage() throws IOException {
        assertSame(Corpus.path(
                "firmware/openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin"));
    }

    @Test
    void anArchive() throws IOException {
        assertSame(archive());
    }

    @Test
    void aBudgetOfEntriesBites() throws IOException {
        Budget standard = Budget.standard();
        assertSame(
                archive(),
                new Budget(
                        standard.bytes(), 100, standard.depth(), standard.ratio(), standard.name(), standard.paths()));
    }

    @Test
    void aBudgetOfBytesBites() throws IOException {
        Budget standard = Budget.standard();
        assertSame(
                archive(),
                new Budget(
                        1_000_000,
                        standard.entries(),
                        standard.depth(),
                        standard.ratio(),
                        standard.name(),
                        standard.paths()));
    }

    private Path archive() throws IOException {
        Tar tar = new Tar().file("etc/passwd", "root::0:0:root:/root:/bin/sh\n");
        byte[] block = new byte[10_000];
        for (int i = 0; i < 300; i++) {
            java.util.Arrays.fill(block, (byte) i);
            tar.file("usr/share/d" + i % 7 + "/f" + i, block);
        }
        return Files.write(room.resolve("made.tar.gz"), Gzip.of(tar.bytes()));
    }

    private void assertSame(Path input) throws IOException {
        assertSame(input, Budget.standard());
    }

    private void assertSame(Path input, Budget budget) throws IOException {
        Map<String, String> first = examined(input, "one", 1, budget);
        assertThat(first.keySet()).contains("report.html", "verdicts.json", "dossier.json", "facts/artifact.parquet");
        if (!budget.equals(Budget.standard())) {
            assertThat(new Examined(room.resolve("one").resolve("one.dossier"))
                            .number("SELECT count(*) FROM problem WHERE kind = 'LIMIT_REACHED'"))
                    .isPositive();
        }
        assertThat(examined(input, "again", 1, budget)).isEqualTo(first);
        Path elsewhere = Files.createDirectories(room.resolve("else").resolve("where"));
        Path renamed = Files.copy(input, elsewhere.resolve("another name.img"));
        assertThat(examined(renamed, "two", 2, budget)).isEqualTo(first);
    }

    /// The digest of every file but `run.json`.
    private Map<String, String> examined(Path input, String name, int threads, Budget budget) throws IOException {
        Path working = Files.createDirectories(room.resolve(name));
        Path folder = working.resolve(name + ".dossier");
        Examined.of(input, folder, new Run(budget, Progress.SILENT, threads, working));
        Map<String, String> digests = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            digests.put(
                    folder.relativize(file).toString(),
                    Digest.ofContent(Bytes.map(file)).toString());
        }
        assertThat(digests.remove("run.json")).isNotNull();
        return digests;
    }
}
