package org.vitrine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ToolTest {
    /// What ends a test that needs what isn't there.
    private static Class<? extends Throwable> ending() {
        boolean required = "required".equals(System.getenv("VITRINE_CORPUS_IS"));
        return required ? AssertionError.class : TestAbortedException.class;
    }

    @Test
    void givesWhatACommandSaysAndItsCode(@TempDir Path folder) {
        byte[] fed = "fed".getBytes(StandardCharsets.UTF_8);
        Tool.Answer answer = Tool.of("sh", "-c", "cat; echo $LC_ALL $TZ; pwd >&2; exit 3")
                .in(folder)
                .fed(fed)
                .run();
        assertThat(answer.text()).isEqualTo("fedC UTC\n");
        assertThat(answer.errors().strip()).endsWith(folder.getFileName().toString());
        assertThat(answer.code()).isEqualTo(3);
    }

    @Test
    void failsWhereACommandFails() {
        assertThatThrownBy(() -> Tool.text("sh", "-c", "echo why >&2; exit 1"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with 1: why");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> Tool.of("no-such-tool", "-x"))
                .isInstanceOf(ending())
                .hasMessageContaining("no-such-tool is missing");
        assertThatThrownBy(() -> Corpus.path("no/such/file"))
                .isInstanceOf(ending())
                .hasMessageContaining("no/such/file");
        assertThatThrownBy(() -> Corpus.image("no-such-image")).isInstanceOf(ending());
    }
}
