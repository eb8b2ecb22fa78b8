package org.vitrine.inspect.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.testing.Tool;

class AuthorizedKeyInspectorTest {
    /// An Ed25519 key of zeros.
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final String PASSWD =
            "root:*:0:0::/root:/bin/sh\nadmin:*:1:1::/home/admin/:\nftp:*:2:2::/home/ftp:/bin/false\n";

    private static List<AuthorizedKey> keys(HandMadeTree tree) {
        return tree.inspect(AuthorizedKey.class, new AuthorizedKeyInspector());
    }

    @Test
    void saysWhoseLoginAKeyOpens() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", PASSWD)
                .file("usr/sbin/dropbear", "x")
                .file("etc/dropbear/authorized_keys", KEY + " maker@plant\n")
                .file("home/admin/.ssh/authorized_keys", "# none\n\nno-pty,command=\"a \\\"b\\\" c\" " + KEY + "\n")
                .file("home/ftp/.ssh/authorized_keys2", KEY + "\n")
                .file("usr/share/x/authorized_keys", KEY)
                .file("var/authorized_keys.bak", KEY);
        assertThat(keys(tree))
                .extracting(
                        AuthorizedKey::account, AuthorizedKey::state, AuthorizedKey::options, AuthorizedKey::comment)
                .containsExactly(
                        tuple("root", State.ACTIVE, "", "maker@plant"),
                        tuple("admin", State.ACTIVE, "no-pty,command=\"a \\\\\"b\\\\\" c\"", ""),
                        tuple("ftp", State.INACTIVE, "", ""),
                        tuple("", State.TEMPLATE, "", ""),
                        tuple("", State.UNKNOWN, "", ""));
        assertThat(keys(tree).get(1).line()).isEqualTo(3);
        assertThat(keys(tree).get(0).reason())
                .isEqualTo("opens the login of etc/passwd:1; usr/sbin/dropbear is in the image");
    }

    @Test
    void aHomeThatIsALinkIsTheFolderItLeadsTo() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", PASSWD)
                .file("usr/sbin/dropbear", "x")
                .link("root", "./var/root")
                .file("var/root/.ssh/authorized_keys", KEY);
        assertThat(keys(tree))
                .extracting(AuthorizedKey::account, AuthorizedKey::state)
                .containsExactly(tuple("root", State.ACTIVE));
    }

    @Test
    void aKeyInAnArchiveOpensALoginOnceAScriptUnpacksIt() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", PASSWD)
                .file("usr/sbin/dropbear", "x")
                .link("root", "./var/homes/root_home")
                .link("var/homes", "../../homes")
                .file("opt/home.tgz", "x")
                .file("opt/home.tgz/root_home/.ssh/authorized_keys", KEY)
                .file("opt/home.tgz/inner.tar", "x")
                .file("opt/home.tgz/inner.tar/root_home/.ssh/authorized_keys", KEY)
                .file("opt/other.tgz", "x")
                .file("opt/other.tgz/root_home/.ssh/authorized_keys", KEY)
                .file(
                        "etc/init.d/rcS",
                        """
                        #!/bin/sh
                        # tar -xzf /opt/other.tgz -C /var/homes
                        D=/opt
                        if [ ! -f x ]; then
                         tar -xzf $D/home.tgz -C /var/homes
                        fi
                        tar -czf /opt/other.tgz -C /var/homes
                        tar tf /opt/other.tgz
                        tar -x
                        tar
                        """);
        assertThat(keys(tree))
                .extracting(AuthorizedKey::account, AuthorizedKey::state, AuthorizedKey::reason)
                .containsExactly(
                        tuple("", State.UNKNOWN, "in the archive opt/home.tgz"),
                        tuple(
                                "root",
                                State.COPY,
                                "unpacked from opt/home.tgz to homes/root_home/.ssh/authorized_keys by"
                                        + " etc/init.d/rcS:5; opens the login of etc/passwd:1;"
                                        + " usr/sbin/dropbear is in the image"),
                        tuple("", State.UNKNOWN, "in the archive opt/other.tgz"));
    }

    @Test
    void tarIsReadInAllItsSpellings() {
        for (String line : List.of(
                "tar xzf /opt/home.tgz -C /",
                "/bin/tar -C / -xzf /opt/home.tgz",
                "tar -xCf / /opt/home.tgz",
                "cd /tmp && tar --extract --file=/opt/home.tgz --directory=/")) {
            HandMadeTree tree = new HandMadeTree()
                    .file("etc/passwd", PASSWD)
                    .file("opt/home.tgz", "x")
                    .file("opt/home.tgz/root/.ssh/authorized_keys", KEY)
                    .file("etc/init.d/rcS", line);
            assertThat(keys(tree)).as(line).extracting(AuthorizedKey::account).containsExactly("root");
        }
    }

    @Test
    void withoutAServerNothingIsActive() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", PASSWD)
                .file("etc/init.d/dropbear", "#!/bin/sh\n")
                .file("root/.ssh/authorized_keys", KEY);
        assertThat(keys(tree)).extracting(AuthorizedKey::state).containsExactly(State.UNKNOWN);
    }

    @Test
    void linesWithoutAKeyAreAProblem() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", PASSWD)
                .file(
                        "root/.ssh/authorized_keys",
                        "ssh-rsa\nssh-rsa AAA=\n" + KEY + "\nssh-dss " + KEY.substring(12) + "\n\0\0\0");
        List<Fact> facts = tree.inspect(new AuthorizedKeyInspector());
        assertThat(facts).filteredOn(AuthorizedKey.class::isInstance).hasSize(1);
        assertThat(facts)
                .filteredOn(ProblemFact.class::isInstance)
                .singleElement()
                .satisfies(
                        problem -> assertThat(((ProblemFact) problem).reason()).contains("3 lines"));
    }

    @Test
    void noDamageEscapes() {
        byte[] sound = ("no-pty,command=\"x\" " + KEY + " c\n" + KEY + "\n").getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(6);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = Arrays.copyOf(sound, i % 3 == 0 ? random.nextInt(sound.length) : sound.length);
            for (int flips = random.nextInt(5); flips >= 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            new HandMadeTree()
                    .file("etc/passwd", PASSWD)
                    .file("root/.ssh/authorized_keys", bytes)
                    .inspect(new AuthorizedKeyInspector());
        }
    }

    @Test
    void agreesWithSshKeygen(@TempDir Path folder) throws IOException {
        Tool.needs("ssh-keygen");
        StringBuilder text = new StringBuilder();
        for (String type : List.of("rsa", "dsa", "ecdsa", "ed25519")) {
            Path key = folder.resolve(type);
            Tool.text("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "one two", "-f", "" + key);
            text.append("from=\"10.0.0.0/8,*.x y\" ").append(Files.readString(folder.resolve(type + ".pub")));
        }
        Path file = Files.writeString(folder.resolve("authorized_keys"), text);
        List<String> listed = new ArrayList<>();
        keys(new HandMadeTree().file("root/.ssh/authorized_keys", text.toString()))
                .forEach(key -> listed.add(key.bits() + " " + key.fingerprint() + " " + key.comment()));
        assertThat(listed).hasSize(4);
        assertThat(Tool.text("ssh-keygen", "-lf", "" + file)
                        .lines()
                        .map(line -> line.replaceFirst(" \\([A-Z0-9]+\\)$", "")))
                .containsExactlyElementsOf(listed);
    }
}
