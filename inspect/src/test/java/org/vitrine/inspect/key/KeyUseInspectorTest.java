package org.vitrine.inspect.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.testing.Tool;

class KeyUseInspectorTest {
    private static String key = "";

    @BeforeAll
    static void make() {
        Tool.needs("openssl");
        key = Tool.text("openssl", "genpkey", "-algorithm", "ED25519");
    }

    private static List<KeyUse> uses(HandMadeTree tree) {
        return tree.inspect(KeyUse.class, new KeyUseInspector(), new PrivateKeyInspector(), new CertificateInspector());
    }

    @Test
    void saysWhatAKeyIsFor() {
        // A long text before the mention: it is found behind the first window, and on its line.
        String text = "x /nothing/here\n".repeat(9000);
        HandMadeTree tree = new HandMadeTree()
                .file("etc/a.key", key)
                .file("etc/b.key", key)
                .file("etc/c.key", key)
                .file("etc/d.key", key)
                .file("etc/conf", text + "#key /etc/b.key\nkey=/etc/a.key\nother /x/etc/c.key\n")
                .file("etc/opkg/x.list", "/etc/d.key\n")
                .file("etc/ssh/ssh_host_ed25519_key", key)
                .file("root/.ssh/id_ed25519", key)
                .file("usr/bin/program", "\0\0" + "y".repeat(70_000) + "\0/etc/c.key\0")
                .file("usr/sbin/sshd", "\0")
                .file("usr/share/doc/x/test.pem", key);
        assertThat(uses(tree))
                .extracting(
                        use -> tree.build().artifact(use.artifact()).path(),
                        KeyUse::purpose,
                        KeyUse::state,
                        KeyUse::reason)
                .containsExactly(
                        tuple("etc/a.key", "unknown", State.ACTIVE, "its path stands in etc/conf:9002"),
                        tuple("etc/b.key", "unknown", State.UNKNOWN, "nothing seen that names it"),
                        tuple("etc/c.key", "unknown", State.ACTIVE, "its path stands in usr/bin/program at byte 70003"),
                        tuple("etc/d.key", "unknown", State.UNKNOWN, "nothing seen that names it"),
                        tuple(
                                "etc/ssh/ssh_host_ed25519_key",
                                "ssh host key",
                                State.ACTIVE,
                                "where usr/sbin/sshd looks by itself"),
                        tuple("root/.ssh/id_ed25519", "ssh login key", State.UNKNOWN, "nothing seen that names it"),
                        tuple("usr/share/doc/x/test.pem", "unknown", State.TEMPLATE, "a sample by its place or name"));
    }

    @Test
    void aWindowsEndHidesNothing() {
        for (int pad = 65_400; pad < 65_700; pad += 7) {
            HandMadeTree tree =
                    new HandMadeTree().file("etc/a.key", key).file("etc/conf", "z".repeat(pad) + "\n/etc/a.key\n");
            assertThat(uses(tree))
                    .singleElement()
                    .satisfies(use -> assertThat(use.reason()).isEqualTo("its path stands in etc/conf:2"));
        }
    }
}
