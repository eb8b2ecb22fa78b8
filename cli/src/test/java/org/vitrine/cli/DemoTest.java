package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Demo;
import org.vitrine.testing.Tool;

/// The network element that we made up shows what a report can say.
class DemoTest {
    @TempDir
    Path room = Path.of("");

    @Test
    void somethingFailsSomethingPassesSomethingIsToBeExplained() throws IOException {
        Called demo = Called.with("demo", room.toString());
        assertThat(demo.err()).isEmpty();
        assertThat(demo.code()).isZero();
        assertThat(demo.out()).contains("FAIL", "PASS", "demo-element.dossier/report.html");
        Path folder = room.resolve("demo-element.dossier");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        Examined dossier = new Examined(folder);
        assertThat(dossier.number("SELECT count(*) FROM clause WHERE outcome = 'FAIL'"))
                .isPositive();
        assertThat(dossier.column("SELECT clause FROM clause WHERE outcome = 'PASS'"))
                .contains("4.2.4.2.2");
        assertThat(dossier.number("SELECT count(*) FROM verdict WHERE unexplained > 0"))
                .isPositive();
        assertThat(dossier.number("SELECT count(*) FROM problem")).isZero();
        assertThat(dossier.number("SELECT count(*) FROM certificate")).isEqualTo(1);
        assertThat(dossier.number("SELECT count(*) FROM elf")).isEqualTo(1);
        String once = Files.readString(folder.resolve("dossier.json"));
        assertThat(Called.with("demo", room.toString()).code()).isZero();
        assertThat(Files.readString(folder.resolve("dossier.json"))).isEqualTo(once);
    }

    @Test
    void itsBytesAreWhatGnuTarReads() {
        byte[] listing = Tool.bytes(Demo.release(), "tar", "-tvzf", "-");
        assertThat(new String(listing, java.nio.charset.StandardCharsets.UTF_8))
                .contains("-rwsr-xr-x 0/0 ", "usr/sbin/diag", "bin/sh -> /bin/busybox", "crw------- 0/0 ");
    }

    @Test
    void anotherFileOfItsNameIsLeftAlone() throws IOException {
        Path other = Files.writeString(room.resolve(Demo.NAME), "mine");
        assertThat(Called.with("demo", room.toString()).code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(other).hasContent("mine");
    }
}
