package org.vitrine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameTest {
    @Test
    void splitsPathsAsTheKernelWould() {
        assertThat(Name.split("/a//b/./c/".getBytes(StandardCharsets.UTF_8)).toString())
                .isEqualTo("[a, b, c]");
        assertThat(Name.split("../..".getBytes(StandardCharsets.UTF_8))).hasSize(2);
        assertThat(Name.split(new byte[0])).isEmpty();
    }

    @Test
    void isOrderedByUnsignedBytes() {
        assertThat(Name.of(new byte[] {(byte) 0x80})).isGreaterThan(Name.of("z"));
    }
}
