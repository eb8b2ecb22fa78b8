package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;

class MagicIndexTest {
    private static final int SIZE = 140_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @DisplayName("Every pattern is met wherever it stands, as when each place is compared with each")
    void patternsAreMet(long seed) {
        byte[] content = new byte[SIZE];
        Random random = new Random(seed);
        // Runs of one value between what is drawn, since many patterns start with such a run.
        for (int at = 0; at < SIZE; at += 512) {
            byte[] drawn = new byte[Math.min(random.nextInt(512), SIZE - at)];
            random.nextBytes(drawn);
            System.arraycopy(drawn, 0, content, at, drawn.length);
        }
        for (Format format : Formats.ALL) {
            for (Magic magic : format.magic()) {
                byte[] bytes = magic.pattern().bytes();
                // At any place, and across the ends of the windows in which a content is read.
                int boundary = (1 + random.nextInt(2)) << 16;
                System.arraycopy(bytes, 0, content, random.nextInt(SIZE - bytes.length), bytes.length);
                System.arraycopy(bytes, 0, content, boundary - random.nextInt(200), bytes.length);
            }
        }
        Bytes image = Bytes.of(content);
        for (long[] span : new long[][] {{0, SIZE}, {0, 1}, {65_530, 70_000}}) {
            MagicIndex.Stretch stretch = new MagicIndex(Formats.ALL).scan(image, span[0], span[1], 1 << 20);
            assertThat(stretch.hits()).isEqualTo(compared(image, span[0], span[1]));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Wanted(byte[] bytes, int offset, int order, List<Integer> boundaries) {
        boolean isAt(Bytes image, long start) {
            return image.matches(start + offset, bytes)
                    && (boundaries.isEmpty() || boundaries.stream().anyMatch(boundary -> start % boundary == 0));
        }
    }

    private static List<MagicIndex.Hit> compared(Bytes image, long from, long to) {
        List<Wanted> patterns = new ArrayList<>();
        for (int order = 0; order < Formats.ALL.size(); order++) {
            Format format = Formats.ALL.get(order);
            for (Magic magic : format.magic()) {
                patterns.add(new Wanted(magic.pattern().bytes(), magic.offset(), order, format.boundaries()));
            }
        }
        List<MagicIndex.Hit> hits = new ArrayList<>();
        for (long start = from; start < to; start++) {
            for (Wanted pattern : patterns) {
                if (pattern.isAt(image, start)) {
                    hits.add(new MagicIndex.Hit(start, pattern.order()));
                }
            }
        }
        return hits;
    }
}
