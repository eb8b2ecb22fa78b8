package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;

class GapTest {
    private static final int[] LENGTHS = {
        1, 2, 3, 4, 7, 127, 128, 135, 136, 137, 255, 256, 257, 511, 3000, 65_400, 65_536
    };

    @Test
    void runsOfAnyLengthAnywhereAreThoseThatCountingEveryByteFinds() {
        Random random = new Random(33);
        for (int round = 0; round < 300; round++) {
            byte[] image = image(random);
            int start = random.nextInt(1 + image.length / 4);
            List<String> found = Gap.between(Bytes.of(image), start, image.length).stream()
                    .map(gap -> gap.offset() + "+" + gap.length())
                    .toList();
            assertThat(found).isEqualTo(counted(image, start));
        }
    }

    /// Stretches of noise and of one value, of lengths around all those that matter.
    private static byte[] image(Random random) {
        byte[] image = new byte[1 + random.nextInt(200_000)];
        for (int at = 0; at < image.length; ) {
            int end = Math.min(image.length, at + LENGTHS[random.nextInt(LENGTHS.length)]);
            if (random.nextBoolean()) {
                Arrays.fill(image, at, end, (byte) random.nextInt(3));
            } else {
                for (int i = at; i < end; i++) {
                    image[i] = (byte) random.nextInt(random.nextBoolean() ? 2 : 256);
                }
            }
            at = end;
        }
        return image;
    }

    /// Every run in turn: from 256 bytes on it is a span of its own, right where data starts from 4 on.
    private static List<String> counted(byte[] image, int start) {
        List<String> spans = new ArrayList<>();
        int data = start;
        for (int run = start; run < image.length; ) {
            int end = run;
            while (end < image.length && image[end] == image[run]) {
                end++;
            }
            if (end - run >= (run == data ? 4 : 256)) {
                if (data < run) {
                    spans.add(data + "+" + (run - data));
                }
                spans.add(run + "+" + (end - run));
                data = end;
            }
            run = end;
        }
        if (data < image.length) {
            spans.add(data + "+" + (image.length - data));
        }
        return spans;
    }
}
