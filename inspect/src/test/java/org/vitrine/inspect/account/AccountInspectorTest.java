package org.vitrine.inspect.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.ProblemKind;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.account.Account.Password;
import org.vitrine.inspect.account.Account.Scheme;

class AccountInspectorTest {
    private static List<Account> accounts(HandMadeTree tree) {
        return tree.inspect(Account.class, new AccountInspector());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "'', NONE, '', EMPTY",
                "*, NONE, '', LOCKED",
                "!, NONE, '', LOCKED",
                "!!, NONE, '', LOCKED",
                "*LK*, NONE, '', LOCKED",
                "NP, NONE, '', LOCKED",
                "x, NONE, '', UNKNOWN",
                "!$1$abc$vdOGnaRo2XW1LFwc0RaSh0, MD5, abc, LOCKED",
                "*LK*abl0JrMf6tlhw, DES, ab, LOCKED",
                "abl0JrMf6tlhw, DES, ab, SET",
                "_J9..rasmG1gANnusqQA, BSDI, rasm, SET",
                "$1$abc$vdOGnaRo2XW1LFwc0RaSh0, MD5, abc, SET",
                "$1$abc$, MD5, abc, UNKNOWN",
                "$1$, MD5, '', UNKNOWN",
                "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, BCRYPT, CCCCCCCCCCCCCCCCCCCCC., SET",
                "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, BCRYPT, CCCCCCCCCCCCCCCCCCCCC., SET",
                "$5$rounds=1000000$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5, SHA256, saltstring, SET",
                "$5$rounds=x$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5, SHA256, '', UNKNOWN",
                "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7, YESCRYPT,"
                        + " F5Jx5fExrKuPp53xLKQ..1, SET",
                "$gy$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7, GOST_YESCRYPT,"
                        + " F5Jx5fExrKuPp53xLKQ..1, SET",
                "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D, SCRYPT, SodiumChloride, SET",
                "$3$$8846f7eaee8fb117ad06bdd830b7586c, UNKNOWN, '', UNKNOWN",
                "$, UNKNOWN, '', UNKNOWN",
                "secret, UNKNOWN, '', UNKNOWN",
            })
    void tellsSchemesApart(String field, Scheme scheme, String salt, Password password) {
        List<Account> accounts = accounts(new HandMadeTree().file("etc/passwd", "u:" + field + ":0:0::/:/bin/sh\n"));
        assertThat(accounts)
                .extracting(Account::scheme, Account::salt, Account::password, Account::hash)
                .containsExactly(tuple(scheme, salt, password, field));
    }

    @Test
    void knowsPasswords() {
        String text = """
                a:$1$$iC.dUsGpxNNJGeOm1dFio/:0:0::/:/bin/sh
                b:$1$GTN.gpri$DlSyKvZKMR9A9Uj9e9wR3/:0:0::/:/bin/sh
                hello:abl0JrMf6tlhw:0:0::/:/bin/sh
                hello:_J9..rasmG1gANnusqQA:0:0::/:/bin/sh
                """;
        assertThat(accounts(new HandMadeTree().file("etc/passwd", text)))
                .extracting(Account::known, Account::password)
                .containsExactly(
                        tuple("1234", Password.KNOWN),
                        tuple("sohoadmin", Password.KNOWN),
                        tuple("hello", Password.KNOWN),
                        tuple("hello", Password.KNOWN));
    }

    @Test
    void joinsShadow() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/passwd", "root:x:0:0::/root:/bin/sh\nnone:x:1:1::/:\nstar:*:2:2::/:\nown::3:3::/:\n")
                .file(
                        "etc/shadow",
                        "root::0:0:99999:7:::\nstar:!:0:0:99999:7:::\nlost:*:0:0:99999:7:::\nx:x:1::::::\n");
        assertThat(accounts(tree))
                .extracting(Account::name, Account::password, Account::state, Account::line)
                .containsExactly(
                        tuple("root", Password.EMPTY, State.ACTIVE, 1),
                        tuple("none", Password.UNKNOWN, State.ACTIVE, 2),
                        tuple("star", Password.LOCKED, State.ACTIVE, 3),
                        tuple("own", Password.EMPTY, State.ACTIVE, 4),
                        tuple("lost", Password.LOCKED, State.INACTIVE, 3),
                        tuple("x", Password.LOCKED, State.INACTIVE, 4));
    }

    @Test
    void findsCopiesByNameAndFormat() {
        String good = "root:x:0:0::/root:/bin/sh\n";
        HandMadeTree tree = new HandMadeTree()
                .file("bin/passwd", "\u007fELF\0\0\0:::")
                .file("etc/default_config/passwd", good)
                .file("etc/htpasswd", "root:$apr1$x$y\n")
                .file("etc/passwd", good)
                .file("etc/passwd-", good)
                .file("etc/passwd.sample", good)
                .file("etc/passwd_orig", "# by hand\r\n" + good.replace("\n", "\r\n") + "\r\n")
                .file("etc/skel/etc/passwd", good)
                .file("etc/shadow", "root:*:1::::::\n")
                .file("etc/shadow-", "root::1::::::\n")
                .file(
                        "etc/smbpasswd",
                        "root:0:01234567890123456789012345678901:01234567890123456789012345678901:[U ]:LCT-1:\n")
                .file("rootfs2/etc/passwd", good)
                .file("usr/etc/passwd", good)
                .file("usr/share/base-passwd/passwd.master", good);
        assertThat(accounts(tree))
                .extracting(each -> tree.build().artifact(each.artifact()).path(), Account::state, Account::password)
                .containsExactly(
                        tuple("etc/default_config/passwd", State.COPY, Password.UNKNOWN),
                        tuple("etc/passwd", State.ACTIVE, Password.LOCKED),
                        tuple("etc/passwd-", State.COPY, Password.EMPTY),
                        tuple("etc/passwd.sample", State.TEMPLATE, Password.UNKNOWN),
                        tuple("etc/passwd_orig", State.COPY, Password.UNKNOWN),
                        tuple("etc/skel/etc/passwd", State.TEMPLATE, Password.UNKNOWN),
                        tuple("rootfs2/etc/passwd", State.COPY, Password.UNKNOWN),
                        tuple("usr/etc/passwd", State.COPY, Password.UNKNOWN),
                        tuple("usr/share/base-passwd/passwd.master", State.TEMPLATE, Password.UNKNOWN));
        assertThat(accounts(tree).get(2).reason())
                .isEqualTo("a copy of passwd under another name; nothing seen that brings it into force"
                        + "; password from etc/shadow-:1");
    }

    @ParameterizedTest
    @CsvSource({
        "cp /etc/defaults/passwd /tmp/etc/passwd, true",
        "/bin/cp -af /etc/defaults/passwd /tmp/etc/, true",
        "cp -a /etc/defaults/* /tmp/etc, true",
        "[ -f /x ] || cp -r /etc/defaults /tmp/etc, true",
        "cat /etc/defaults/passwd > /tmp/etc/passwd, true",
        "mkdir /a && ln -sf '/etc/defaults/passwd' \"/tmp/etc/passwd\", true",
        "D=/etc/defaults; cp ${D}/passwd /tmp/etc/passwd # comment, true",
        "install -m 600 /etc/defaults/passwd /tmp/etc/passwd, true",
        "busybox cp /etc/defaults/passwd /etc/passwd, true",
        "#cp /etc/defaults/passwd /tmp/etc/passwd, false",
        "true # cp /etc/defaults/passwd /tmp/etc/passwd, false",
        "cp /etc/defaults/passwd /tmp/other/passwd, false",
        "cp $D/passwd /tmp/etc/passwd, false",
        "echo cp /etc/defaults/passwd /tmp/etc/passwd, false",
        "cp /etc/defaults/shadow /tmp/etc/passwd, false",
    })
    void followsLinesThatCopy(String line, boolean copies) {
        HandMadeTree tree = new HandMadeTree()
                .link("etc/passwd", "/tmp/etc/passwd")
                .file("etc/defaults/passwd", "root::0:0::/root:/bin/sh\n")
                .file("etc/init.d/rcS", "#!/bin/sh\n\n" + line + "\n");
        List<Account> accounts = accounts(tree);
        assertThat(accounts).hasSize(1);
        assertThat(accounts.get(0).state()).isEqualTo(State.COPY);
        if (copies) {
            assertThat(accounts.get(0).reason())
                    .startsWith("copied to ")
                    .endsWith(" by etc/init.d/rcS:3")
                    .contains("etc/passwd");
        } else {
            assertThat(accounts.get(0).reason()).startsWith("a copy of passwd under another name");
        }
    }

    @Test
    void followsLinksInTheImage() {
        HandMadeTree tree = new HandMadeTree()
                .link("etc", "rom/etc_ro")
                .link("rom/etc_ro/passwd", "../real/passwd")
                .file("rom/real/passwd", "root::0:0::/root:/bin/sh\n");
        assertThat(accounts(tree))
                .extracting(Account::state, Account::reason)
                .containsExactly(tuple(State.ACTIVE, "etc/passwd leads to rom/real/passwd"));
    }

    @Test
    void readsHostileLines() {
        String text = "ok:*:0:0:::\n"
                + "# comment:x:0:0:::\n"
                + "\n"
                + "words:*:root:0x0:::\n"
                + "nul:*:1:1::/:/bin/sh\0hidden:x:0:0::/:\n"
                + "short:x\n"
                + "+::::::\n"
                + "-bad:::::::\n"
                + "long:" + "a".repeat(100_000) + ":0:0:::\n"
                + "big:*:99999999999999999999:-1:::\n"
                + "\u001b[2J:*:0:0::/<script>:/bin/sh\r\n"
                + "last:*:0:0:::";
        List<Fact> facts = new HandMadeTree().file("etc/passwd", text).inspect(new AccountInspector());
        List<Account> accounts = facts.stream()
                .filter(Account.class::isInstance)
                .map(Account.class::cast)
                .toList();
        assertThat(accounts)
                .extracting(Account::name, Account::uid, Account::gid, Account::line)
                .containsExactly(
                        tuple("ok", 0L, 0L, 1),
                        tuple("words", -1L, -1L, 4),
                        tuple("nul", 1L, 1L, 5),
                        tuple("+", -1L, -1L, 7),
                        tuple("-bad", -1L, -1L, 8),
                        tuple("big", -1L, -1L, 10),
                        tuple("\\x1b[2J", 0L, 0L, 11),
                        tuple("last", 0L, 0L, 12));
        assertThat(accounts.get(2).shell()).isEqualTo("/bin/sh");
        assertThat(accounts.get(3).password()).isEqualTo(Password.UNKNOWN);
        assertThat(accounts.get(6).shell()).isEqualTo("/bin/sh");
        assertThat(accounts.get(1).location().offset()).isEqualTo(text.indexOf("words"));
        assertThat(facts)
                .filteredOn(ProblemFact.class::isInstance)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(((ProblemFact) problem).kind()).isEqualTo(ProblemKind.MALFORMED);
                    assertThat(((ProblemFact) problem).reason())
                            .contains("2 lines")
                            .contains("line 6");
                });
    }

    @Test
    void readsManyLines() {
        StringBuilder text = new StringBuilder();
        StringBuilder shadow = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append('u').append(i).append(":x:").append(i).append(":0:::\n");
            shadow.append('u').append(i).append(":$6$s").append(i).append("$");
            shadow.append("a".repeat(86)).append(":1::::::\n");
        }
        HandMadeTree tree = new HandMadeTree().file("etc/passwd", text.toString());
        assertThat(accounts(tree)).hasSize(100_000);
        String half = shadow.substring(0, 8_000_000);
        List<Fact> facts = tree.file("etc/shadow", half).inspect(new AccountInspector());
        assertThat(facts).hasSizeGreaterThan(100_000);
        assertThat(facts.getLast())
                .isInstanceOfSatisfying(
                        ProblemFact.class, problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.LIMIT_REACHED));
    }

    @Test
    void manyScriptsAndCopiesTakeLittleTime() {
        HandMadeTree tree = new HandMadeTree().link("etc/passwd", "/var/passwd");
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        for (int i = 0; i < 20_000; i++) {
            script.append("cp /etc/a").append(i).append("*?*?*b /var\n");
        }
        tree.file("etc/init.d/rcS", script.toString());
        for (int i = 0; i < 3_000; i++) {
            tree.file("etc/" + "a".repeat(100) + "passwd" + i, "root::0:0::/:\n");
        }
        assertThat(accounts(tree)).hasSize(3_000);
    }

    @Test
    void noDamageEscapes() {
        byte[] sound = """
                root:abl0JrMf6tlhw:0:0:root:/:/bin/sh
                u:x:1:1:::
                a:$5$rounds=5000$s$x:1:2:3:4:5
                """.getBytes(StandardCharsets.US_ASCII);
        byte[] script = """
                #!/bin/sh
                A='x y';cp -a "$A" ${A}/b \\
                 /c;cat </a> /b 2>&1 `ls` # x
                """.getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(4);
        for (int i = 0; i < 400; i++) {
            HandMadeTree tree = new HandMadeTree()
                    .file("etc/passwd", damaged(sound, random))
                    .file("etc/passwd.bak", damaged(sound, random))
                    .file("etc/shadow", damaged(sound, random))
                    .file("etc/group", damaged(sound, random))
                    .file("etc/rcS", damaged(script, random));
            tree.inspect(new AccountInspector());
            tree.inspect(new GroupInspector());
        }
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
