package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void textIsFoldedBetweenWordsAndCutOnlyInTheLastLine() {
        String text = "57 of 58 programs and libraries: executable stack";
        assertThat(Summary.folded(text, 20, 3))
                .isEqualTo(List.of("57 of 58 programs", "and libraries:", "executable stack"));
        assertThat(Summary.folded(text, 20, 2)).isEqualTo(List.of("57 of 58 programs", "and libraries …"));
        assertThat(Summary.folded(text, 80, 2)).isEqualTo(List.of(text));
    }

    @Test
    void aWordLongerThanALineIsCut() {
        assertThat(Summary.shortened("a".repeat(30), 10)).isEqualTo("aaaaaaaaa…");
        assertThat(Summary.folded("b".repeat(25), 10, 9))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(11));
    }
}
