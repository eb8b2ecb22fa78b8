package org.vitrine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DisplayTest {
    @Test
    void showsPlainTextAsItIs() {
        assertThat(Display.segment("passwd.bak".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("passwd.bak");
        assertThat(Display.segment("café Ω 中".getBytes(StandardCharsets.UTF_8))).isEqualTo("café Ω 中");
    }

    @Test
    void escapesWhatCouldDeceive() {
        assertThat(Display.segment(new byte[] {'a', 27, '[', '2', 'J'})).isEqualTo("a\\x1b[2J");
        assertThat(Display.segment("x\u202Ey".getBytes(StandardCharsets.UTF_8))).isEqualTo("x\\xe2\\x80\\xaey");
        assertThat(Display.segment(new byte[] {(byte) 0xff, 'a'})).isEqualTo("\\xffa");
        assertThat(Display.segment("a@1\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("a\\x401\\x0a");
        assertThat(Display.segment(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isEqualTo("\\xed\\xa0\\x80");
    }

    @Property
    void isInjective(@ForAll byte[] one, @ForAll byte[] other) {
        if (!Arrays.equals(one, other)) {
            assertThat(Display.segment(one)).isNotEqualTo(Display.segment(other));
            assertThat(Display.text(one)).isNotEqualTo(Display.text(other));
        }
    }

    @Property
    void canBeUndone(@ForAll byte[] bytes) {
        assertThat(Display.raw(Display.segment(bytes))).isEqualTo(bytes);
        assertThat(Display.raw(Display.text(bytes))).isEqualTo(bytes);
    }
}
