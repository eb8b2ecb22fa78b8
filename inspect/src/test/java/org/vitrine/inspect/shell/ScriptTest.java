package org.vitrine.inspect.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static List<String> texts(String script) {
        return Script.of(script).top().stream().map(Command::text).toList();
    }

    @Test
    void splitsLists() {
        assertThat(texts("a 1; b 2 && c || d & e | f")).containsExactly("a 1", "b 2", "c", "d", "e", "f");
    }

    @Test
    void leavesCommentsOut() {
        Script script = Script.of("a # not b\n#telnetd &\necho x#y\n");
        assertThat(script.top()).extracting(Command::text).containsExactly("a", "echo x#y");
        Command commented = script.commented().getLast();
        assertThat(commented.words()).containsExactly("telnetd");
        assertThat(commented.background()).isTrue();
        assertThat(commented.line()).isEqualTo(2);
    }

    @Test
    void joinsContinuedLinesAndCountsThem() {
        Script script = Script.of("a \\\n  b\nc 'x\ny'\nd\n");
        assertThat(script.top())
                .extracting(Command::words)
                .containsExactly(List.of("a", "b"), List.of("c", "'x\ny'"), List.of("d"));
        assertThat(script.top()).extracting(Command::line).containsExactly(1, 3, 5);
    }

    @Test
    void showsACommandInOneLine() {
        Script script = Script.of("a \\\n\t b\t\tc\t \\\n\\\n d  \te\n");
        assertThat(script.top()).extracting(Command::text).containsExactly("a b c  d   e");
    }

    @Test
    void skipsHereDocuments() {
        Script script = Script.of("cat <<EOF > /f\ntelnetd &\nEOF\na\ncat <<-'X'\n\tb\n\tX\nc\n");
        assertThat(script.top()).extracting(Command::text).contains("a", "c").doesNotContain("telnetd", "b");
        assertThat(script.top().get(1).line()).isEqualTo(4);
    }

    @Test
    void putsOnlyTheEndedPipelineIntoTheBackground() {
        Script script = Script.of("a\nb | c &\n( d; e ) &\n");
        assertThat(script.top())
                .filteredOn(Command::background)
                .extracting(Command::text)
                .containsExactly("b", "c");
    }

    @Test
    void keepsRedirections() {
        Command command = Script.of("echo 1 2>/dev/null >>/proc/sys/a/b").top().getFirst();
        assertThat(command.words()).containsExactly("echo", "1");
        assertThat(command.redirects())
                .containsExactly(new Redirect(">", "/dev/null"), new Redirect(">>", "/proc/sys/a/b"));
    }

    @Test
    void findsFunctions() {
        Script script = Script.of("start() {\n a\n}\nfunction stop\n{\n b; }\nrestart ()\n( c )\nd\n");
        assertThat(script.functions().keySet()).containsExactly("start", "stop", "restart");
        assertThat(script.top()).extracting(Command::text).containsExactly("d");
    }

    @Test
    void knowsWhatIsAssignedOnce() {
        Script script = Script.of("A=/x/y\nB=1\nB=2\nexport C=\"q\"\nfor D in 1 2; do a; done\nread E\n");
        assertThat(script.values()).containsOnlyKeys("A", "C");
    }

    @Test
    void endsAnOpenQuoteWithItsLine() {
        assertThat(texts("echo don't\nb\nc\n")).contains("b", "c");
    }

    @Test
    void namesThePlaceOfACommand() {
        String text = "#!/bin/sh\n\n  cos &\n";
        Command command = Script.of(text).top().getFirst();
        assertThat(text.substring(command.offset(), command.offset() + command.length()))
                .isEqualTo("cos");
        assertThat(command.line()).isEqualTo(3);
    }

    @Test
    void takesAnyBytes() {
        String sample =
                "if [ -x $A ]; then case \"$1\" in start) a &;; *) b <<E\nx\nE\n esac; fi\nf() { g `h` $(i) ${j:-k}; }\n";
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = sample.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, 0, random.nextInt(bytes.length + 1), StandardCharsets.ISO_8859_1);
            for (Command command : Script.of(text).top()) {
                assertThat(command.offset() + command.length()).isLessThanOrEqualTo(text.length());
            }
        }
    }

    @Test
    void staysLinearOnNonsense() {
        for (String piece : List.of(
                "'",
                "\"",
                "`",
                "$(",
                "${",
                "(",
                "{ ",
                "if ",
                "case x in ",
                "<<E\n",
                "a&&",
                "\\\n",
                "f() {\n",
                "'\n",
                " ",
                "\t ",
                " \\\n")) {
            String nonsense = piece.repeat(Script.MAXIMUM_SIZE / piece.length() - 8);
            for (String text : List.of(nonsense, "a \"" + nonsense + "\n\"")) {
                long start = System.nanoTime();
                assertThat(Script.of(text).top()).isNotNull();
                assertThat((System.nanoTime() - start) / 1_000_000).as(piece).isLessThan(8_000);
            }
        }
    }
}
