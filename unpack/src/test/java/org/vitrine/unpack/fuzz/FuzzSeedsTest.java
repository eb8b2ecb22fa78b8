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

    /// `FORMAT.DEFECT`, such as `lz4.size-wraps-around`.
    @Test
    void whatWasFoundIsMended() throws IOException {
        try (Stream<Path> found = Files.list(SEEDS.resolve("found"))) {
            for (Path each : found.sorted().toList()) {
                String name = each.getFileName().toString();
                tried(Trial.of(name.substring(0, name.indexOf('.'))), Files.readAllBytes(each), name);
            }
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
