package org.vitrine.inspect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.State;
import org.vitrine.inspect.Deduced;
import org.vitrine.inspect.HandMadeTree;

class ListenerDeductionTest {
    private static List<Listener> listeners(HandMadeTree tree) {
        return Deduced.of(new ListenerDeduction(), Listener.class, tree.root());
    }

    private static HandMadeTree started(String... lines) {
        return new HandMadeTree()
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/rcS", "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "telnetd -p 2323 -l /bin/sh & | telnetd | TCP | '' | ANY | 2323 | COMMAND",
                "telnetd -b 127.0.0.1:2323 & | telnetd | TCP | 127.0.0.1 | LOOPBACK | 2323 | DEFAULT",
                "telnetd & | telnetd | TCP | '' | ANY | 23 | DEFAULT",
                "dropbear -p 192.168.1.1:2222 & | dropbear | TCP | 192.168.1.1 | ONE | 2222 | SETTING",
                "dropbear -p $PORT & | dropbear | TCP | $PORT | UNKNOWN | -1 | SETTING",
                "dropbear & | dropbear | TCP | '' | ANY | 22 | DEFAULT",
                "nc -l -p 4444 -e /bin/sh & | nc | TCP | '' | ANY | 4444 | COMMAND",
                "nc -lp 4444 -e /bin/sh & | nc | TCP | '' | ANY | 4444 | COMMAND",
                "nc -lu 127.0.0.1 5353 & | nc | UDP | 127.0.0.1 | LOOPBACK | 5353 | COMMAND",
                "socat TCP-LISTEN:8000,bind=127.0.0.1,fork EXEC:/bin/sh & | socat | TCP | 127.0.0.1 | LOOPBACK | 8000 | COMMAND",
                "socat TCP6-LISTEN:8000,fork TCP4:127.0.0.1:80 & | socat | TCP | '' | ANY | 8000 | COMMAND",
                "tcpsvd -vE 0.0.0.0 21 ftpd -w /tmp & | ftpd | TCP | 0.0.0.0 | ANY | 21 | COMMAND",
                "gdbserver :1234 /bin/sh & | gdbserver | TCP | '' | ANY | 1234 | COMMAND",
                "iperf3 -s -p 9000 & | iperf3 | TCP | '' | ANY | 9000 | COMMAND",
                "snmpd & | snmpd | UDP | '' | ANY | 161 | DEFAULT",
            })
    void aCommandLineOpens(
            String line,
            String program,
            Listener.Protocol protocol,
            String address,
            Listener.Scope scope,
            int port,
            Listener.Source source) {
        assertThat(listeners(started(line))).singleElement().satisfies(row -> {
            assertThat(row.program()).isEqualTo(program);
            assertThat(row.protocol()).isEqualTo(protocol);
            assertThat(row.address()).isEqualTo(address);
            assertThat(row.scope()).isEqualTo(scope);
            assertThat(row.port()).isEqualTo(port);
            assertThat(row.source()).isEqualTo(source);
            assertThat(row.line()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nc 192.0.2.1 4444 &",
                "nc -w 3 192.0.2.1 4444 &",
                "socat TCP:192.0.2.1:80 - &",
                "socat UNIX-LISTEN:/var/run/x,fork TCP:192.0.2.1:80 &",
                "iperf3 -c 192.0.2.1 -p 9000 &",
                "ntpd -n -N &",
                "mii_mgr -s -p 0 &",
                "echo telnetd -p 2323",
                "dnsmasq --version &",
                "dnsmasq -p 0 &",
                "sshd -t &",
                "telnetd_helper -p 23 &",
            })
    void aCommandLineThatOpensNothing(String line) {
        assertThat(listeners(started(line))).isEmpty();
    }

    @Test
    void whatIsCommentedOutIsNotInForce() {
        HandMadeTree tree = started("#telnetd -p 2323 &").file("bin/telnetd", "\u007fELF\0");

        assertThat(listeners(tree)).singleElement().extracting(Listener::state).isEqualTo(State.INACTIVE);
    }

    @Test
    void sshdTakesEachPortForEachAddress() {
        HandMadeTree tree = started("/usr/sbin/sshd")
                .file("usr/sbin/sshd", "\u007fELF\0")
                .file(
                        "etc/ssh/sshd_config",
                        "#Port 2022\nPort 22\nPort 2222\nListenAddress 10.0.0.1\nListenAddress [::1]:24\n");

        assertThat(listeners(tree))
                .extracting(row -> row.address() + " " + row.port() + " " + row.scope() + " " + row.state())
                .containsExactlyInAnyOrder(
                        "10.0.0.1 22 ONE ACTIVE", "10.0.0.1 2222 ONE ACTIVE", "::1 24 LOOPBACK ACTIVE");
    }

    @Test
    void whatNothingStartsIsNotKnownToBeInForce() {
        HandMadeTree tree =
                new HandMadeTree().file("usr/sbin/sshd", "\u007fELF\0").file("etc/ssh/sshd_config", "Port 22\n");

        assertThat(listeners(tree)).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(State.UNKNOWN);
            assertThat(row.reason()).startsWith("nothing seen starts sshd");
        });
    }

    @Test
    void webServersAndAgents() {
        HandMadeTree tree = started(
                        "/usr/sbin/nginx", "/usr/sbin/lighttpd -f /etc/lighttpd/lighttpd.conf", "/usr/sbin/snmpd")
                .file("usr/sbin/nginx", "\u007fELF\0")
                .file("usr/sbin/lighttpd", "\u007fELF\0")
                .file("usr/sbin/snmpd", "\u007fELF\0")
                .file(
                        "etc/nginx/nginx.conf",
                        "http {\n server {\n  listen 8443 ssl;\n  listen unix:/tmp/x;\n  # listen 81;\n  listen localhost:82;\n }\n}\n")
                .file(
                        "etc/lighttpd/lighttpd.conf",
                        "server.port = 8080\nserver.bind = \"127.0.0.1\"\n$SERVER[\"socket\"] == \":443\" {\n ssl.engine = \"enable\"\n}\n")
                .file("etc/snmp/snmpd.conf", "agentaddress udp:127.0.0.1:161,tcp:1161,unix:/var/run/agentx\n");

        assertThat(listeners(tree))
                .extracting(row -> row.program() + " " + row.protocol() + " " + row.address() + " " + row.port())
                .containsExactlyInAnyOrder(
                        "nginx TCP  8443",
                        "nginx TCP localhost 82",
                        "lighttpd TCP 127.0.0.1 8080",
                        "lighttpd TCP  443",
                        "snmpd UDP 127.0.0.1 161",
                        "snmpd TCP  1161");
    }

    @Test
    void inetdListensForOthers() {
        HandMadeTree tree = started("/usr/sbin/inetd")
                .file("usr/sbin/inetd", "\u007fELF\0")
                .file("etc/services", "tr069 7547/tcp\n")
                .file("etc/inetd.conf", """
                        127.0.0.1:ftp stream tcp nowait root /bin/ftpd ftpd
                        tr069 stream tcp nowait root /bin/cwmp cwmp
                        tftp dgram udp wait root /bin/tftpd tftpd
                        #telnet stream tcp nowait root /bin/telnetd telnetd
                        rstatd/1 dgram rpc/udp wait root /bin/rstatd rstatd
                        """);

        assertThat(listeners(tree))
                .extracting(row ->
                        row.program() + " " + row.protocol() + " " + row.scope() + " " + row.port() + " " + row.state())
                .containsExactly("ftp TCP LOOPBACK 21 ACTIVE", "tr069 TCP ANY 7547 ACTIVE", "tftp UDP ANY 69 ACTIVE");
    }

    @Test
    void systemdListensForOthers() {
        HandMadeTree tree = new HandMadeTree()
                .file("lib/systemd/systemd", "\u007fELF\0")
                .file("lib/systemd/system/a.socket", """
                        [Socket]
                        ListenStream=1
                        ListenStream=
                        ListenStream=127.0.0.1:8000
                        ListenDatagram=[::]:69
                        ListenStream=/run/a
                        [Install]
                        WantedBy=sockets.target
                        """)
                .file("lib/systemd/system/b.socket", "[Socket]\nListenStream=23\n[Install]\nWantedBy=sockets.target\n")
                .link("etc/systemd/system/sockets.target.wants/a.socket", "/lib/systemd/system/a.socket");

        assertThat(listeners(tree))
                .extracting(row -> row.program() + " " + row.protocol() + " " + row.address() + " " + row.port() + " "
                        + row.state())
                .containsExactly(
                        "a.socket TCP 127.0.0.1 8000 ACTIVE", "a.socket UDP :: 69 ACTIVE", "b.socket TCP  23 INACTIVE");
    }

    @Test
    void aSectionOfDropbearHasItsOwnInterface() {
        HandMadeTree tree = new HandMadeTree()
                .file(
                        "etc/config/dropbear",
                        "config dropbear\n\toption Interface 'lan'\n\toption Port '22'\n\nconfig dropbear\n\toption Port '2222'\n");

        assertThat(listeners(tree))
                .extracting(row -> row.address() + " " + row.port() + " " + row.scope())
                .containsExactly("interface lan 22 ONE", " 2222 ANY");
    }
}
