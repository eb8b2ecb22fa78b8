package org.vitrine.inspect.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.testing.Extracted;

class RealServicesTest {
    private static final String TP_LINK = "tplink-wr841n-v14/";

    private static Stream<Service> named(RootFs root, String name) {
        return Services.of(root).stream()
                .map(Start::service)
                .filter(row -> row.name().equals(name));
    }

    @Test
    void theAlteredImageStartsOneProgramMore() throws IOException {
        RootFs stock = HandMadeTree.of(Extracted.squashfs(TP_LINK + "TL-WR841Nv14_EU.bin", 1_049_088))
                .root();
        RootFs altered = HandMadeTree.of(Extracted.squashfs(TP_LINK + "firmware-backdoored.bin", 1_049_088))
                .root();
        assertThat(named(stock, "backdoor")).isEmpty();
        Service more = named(altered, "backdoor").findFirst().orElseThrow();
        assertThat(more.program()).isEqualTo("bin/backdoor");
        assertThat(more.state()).isEqualTo(State.ACTIVE);
        assertThat(more.line()).isEqualTo(78);
        assertThat(more.reason()).isEqualTo("etc/inittab:1 runs etc/init.d/rcS; line 78");
        for (RootFs root : List.of(stock, altered)) {
            Service cos = named(root, "cos").findFirst().orElseThrow();
            assertThat(cos.reason()).isEqualTo("etc/inittab:1 runs etc/init.d/rcS; line 76");
            assertThat(cos.program()).isEqualTo("usr/bin/cos");
        }
        List<String> before =
                Services.of(stock).stream().map(start -> start.service().name()).toList();
        List<String> after = Services.of(altered).stream()
                .map(start -> start.service().name())
                .toList();
        assertThat(after).hasSize(before.size() + 1).containsAll(before);
    }

    @Test
    void theGatewayHasTelnetdCommentedOut() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.rootfs("zte-zxhn-h298n-jazz")).root();
        assertThat(named(root, "telnetd")).hasSize(2).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(State.INACTIVE);
            assertThat(row.program()).isEqualTo("bin/telnetd");
            assertThat(row.reason()).endsWith("is commented out");
        });
        assertThat(named(root, "pc").findFirst().orElseThrow().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void theFemtocellStartsDropbear() throws IOException {
        Service row = named(
                        HandMadeTree.of(Extracted.rootfs("cisco-dph153-femtocell-fs1"))
                                .root(),
                        "dropbear")
                .findFirst()
                .orElseThrow();
        assertThat(row.program()).isEqualTo("usr/bin/dropbearmulti");
        assertThat(row.reason()).contains("etc/rcS.d/S10sshd runs etc/init.d/sshd; line 73");
        assertThat(row.starter()).isEqualTo(Service.Starter.RC_D);
    }

    @Test
    void openWrtStartsItsServicesThroughProcd() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.squashfs(
                        "freifunk/ffulm-0.6.5-ar71xx-generic-tl-wr841n-v11-squashfs-factory-eu.bin", 1_251_576))
                .root();
        assertThat(Procd.starts(root))
                .extracting(start -> start.service().name())
                .contains("dropbear", "telnetd", "uhttpd", "ntpd", "crond", "netifd", "odhcpd", "logd");
        Start telnetd = Procd.starts(root).stream()
                .filter(start -> start.service().name().equals("telnetd"))
                .findFirst()
                .orElseThrow();
        assertThat(telnetd.words()).containsExactly("/usr/sbin/telnetd", "-F", "-l", "/bin/login.sh");
    }
}
