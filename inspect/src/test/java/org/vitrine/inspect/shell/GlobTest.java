package org.vitrine.inspect.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void matchesAsAShellDoes() {
        assertThat(Glob.matches("*", "")).isTrue();
        assertThat(Glob.matches("st?rt", "start")).isTrue();
        assertThat(Glob.matches("[a-r]*", "start")).isFalse();
        assertThat(Glob.matches("[!a-r]*", "start")).isTrue();
        assertThat(Glob.matches("*.conf", "10-a.conf")).isTrue();
        assertThat(Glob.matches("*a*b", "xxaxxab")).isTrue();
        assertThat(Glob.matches("[", "[")).isTrue();
        assertThat(Glob.matches("[]", "]")).isFalse();
    }
}
