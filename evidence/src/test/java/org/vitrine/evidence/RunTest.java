package org.vitrine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunTest {
    private static Run threads(int count) {
        return new Run(Budget.standard(), Progress.SILENT, count, Path.of("."));
    }

    @Test
    void doesEveryItemOnce() {
        List<Long> items = LongStream.rangeClosed(1, 10_000).boxed().toList();
        for (int count : new int[] {1, 2, 7}) {
            AtomicLong sum = new AtomicLong();
            threads(count).each(items, sum::addAndGet);
            assertThat(sum).hasValue(50_005_000);
        }
    }

    @Test
    void throwsTheFailureOfAnyThread() {
        assertThatThrownBy(() -> threads(3).each(List.of(1, 2, 3, 4), item -> {
                    if (item == 3) {
                        throw new IllegalStateException("third");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("third");
    }
}
