package org.vitrine.inspect.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;

/// Real files of several machines, cut and with bits flipped: thousands of each, from a fixed seed. Whatever
/// comes, it is read or refused, in bounded time, with no more facts than the file has room for.
final class DamagedElfTest {
    private static final int CASES = 1500;

    @Test
    void cutsAndFlips() throws Exception {
        Path stock = Extracted.squashfs("tplink-wr841n-v14/TL-WR841Nv14_EU.bin", 1_049_088);
        Path openwrt = Extracted.squashfs(Corpus.image("openwrt-wnr854t-squashfs-factory-r5952.img"), 1_310_740);
        Path older = Extracted.squashfs("tplink-wr841n-v11/wr841n_v11_160325.bin", 1_180_160);
        List<Path> files = List.of(
                stock.resolve("bin/busybox"),
                stock.resolve("lib/libcrypt-0.9.33.2.so"),
                openwrt.resolve("bin/busybox"),
                openwrt.resolve("lib/libc.so"),
                older.resolve("sbin/wlanconfig"),
                Corpus.path("firmware/format-samples/sfx__piggy.elf"));
        assertThat(files).allMatch(Files::isRegularFile);
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
