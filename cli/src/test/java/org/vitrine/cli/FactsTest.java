package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// What somebody else found in real releases by hand, asked of their dossiers in SQL.
class FactsTest {
    private static String select(String columns, String table, String where) {
        return "SELECT %s FROM %s f JOIN artifact p ON p.id = f.artifact WHERE %s ORDER BY p.path, f.line"
                .formatted(columns, table, where);
    }

    @Test
    void aRouterCopiesItsAccountsIntoPlaceAndLeavesSynCookiesAlone() throws IOException {
        Examined router = Examined.once("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin");
        assertThat(router.rows(select(
                        "right(p.path, 15), f.line, f.uid, scheme, salt, password, state",
                        "account",
                        "f.name = 'admin'")))
                .containsExactly(List.of("/etc/passwd.bak", "1", "0", "MD5", "", "KNOWN", "COPY"));
        // rcS says `cp -p /etc/passwd.bak /var/passwd` in line 20, and etc/passwd is a link to /var/passwd.
        assertThat(router.column(select("reason", "account", "f.name = 'admin'")))
                .singleElement()
                .asString()
                .contains("etc/init.d/rcS:20");
        assertThat(router.rows(select(
                        "right(p.path, 15), f.line, state",
                        "setting",
                        "key = 'net.ipv4.tcp_syncookies' AND state <> 'ACTIVE'")))
                .containsExactly(List.of("/etc/init.d/rcS", "24", "INACTIVE"));
        assertThat(router.rows(select("f.line, value, state", "setting", "key = 'net.ipv4.tcp_syncookies'")))
                .hasSize(1);
        assertThat(router.rows(select("f.line, value, state", "setting", "key = 'net.ipv4.ip_forward'")))
                .containsExactly(List.of("23", "1", "ACTIVE"));
        assertThat(router.rows(select("f.line", "service", "program LIKE '%backdoor%' OR command LIKE '%backdoor%'")))
                .isEmpty();
    }

    @Test
    void anAlteredReleaseStartsOneProgramMore() throws IOException {
        Examined altered = Examined.once("firmware/tplink-wr841n-v14/firmware-backdoored.bin");
        assertThat(altered.rows(select("right(p.path, 15), program, state", "service", "command LIKE '%backdoor%'")))
                .containsExactly(List.of("/etc/init.d/rcS", "bin/backdoor", "ACTIVE"));
    }

    @Test
    void aGatewayHasASecondSuperuser() throws IOException {
        Examined gateway = Examined.once("rootfs/zte-zxhn-h298n-jazz.tar.xz");
        assertThat(gateway.rows(select("f.uid, state", "account", "f.name = 'helei10067407' AND state = 'ACTIVE'")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsExactly("0", "ACTIVE"));
    }

    @Test
    void aFemtocellShipsItsHostKeys() throws IOException {
        Examined femtocell = Examined.once("rootfs/cisco-dph153-femtocell-fs1.tar.xz");
        assertThat(femtocell.rows("SELECT DISTINCT k.algorithm, k.encoding, u.purpose FROM key_use u"
                        + " JOIN private_key k ON k.content = u.content AND k.\"offset\" = u.\"offset\""
                        + " WHERE u.purpose = 'ssh host key' ORDER BY ALL"))
                .containsExactly(
                        List.of("dsa", "DROPBEAR", "ssh host key"), List.of("rsa", "DROPBEAR", "ssh host key"));
        assertThat(femtocell.column("SELECT DISTINCT version FROM component WHERE product = 'dropbear'"))
                .containsExactly("0.50");
    }

    @Test
    void aKernelInItsBootFileIsToldTwice() throws IOException {
        String sample = "firmware/format-samples/linuxkernel__bzImage";
        String release = Examined.once(sample)
                .column("SELECT DISTINCT release FROM kernel")
                .getFirst();
        assertThat(Examined.once(sample).rows("SELECT release, source FROM kernel ORDER BY ALL"))
                .containsExactly(List.of(release, "BANNER"), List.of(release, "BOOT_HEADER"));
        assertThat(Tool.text("file", "-b", Corpus.path(sample).toString())).contains("version " + release + " ");
    }
}
