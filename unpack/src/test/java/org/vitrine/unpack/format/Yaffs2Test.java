package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.testing.Corpus;
import org.vitrine.unpack.format.flash.FlashTree;

class Yaffs2Test {
    @ParameterizedTest
    @ValueSource(strings = {"yaffs2.bin", "yaffs__yaffs2_be.img", "yaffs__yaffs2_le.img"})
    void opensTheSamples(String name) {
        RecordingSink sink = RecordingSink.unpack(new Yaffs2(), Corpus.bytes("firmware/format-samples/" + name));
        System.out.println(FlashTree.lines(sink) + " " + sink.headers + sink.problems);
        assertThat(sink.problems).isEmpty();
    }
}
