package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;

/// Real files of several machines, cut and with bits flipped: thousands of each, from a fixed seed. Whatever
/// comes, it is read or refused, in bounded time, with no more facts than the file has room for.
final class DamagedElfTest {
    private static final int CASES = 1500;

    @TempDir
    Path scratch;

    @Test
    void cutsAndFlips() throws Exception {
        Path corpus = Corpus.folder();
        Corpus.requireTools("unsquashfs");
        List<Path> files = new ArrayList<>(
                Corpus.some(corpus, scratch, "TL-WR841Nv14_EU.bin@1049088", "bin/busybox", "lib/libcrypt-0.9.33.2.so"));
        files.addAll(Corpus.some(
                corpus, scratch, "openwrt-wnr854t-squashfs-factory-r5952.img@1310740", "bin/busybox", "lib/libc.so"));
        files.addAll(Corpus.some(corpus, scratch, "wr841n_v11_160325.bin@1180160", "sbin/wlanconfig"));
        files.add(corpus.resolve("firmware/format-samples/sfx__piggy.elf"));
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        Random random = new Random(20260101);
        int refused = 0;
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            assertThat(isRefused(whole)).as(file.toString()).isFalse();
            for (int i = 0; i < CASES; i++) {
                refused += isRefused(damaged(whole, random)) ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(CASES, CASES * files.size());
    }

    /// A quarter of them cut; flips mostly where the headers and tables lie.
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        int flips = random.nextInt(1, 8);
        for (int i = 0; i < flips && damaged.length > 0; i++) {
            int within = random.nextBoolean() ? Math.min(damaged.length, 1024) : damaged.length;
            damaged[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static boolean isRefused(byte[] content) {
        List<Fact> facts = new ArrayList<>();
        boolean refused = false;
        try {
            new ElfInspector().inspect(Digest.NONE, Bytes.of(content), facts::add);
        } catch (Unreadable e) {
            assertThat(e.problem().field()).isNotEmpty();
            refused = true;
        }
        assertThat(facts.size()).isLessThanOrEqualTo(1 + content.length / 8);
        return refused;
    }
}
