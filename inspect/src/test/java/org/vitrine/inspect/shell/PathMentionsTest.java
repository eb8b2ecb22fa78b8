package org.vitrine.inspect.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.shell.PathMentions.How;
import org.vitrine.inspect.shell.PathMentions.Mention;

class PathMentionsTest {
    private static final String KEY = "etc/ssl/server.key";
    /// Longer than what is read at once.
    private static final int LONG = 200_000;

    @Test
    void aLineIsCountedFromTheStartOfTheFile() {
        String filler = "option value\n".repeat(LONG / 13);
        assertThat(mention("etc/daemon.conf", "first\n\nkey = /etc/ssl/server.key\n"))
                .isEqualTo(new Mention(How.LINE, "etc/daemon.conf:3"));
        assertThat(mention("etc/daemon.conf", filler + "key = /etc/ssl/server.key\n"))
                .isEqualTo(new Mention(How.LINE, "etc/daemon.conf:" + (LONG / 13 + 1)));
    }

    @Test
    void aProgramHasOffsets() {
        String code = "code\0".repeat(LONG / 5);
        assertThat(mention("bin/daemon", code + "/etc/ssl/server.key\0"))
                .isEqualTo(new Mention(How.STRING, "bin/daemon at byte " + LONG));
        assertThat(mention("bin/daemon", "\0" + "c".repeat(LONG) + " /etc/ssl/server.key"))
                .isEqualTo(new Mention(How.STRING, "bin/daemon at byte " + (LONG + 2)));
    }

    @Test
    void aPathIsSeenWhereverWhatIsReadAtOnceEnds() {
        for (int before = (1 << 16) - 1100; before < (1 << 16) + 40; before += 7) {
            assertThat(mention("etc/x", "\n" + "a".repeat(before) + " /etc/ssl/server.key"))
                    .as("%s bytes before it", before)
                    .isEqualTo(new Mention(How.LINE, "etc/x:2"));
        }
    }

    @Test
    void commentsDoNotCount() {
        String filler = "option value\n".repeat(LONG / 13);
        for (String comment : List.of("# /etc/ssl/server.key\n", " \t; /etc/ssl/server.key\n")) {
            assertThat(PathMentions.of(tree("etc/x", filler + comment).root(), List.of(KEY))
                            .of(KEY))
                    .isEmpty();
            assertThat(mention("etc/x", comment + "key /etc/ssl/server.key\n"))
                    .isEqualTo(new Mention(How.LINE, "etc/x:2"));
        }
    }

    @Test
    void aNameBehindAVariableIsTheWeakest() {
        assertThat(mention("etc/x", "$DIR/server.key\n")).isEqualTo(new Mention(How.NAME, "etc/x:1"));
        assertThat(mention("etc/x", "${DIR}/server.key\n\n/etc/ssl/server.key"))
                .isEqualTo(new Mention(How.LINE, "etc/x:3"));
        assertThat(PathMentions.of(tree("etc/x", "/other/server.key").root(), List.of(KEY))
                        .of(KEY))
                .isEmpty();
    }

    private static Mention mention(String path, String content) {
        return PathMentions.of(tree(path, content).root(), List.of(KEY)).of(KEY).orElseThrow();
    }

    private static HandMadeTree tree(String path, String content) {
        return new HandMadeTree().file(path, content).file(KEY, "key");
    }
}
