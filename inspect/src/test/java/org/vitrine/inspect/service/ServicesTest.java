package org.vitrine.inspect.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;

class ServicesTest {
    private static List<Service> rows(RootFs root) {
        List<Service> rows = new ArrayList<>();
        Services.INSPECTORS.forEach(inspector -> inspector.inspect(root, fact -> {
            if (fact instanceof Service service) {
                rows.add(service);
            }
        }));
        return rows;
    }

    private static Service row(RootFs root, String name) {
        List<Service> rows =
                rows(root).stream().filter(row -> row.name().equals(name)).toList();
        assertThat(rows).as(name).hasSize(1);
        return rows.getFirst();
    }

    private static HandMadeTree busybox() {
        return new HandMadeTree()
                .programs("bin/busybox")
                .link("bin/sh", "busybox")
                .link("sbin/init", "../bin/busybox");
    }

    private static final String WRITER = """
            #!/bin/sh
            cat << EOF > /etc/init.d/other
            #!/bin/sh
            EOF
            cat << EOF > /etc/init.d/telnet
            #!/bin/sh /etc/rc.common
            START=50
            USE_PROCD=1
            PROG=/usr/sbin/telnetd
            start_service() {
             procd_open_instance
             procd_set_param command "\\$PROG" -F -l /bin/login
             procd_close_instance
            }
            EOF
            /etc/init.d/telnet start
            """;

    private static HandMadeTree openWrt() {
        return busybox()
                .programs("usr/sbin/telnetd")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS S boot\n")
                .file("etc/openwrt_release", "DISTRIB_ID='OpenWrt'\n")
                .file("etc/rc.common", "#!/bin/sh\n")
                .file("sbin/procd", "x")
                .link("etc/rc.d/S10boot", "../init.d/boot")
                .file("etc/uci-defaults/telnet", WRITER);
    }

    @Test
    void anInitScriptThatTheFirstStartWritesStartsItsProgram() {
        String boot =
                "#!/bin/sh /etc/rc.common\nSTART=10\nboot() {\n cd /etc/uci-defaults\n for f in *; do . ./$f; done\n}\n";
        RootFs root = openWrt().file("etc/init.d/boot", boot).root();
        Service telnetd = row(root, "telnetd");
        assertThat(telnetd)
                .extracting(Service::program, Service::starter, Service::state, Service::line)
                .containsExactly("usr/sbin/telnetd", Service.Starter.PROCD, State.ACTIVE, 12);
        assertThat(telnetd.reason())
                .isEqualTo("etc/init.d/boot reads etc/uci-defaults/telnet at the first start;"
                        + " line 5 writes etc/init.d/telnet; line 12");
        assertThat(WRITER.substring((int) telnetd.location().offset())).startsWith("procd_set_param command");
        RootFs silent = openWrt()
                .file("etc/init.d/boot", "#!/bin/sh /etc/rc.common\nSTART=10\n")
                .root();
        assertThat(rows(silent)).extracting(Service::name).doesNotContain("telnetd");
    }

    @Test
    void inittabKeepsWhatIsInForce() {
        RootFs root = busybox()
                .programs("sbin/getty", "usr/sbin/foo", "usr/sbin/bar")
                .file("etc/inittab", """
                        # comment
                        id:3:initdefault:
                        ::respawn:/sbin/getty -L ttyS0
                        f:35:respawn:/usr/sbin/foo -x
                        b:2:respawn:/usr/sbin/bar
                        o:3:off:/usr/sbin/bar -o
                        ::sysinit:/bin/mount -a
                        """)
                .root();
        assertThat(rows(root))
                .extracting(Service::name, Service::line, Service::state)
                .containsExactly(
                        Tuple.tuple("getty", 3, State.ACTIVE),
                        Tuple.tuple("foo", 4, State.ACTIVE),
                        Tuple.tuple("bar", 5, State.INACTIVE),
                        Tuple.tuple("bar", 6, State.INACTIVE));
    }

