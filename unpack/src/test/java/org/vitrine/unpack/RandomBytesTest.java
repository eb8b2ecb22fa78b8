package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;

/// Random bytes hold no container, not even a doubtful one. Three seeds are drawn at run time and printed;
/// `-Dvitrine.random.mebibytes=8192` takes more than the 192 MiB that a build has time for (`bench/random`
/// does), and `-Dvitrine.random.seeds=1,2,3` draws the same bytes again.
class RandomBytesTest {
    private static final int MEBI = 1 << 20;
    private static final int PIECE = 64 * MEBI;
    private static final int SEEDS = 3;

    @TempDir
    Path temporary = Path.of("");

    @Test
    void holdNoContainer() throws IOException {
        long wanted = Long.getLong("vitrine.random.mebibytes", 192) * MEBI;
        long[] seeds = seeds();
        byte[] piece = new byte[PIECE];
        Path file = temporary.resolve("random");
        long pieces = Math.max(SEEDS, wanted / PIECE);
        long spent = 0;
        SplittableRandom[] random = new SplittableRandom[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            System.out.println("random bytes: seed " + seeds[i]);
            random[i] = new SplittableRandom(seeds[i]);
        }
        for (long number = 0; number < pieces; number++) {
            int seed = (int) (number % SEEDS);
            random[seed].nextBytes(piece);
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(piece);
            }
            Duration before = cpu();
            try (Spill spill = Spill.open(temporary)) {
                Tree tree = Walk.open(file, Run.standard(), spill);
                assertThat(tree.artifacts())
                        .as("piece %s of seed %s", number / SEEDS, seeds[seed])
                        .extracting(Artifact::format)
                        .containsExactly("data");
            }
            spent += cpu().minus(before).toMillis();
        }
        System.out.println("random bytes: " + pieces * PIECE / MEBI + " MiB, "
                + pieces * PIECE / MEBI * 1000 / Math.max(1, spent) + " MiB per CPU second, no container");
    }

    private static long[] seeds() {
        String given = System.getProperty("vitrine.random.seeds", "");
        if (!given.isEmpty()) {
            String[] seeds = given.split(",", SEEDS);
            return new long[] {Long.parseLong(seeds[0]), Long.parseLong(seeds[1]), Long.parseLong(seeds[2])};
        }
        SecureRandom random = new SecureRandom();
        return new long[] {random.nextLong(), random.nextLong(), random.nextLong()};
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
