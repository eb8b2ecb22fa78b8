package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An edition opens rows, and no secrets with them.
class WithheldTest {
    @TempDir
    private Path room = Path.of("");

    @Test
    void rowsWithSecretsStayClosedAndTheOthersVerify() throws IOException {
        RootTree tree = new RootTree()
                .file("etc/passwd", "root:$1$abcdefgh$8Zk7vQG1o0QzUeL1HbJ1k/:0:0:root:/root:/bin/sh\n")
                .file("bin/sh", "a shell\n")
                .file("sbin/init", "an init\n")
                .file("lib/libc.so", "a library\n")
                .file("usr/sbin/snmpd", "a server\n")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/snmp/snmpd.conf", "rocommunity cornflower 192.0.2.0/24\nagentaddress udp:161\n")
                .file("etc/init.d/rcS", 0755, """
                        #!/bin/sh
                        /usr/sbin/snmpd -c /etc/snmp/snmpd.conf
                        wget http://update:marigold@update.widgets-lab.io/list
                        """.getBytes(StandardCharsets.UTF_8));
        Path release = Files.write(room.resolve("release.tar"), tree.tar());
        Path dossier = room.resolve("release.dossier");
        Path log = room.resolve("log");
        Path words = Files.writeString(room.resolve("words"), "words that are only for this test\n");
        done("examine", "--out", dossier.toString(), release.toString());
        assertThat(new Examined(dossier).number("SELECT count(*) FROM setting WHERE value LIKE '%cornflower%'"))
                .isPositive();
        done("log", "init", log.toString(), "--origin", "log.example.org/test", "--passphrase-file", words.toString());
        done("seal", dossier.toString(), "--log", log.toString(), "--passphrase-file", words.toString());
        Path edition = room.resolve("edition");
        String told = done(
                "publish",
                dossier.toString(),
                "--log",
                log.toString(),
                "--edition",
                "operator",
                "--out",
                edition.toString(),
                "--passphrase-file",
                words.toString());
        assertThat(told)
                .contains("withheld    1 of setting", "withheld    1 of script_step")
                .doesNotContain("of clause", "of verdict");
        assertThat(Files.readString(edition.resolve("edition.jsonl")))
                .contains("udp:161", "etc/inittab")
                .doesNotContain("cornflower", "marigold", "8Zk7vQG1o0QzUeL1HbJ1k");
        assertThat(done(
                        "verify",
                        edition.toString(),
                        "--policy",
                        log.resolve("policy").toString()))
                .contains("were sealed as they are shown");
    }

    private static String done(String... arguments) {
        Called called = Called.with(arguments);
        assertThat(called.err()).isEmpty();
        assertThat(called.code()).isZero();
        return called.out();
    }
}