    @Test
    void rcSIsFollowedIntoWhatItCalls() {
        RootFs root = busybox()
                .programs("usr/bin/cos", "bin/thing", "usr/sbin/deep")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/rcS", """
                        #!/bin/sh
                        mount -a
                        D=/usr/sbin/deep
                        . /etc/extra
                        cos &
                        [ -x /bin/thing ] && /bin/thing -a
                        /etc/more.sh
                        exit 0
                        /bin/thing -never
                        """)
                .file("etc/extra", "echo here\n$D --now\n")
                .file("etc/more.sh", "#!/bin/sh\nnowhere -x &\n")
                .root();
        assertThat(row(root, "cos").reason()).isEqualTo("etc/inittab:1 runs etc/init.d/rcS; line 5");
        assertThat(row(root, "cos").program()).isEqualTo("usr/bin/cos");
        assertThat(row(root, "thing").reason()).endsWith("line 6, conditional");
        assertThat(row(root, "deep").reason())
                .isEqualTo("etc/inittab:1 runs etc/init.d/rcS; line 4 reads etc/extra; line 2");
        Service nowhere = row(root, "nowhere");
        assertThat(nowhere.executable()).isEqualTo(-1);
        assertThat(nowhere.starter()).isEqualTo(Service.Starter.SCRIPT);
        assertThat(nowhere.reason()).isEqualTo("etc/inittab:1 runs etc/init.d/rcS; line 7 runs etc/more.sh; line 2");
    }

    @Test
    void busyBoxWithoutInittabRunsRcS() {
        RootFs root = busybox()
                .programs("bin/a")
                .file("etc/init.d/rcS", "#!/bin/sh\na &\n")
                .root();
        assertThat(row(root, "a").state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void aScriptNobodyRunsIsUnknown() {
        RootFs root = busybox()
                .programs("bin/a")
                .file("etc/inittab", "::respawn:/bin/a -i\n")
                .file("etc/rc.local", "#!/bin/sh\na -l\n")
                .root();
        assertThat(rows(root))
                .extracting(Service::command, Service::state)
                .contains(Tuple.tuple("a -l", State.UNKNOWN));
    }

    @Test
    void sysvLinksDecide() {
        String script = """
                        #!/bin/sh
                        DAEMON=/usr/sbin/%s
                        case "$1" in
                         start)
                          start-stop-daemon --start --quiet --exec $DAEMON --chuid nobody -- -f
                         ;;
                         stop)
                          start-stop-daemon --stop --exec $DAEMON
                         ;;
                        esac
                        """;
        RootFs root = busybox()
                .programs("usr/sbin/one", "usr/sbin/two", "usr/sbin/three")
                .file("etc/inittab", "id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/one", script.formatted("one"))
                .file("etc/init.d/two", script.formatted("two"))
                .file("etc/init.d/three", script.formatted("three"))
                .link("etc/rc2.d/S20one", "../init.d/one")
                .link("etc/rc5.d/S20two", "../init.d/two")
                .link("etc/rc2.d/K20three", "../init.d/three")
                .root();
        Service one = row(root, "one");
        assertThat(one.state()).isEqualTo(State.ACTIVE);
        assertThat(one.user()).isEqualTo("nobody");
        assertThat(one.starter()).isEqualTo(Service.Starter.RC_D);
        assertThat(one.line()).isEqualTo(5);
        assertThat(one.reason()).contains("etc/rc2.d/S20one runs etc/init.d/one; line 5");
        assertThat(row(root, "two").state()).isEqualTo(State.INACTIVE);
        assertThat(row(root, "three").state()).isEqualTo(State.INACTIVE);
        assertThat(row(root, "three").reason()).startsWith("nothing links or runs etc/init.d/three");
    }

    @Test
    void procdIsRead() {
        RootFs root = busybox()
                .programs("usr/sbin/telnetd")
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS S boot\n")
                .file("etc/init.d/telnet", """
                        #!/bin/sh /etc/rc.common
                        START=50
                        USE_PROCD=1
                        PROG=/usr/sbin/telnetd
                        start_service() {
                         procd_open_instance
                         procd_set_param command "$PROG" -F
                         [ $X ] && procd_append_param command -q
                         procd_append_param command -l /bin/sh
                         procd_set_param user nobody
                         procd_close_instance
                        }
                        """)
                .link("etc/rc.d/S50telnet", "../init.d/telnet")
                .root();
        Service telnetd = row(root, "telnetd");
        assertThat(telnetd.starter()).isEqualTo(Service.Starter.PROCD);
        assertThat(telnetd.state()).isEqualTo(State.ACTIVE);
        assertThat(telnetd.user()).isEqualTo("nobody");
        assertThat(Procd.starts(root).getFirst().words()).containsExactly("/usr/sbin/telnetd", "-F", "-l", "/bin/sh");
    }

    @Test
    void inetdAndXinetdAreRead() {
        RootFs root = busybox()
                .programs("usr/sbin/inetd", "usr/sbin/xinetd", "usr/sbin/in.ftpd", "usr/sbin/in.rshd", "usr/sbin/swat")
                .file("etc/inittab", "::respawn:/usr/sbin/inetd\n::respawn:/usr/sbin/xinetd -d\n")
                .file(
                        "etc/inetd.conf",
                        "#telnet stream tcp nowait root /usr/sbin/telnetd telnetd\nftp stream tcp nowait ftp.ftp /usr/sbin/in.ftpd in.ftpd -l\n")
                .file("etc/xinetd.conf", """
                        defaults
                        {
                        }
                        includedir /etc/xinetd.d
                        """)
                .file("etc/xinetd.d/rsh", """
                        service shell
                        {
                         disable = yes
                         user = root
                         server = /usr/sbin/in.rshd
                        }
                        """)
                .file("etc/xinetd.d/swat", """
                        service swat {
                         user = root
                         server = /usr/sbin/swat
                         server_args = -a
                        }
                        """)
                .root();
        assertThat(rows(root))
                .filteredOn(row -> row.starter() == Service.Starter.INETD)
                .extracting(Service::name, Service::user, Service::state, Service::line)
                .containsExactly(
                        Tuple.tuple("ftp", "ftp", State.ACTIVE, 2),
                        Tuple.tuple("shell", "root", State.INACTIVE, 5),
                        Tuple.tuple("swat", "root", State.ACTIVE, 3));
    }

    @Test
    void systemdUnitsAreRead() {
        RootFs root = new HandMadeTree()
                .programs(
                        "usr/lib/systemd/systemd",
                        "usr/sbin/a",
                        "usr/sbin/b",
                        "usr/sbin/c",
                        "usr/sbin/d",
                        "sbin/agetty")
                .link("lib", "usr/lib")
                .file("usr/lib/systemd/system/a.service", """
                        [Service]
                        ExecStart=-/usr/sbin/a \\
                          -x
                        User=www
                        """)
                .file("usr/lib/systemd/system/b.service", """
                        [Service]
                        ExecStart=/usr/sbin/b
                        [Install]
                        WantedBy=m.target
                        """)
                .file("usr/lib/systemd/system/c.service", "[Service]\nExecStart=/usr/sbin/c\n")
                .link("etc/systemd/system/c.service", "/dev/null")
                .file("usr/lib/systemd/system/d.service", """
                        [Service]
                        ExecStart=/usr/sbin/d
                        DynamicUser=yes
                        """)
                .file("etc/systemd/system/d.service.d/10.conf", """
                        [Service]
                        ExecStart=
                        ExecStart=/usr/sbin/d --more
                        """)
                .file("usr/lib/systemd/system/getty@.service", "[Service]\nExecStart=/sbin/agetty %I\n")
                .link("etc/systemd/system/m.target.wants/a.service", "/usr/lib/systemd/system/a.service")
                .link("etc/systemd/system/m.target.wants/d.service", "/usr/lib/systemd/system/d.service")
                .link("etc/systemd/system/m.target.wants/getty@tty1.service", "/usr/lib/systemd/system/getty@.service")
                .root();
        assertThat(rows(root))
                .extracting(Service::name, Service::command, Service::user, Service::state)
                .containsExactly(
                        Tuple.tuple("a.service", "-/usr/sbin/a  -x", "www", State.ACTIVE),
                        Tuple.tuple("b.service", "/usr/sbin/b", "", State.INACTIVE),
                        Tuple.tuple("c.service", "/usr/sbin/c", "", State.INACTIVE),
                        Tuple.tuple("d.service", "/usr/sbin/d --more", "dynamic", State.ACTIVE),
                        Tuple.tuple("getty@.service", "/sbin/agetty %I", "", State.TEMPLATE),
                        Tuple.tuple("getty@tty1.service", "/sbin/agetty tty1", "", State.ACTIVE));
        assertThat(row(root, "c.service").reason()).startsWith("masked by etc/systemd/system/c.service");
    }

    @Test
    void scriptsThatCallThemselvesEnd() {
        RootFs root = busybox()
                .programs("bin/a")
                .file("etc/init.d/rcS", """
                        #!/bin/sh
                        f() { g; g; }
                        g() { f; f; }
                        f
                        /etc/init.d/rcS
                        . /etc/x
                        a &
                        """)
                .file("etc/x", """
                        . /etc/x
                        . /etc/init.d/rcS
                        /etc/init.d/rcS
                        A=$B$B
                        B=$A$A
                        $A &
                        """)
                .root();
        assertThat(row(root, "a").state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void anyBytesGiveRowsOrNone() {
        String inittab = "::sysinit:/etc/init.d/rcS\n::respawn:/sbin/getty\n";
        String script = """
                        #!/bin/sh
                        A=/bin/a
                        [ "$1" ] || su -c "$A -x" nobody &
                        start-stop-daemon -S -x $A -- -p 1
                        """;
        String unit = """
                        [Service]
                        ExecStart=@/bin/a 'x y' \\
                         b
                        User=%i
                        [Install]
                        WantedBy=x
                        """;
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            RootFs root = busybox()
                    .programs("bin/a", "lib/systemd/systemd")
                    .file("etc/inittab", flipped(inittab, random))
                    .file("etc/init.d/rcS", flipped(script, random))
                    .file("etc/inetd.conf", flipped("ftp stream tcp nowait root /bin/a a\n", random))
                    .file("etc/xinetd.conf", flipped("""
                        service x
                        {
                         server = /bin/a
                        }
                        includedir /etc/x
                        """, random))
                    .file("lib/systemd/system/a.service", flipped(unit, random))
                    .root();
            assertThat(rows(root)).allSatisfy(row -> assertThat(row.line()).isPositive());
        }
    }

    @Test
    void scriptsThatAreNothingButCommandsAreReadWithinBounds() {
        HandMadeTree tree = busybox()
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/rcS", "#!/bin/sh\nfor i in /etc/init.d/S*; do $i; done\n");
        for (int i = 10; i < 99; i++) {
            tree.file("etc/init.d/S" + i + "a", "#!/bin/sh\nnever() {\n" + ":;".repeat(130_000) + "\n}\n: " + i + "\n");
        }
        List<Fact> facts = new ArrayList<>();
        new RcS().inspect(tree.root(), facts::add);
        assertThat(facts)
                .filteredOn(ProblemFact.class::isInstance)
                .extracting(fact -> ((ProblemFact) fact).field())
                .containsExactly("commands in start-up scripts");
    }

    private static byte[] flipped(String text, Random random) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return java.util.Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
    }
}
