package org.vitrine.unpack.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZInputStream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.format.RecordingSink;
import org.vitrine.unpack.spi.Format;

/// The inputs that `bench/fuzz` starts from and keeps, each given to its format once more; and what it
/// found, each
/// named by its defect.
class FuzzSeedsTest {
    private static final Path SEEDS = Path.of("src/test/resources/fuzz");

    static List<String> formats() {
        return Trial.names();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void areRefusedOrRead(String format) throws IOException {
        Trial trial = Trial.of(format);
        byte[] seeds;
        try (InputStream packed = Files.newInputStream(SEEDS.resolve(format + ".tar.xz"))) {
            seeds = new XZInputStream(packed).readAllBytes();
        }
        int tried = 0;
        for (int at = 0; at < seeds.length && seeds[at] != 0; tried++) {
            String name = new String(seeds, at, 100, US_ASCII).trim();
            int size = Integer.parseInt(new String(seeds, at + 124, 11, US_ASCII), 8);
            tried(trial, Arrays.copyOfRange(seeds, at + 512, at + 512 + size), format + ": " + name);
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(tried).isPositive();
    }

    /// `FORMAT.DEFECT`, such as `zip.unnamed`: refused, or read with a word about the defect.
    @Test
    void whatWasFoundIsReported() throws IOException {
        List<Path> samples;
        try (Stream<Path> found = Files.list(SEEDS.resolve("found"))) {
            samples = found.sorted().toList();
        }
        assertThat(samples).isNotEmpty();
        for (Path sample : samples) {
            String name = sample.getFileName().toString();
            String card = name.substring(0, name.indexOf('.'));
            byte[] input = Files.readAllBytes(sample);
            tried(Trial.of(card), input, name);
            Repair.checksums(card, input, 0);
            Format format = Formats.ALL.stream()
                    .filter(each -> each.card().name().equals(card))
                    .findFirst()
                    .orElseThrow();
            assertThat(refuses(format, input) || isTold(RecordingSink.unpack(format, input), input.length))
                    .as(name)
                    .isTrue();
        }
    }

    /// What only took too long may be sound.
    private static boolean isTold(RecordingSink read, int length) {
        return !read.problems.isEmpty() || read.end == length;
    }

    private static boolean refuses(Format format, byte[] input) {
        try {
            return format.claim(Bytes.of(input), 0).isEmpty();
        } catch (Malformed e) {
            return true;
        }
    }

    private static void tried(Trial trial, byte[] input, String name) {
        try {
            trial.run(input, false, true);
            trial.run(input, true, false);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(name, e);
        }
    }
}
