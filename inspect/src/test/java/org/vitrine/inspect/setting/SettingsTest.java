package org.vitrine.inspect.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.component.Component;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.testing.Extracted;

class SettingsTest {
    private static List<Setting> rows(TreeInspector inspector, RootFs root) {
        List<Setting> rows = new ArrayList<>();
        inspector.inspect(root, fact -> rows.add((Setting) fact));
        return rows;
    }

    private static Tuple of(String key, String value, int line, State state) {
        return Tuple.tuple(key, value, line, state);
    }

    private static org.assertj.core.api.AbstractListAssert<?, ?, Tuple, ?> settings(
            TreeInspector inspector, RootFs root) {
        return assertThat(rows(inspector, root))
                .extracting(Setting::key, Setting::value, Setting::line, Setting::state);
    }

    private static Component openssh(String version, RootFs root) {
        Digest sshd = root.findFile("usr/sbin/sshd").orElseThrow().sha256();
        return new Component(
                "openssh", version, "", Component.Method.VERSION_STRING, "", "", "", "", "", new Location(sshd, 0, 0));
    }

    @Test
    void sshdTakesTheFirstValue() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/sshd")
                .file("etc/ssh/sshd_config", """
                        # PermitRootLogin says who
                        #PermitEmptyPasswords no
                        Include /etc/ssh/sshd_config.d/*.conf
                        permitrootlogin yes
                        PasswordAuthentication=no
                        Port 22
                        Port 2222
                        Match User joe
                          X11Forwarding yes
                        Match all
                        Protocol 2
                        """)
                .file("etc/ssh/sshd_config.d/10.conf", "PermitRootLogin no\n")
                .file("etc/ssh/sshd_config.d/10.off", "PermitEmptyPasswords yes\n");
        settings(new SshdSettings(), tree.root())
                .containsExactly(
                        of("PermitEmptyPasswords", "no", 2, State.INACTIVE),
                        of("PermitRootLogin", "no", 1, State.ACTIVE),
                        of("PermitRootLogin", "yes", 4, State.INACTIVE),
                        of("PasswordAuthentication", "no", 5, State.ACTIVE),
                        of("Port", "22", 6, State.ACTIVE),
                        of("Port", "2222", 7, State.ACTIVE),
                        of("X11Forwarding", "yes", 9, State.UNKNOWN),
                        of("Protocol", "2", 11, State.ACTIVE),
                        of("PermitEmptyPasswords", "no", 0, State.ACTIVE),
                        of("X11Forwarding", "no", 0, State.ACTIVE));
    }

    @Test
    void sshdsDefaultForRootDependsOnItsVersion() {
        HandMadeTree tree = new HandMadeTree().programs("usr/sbin/sshd");
        settings(new SshdSettings(), tree.root()).contains(of("PermitRootLogin", "", 0, State.UNKNOWN));
        RootFs old = tree.fact(openssh("6.6p1", tree.root())).root();
        settings(new SshdSettings(), old)
                .contains(of("PermitRootLogin", "yes", 0, State.ACTIVE), of("Protocol", "2", 0, State.ACTIVE));
        HandMadeTree other = new HandMadeTree().programs("usr/sbin/sshd");
        RootFs young = other.fact(openssh("7.0p1", other.root())).root();
        settings(new SshdSettings(), young).contains(of("PermitRootLogin", "prohibit-password", 0, State.ACTIVE));
    }

    @Test
    void withoutSshdItsFileIsNotInForce() {
        RootFs root = new HandMadeTree()
                .file("etc/ssh/sshd_config", "PermitRootLogin yes\n")
                .root();
        settings(new SshdSettings(), root).containsExactly(of("PermitRootLogin", "yes", 1, State.UNKNOWN));
    }

    @Test
    void telnetdMayAskForNoLogin() {
        RootFs root = new HandMadeTree()
                .programs("usr/sbin/telnetd", "bin/busybox")
                .link("bin/sh", "busybox")
                .file(
                        "etc/init.d/rcS",
                        "#!/bin/sh\ntelnetd -p 2323 -l/bin/sh\nbusybox telnetd &\n#telnetd -l /bin/sh &\n")
                .root();
        settings(new TelnetdSettings(), root)
                .containsExactlyInAnyOrder(
                        of("-p", "2323", 2, State.ACTIVE),
                        of("-l", "/bin/sh", 2, State.ACTIVE),
                        of("login", "none", 2, State.ACTIVE),
                        of("login", "login", 3, State.ACTIVE),
                        of("-l", "/bin/sh", 4, State.INACTIVE),
                        of("login", "none", 4, State.INACTIVE));
    }

    @Test
    void dropbearsOptionsAreRead() {
        RootFs root = new HandMadeTree()
                .programs("usr/sbin/dropbear")
                .file("etc/init.d/rcS", "#!/bin/sh\nP=2022\ndropbear -Rwg -p $P -r /etc/key\n")
                .root();
        settings(new DropbearSettings(), root)
                .containsExactly(
                        of("-R", "", 3, State.ACTIVE),
                        of("-w", "", 3, State.ACTIVE),
                        of("-g", "", 3, State.ACTIVE),
                        of("-p", "2022", 3, State.ACTIVE),
                        of("-r", "/etc/key", 3, State.ACTIVE));
    }

    @Test
    void kernelSettingsOverruleOneAnother() {
        RootFs root = new HandMadeTree()
                .programs("sbin/sysctl")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", """
                        #!/bin/sh
                        sysctl --system
                        #echo 1 > /proc/sys/net/ipv4/tcp_syncookies
                        echo 0 >/proc/sys/net/ipv4/ip_forward
                        sysctl -qw net.ipv4.ip_forward=1 kernel.panic=3
                        echo -n $X > /proc/sys/vm/x
                        """)
                .file("etc/sysctl.d/10-a.conf", "a.b=1\n; c.d = 2\n")
                .file("usr/lib/sysctl.d/10-a.conf", "a.b=9\n")
                .file("usr/lib/sysctl.d/20-b.conf", "-e/f/g.h = 3 4\n")
                .file("etc/sysctl.conf", "a.b=5\n#Uncomment for a = b\n")
                .file("usr/bin/tool", "#!/bin/sh\necho 7 > /proc/sys/kernel/x\n")
                .root();
        settings(new KernelSettings(), root)
                .containsExactlyInAnyOrder(
                        of("a.b", "9", 1, State.INACTIVE),
                        of("a.b", "1", 1, State.INACTIVE),
                        of("c.d", "2", 2, State.INACTIVE),
                        of("e.f.g/h", "3 4", 1, State.ACTIVE),
                        of("a.b", "5", 1, State.ACTIVE),
                        of("net.ipv4.tcp_syncookies", "1", 3, State.INACTIVE),
                        of("net.ipv4.ip_forward", "0", 4, State.INACTIVE),
                        of("net.ipv4.ip_forward", "1", 5, State.ACTIVE),
                        of("kernel.panic", "3", 5, State.ACTIVE),
                        of("vm.x", "$X", 6, State.UNKNOWN),
                        of("kernel.x", "7", 2, State.UNKNOWN));
    }

    @Test
    void sysctlFilesThatNothingReadsAreUnknown() {
        RootFs root = new HandMadeTree().file("etc/sysctl.conf", "a.b=1\n").root();
        settings(new KernelSettings(), root).containsExactly(of("a.b", "1", 1, State.UNKNOWN));
    }

    @Test
    void theCommentInTheRouterIsNotInForce() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.squashfs("tplink-wr841n-v14/TL-WR841Nv14_EU.bin", 1_049_088))
                .root();
        List<Setting> rows = rows(new KernelSettings(), root);
        assertThat(rows)
                .extracting(Setting::key, Setting::value, Setting::line, Setting::state)
                .contains(
                        of("net.ipv4.tcp_syncookies", "1", 24, State.INACTIVE),
                        of("net.ipv4.ip_forward", "1", 23, State.ACTIVE));
        assertThat(rows)
                .filteredOn(row -> row.key().equals("net.ipv4.tcp_syncookies"))
                .hasSize(1);
        assertThat(rows)
                .filteredOn(row -> row.key().equals("net.ipv4.ip_forward"))
                .extracting(Setting::reason)
                .containsExactly("etc/inittab:1 runs etc/init.d/rcS; line 23");
    }

    @Test
    void theGatewaysDropbearLeavesRootOut() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.rootfs("technicolor-dga4131-18.3.0439"))
                .root();
        settings(new DropbearSettings(), root)
                .contains(
                        of("RootLogin", "0", 6, State.ACTIVE),
                        of("PasswordAuth", "on", 13, State.INACTIVE),
                        of("RootLogin", "1", 0, State.INACTIVE));
    }

    @Test
    void anyBytesGiveRowsOrNone() {
        String sshd = "Include *.conf\nPort = 22\nMatch User x\n #X11Forwarding yes\nPermitRootLogin \"yes\"\n";
        String uci = "config dropbear 'lan'\n\toption Port '22'\n#\toption enable \"0\"\nlist a b\n";
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            RootFs root = new HandMadeTree()
                    .programs("usr/sbin/sshd", "usr/sbin/dropbear")
                    .file("etc/ssh/sshd_config", flipped(sshd, random))
                    .file("etc/ssh/a.conf", flipped(sshd, random))
                    .file("etc/config/dropbear", flipped(uci, random))
                    .file("etc/sysctl.conf", flipped("a.b=1\n-c/d = 2\n#e.f=3\n", random))
                    .file(
                            "etc/init.d/rcS",
                            flipped("#!/bin/sh\ndropbear -p 22 -w\nsysctl -p\necho 1 >/proc/sys/a\n", random))
                    .root();
            for (TreeInspector inspector : Settings.INSPECTORS) {
                assertThat(rows(inspector, root))
                        .allSatisfy(row -> assertThat(row.reason()).isNotEmpty());
            }
        }
    }

    private static byte[] flipped(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
