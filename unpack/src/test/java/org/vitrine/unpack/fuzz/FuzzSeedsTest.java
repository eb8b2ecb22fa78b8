package org.vitrine.unpack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The inputs that `bench/fuzz` starts from and keeps, each given to its format once more; and what it found, each
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
        int tried = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(SEEDS.resolve(format + ".zip")))) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                if (!each.isDirectory()) {
                    tried(trial, zip.readAllBytes(), format + ".zip: " + each.getName());
                    tried++;
                }
            }
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
