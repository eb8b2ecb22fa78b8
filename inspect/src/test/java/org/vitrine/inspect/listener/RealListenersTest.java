package org.vitrine.inspect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrine.inspect.Deduced;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Listeners of real releases: each stands in the line where grep finds it too, and what only looks like one is none.
class RealListenersTest {
    /// A row that must be there.
    ///
    /// @param words what grep finds in that line
    private record Row(String path, int line, String words, String told) {}

    private static void assertTold(Path folder, List<Row> rows, List<String> wrong) throws IOException {
        RootFs root = HandMadeTree.of(folder).root();
        List<Listener> listeners = Deduced.of(new ListenerDeduction(), Listener.class, root);
        assertThat(listeners)
                .extracting(
                        row -> root.pathOf(root.tree().artifact(row.artifact())) + ":" + row.line() + " " + told(row))
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .map(row -> row.path + ":" + row.line + " " + row.told)
                        .toList());
        for (Row row : rows) {
            assertThat(Tool.of("grep", "-nE", "--", row.words, row.path)
                            .in(folder)
                            .succeed()
                            .text())
                    .as(row::toString)
                    .contains(row.line + ":");
        }
        // What tempts stands in the image, too.
        for (String each : wrong) {
            int colon = each.indexOf(": ");
            Tool.of("grep", "-qE", "--", each.substring(colon + 2), each.substring(0, colon))
                    .in(folder)
                    .succeed();
        }
    }

    private static String told(Listener row) {
        String address = row.address().isEmpty() ? "*" : row.address();
        return row.program() + " " + row.protocol() + " " + address + " " + row.port() + " " + row.state();
    }

    @Test
    void aGatewayWithThreeWebServers() throws IOException {
        assertTold(
                Extracted.rootfs("technicolor-dga4131-18.3.0439"),
                List.of(
                        new Row("etc/nginx/nginx.conf", 37, "listen +80;", "nginx TCP * 80 ACTIVE"),
                        new Row("etc/nginx/nginx.conf", 38, "listen +443 ssl", "nginx TCP * 443 ACTIVE"),
                        new Row("etc/nginx/nginx.conf", 40, "listen +.::.:80;", "nginx TCP :: 80 ACTIVE"),
                        new Row("etc/nginx/nginx.conf", 41, "listen +.::.:443", "nginx TCP :: 443 ACTIVE"),
                        new Row("etc/nginx/nginx.conf", 153, "listen 8080", "nginx TCP * 8080 ACTIVE"),
                        new Row("etc/nginx/nginx.conf", 155, "listen .::.:8080", "nginx TCP :: 8080 ACTIVE"),
                        new Row(
                                "etc_tss/lighttpd/lighttpd.conf",
                                12,
                                "server.port",
                                "lighttpd TCP 127.0.0.1 8889 ACTIVE"),
                        new Row("etc_tss/lighttpd/lighttpd.conf", 38, "ssl.engine", "lighttpd TCP * 8888 ACTIVE"),
                        new Row(
                                "etc_tss/lighttpd/lighttpd_lo.conf",
                                12,
                                "server.port",
                                "lighttpd TCP 127.0.0.1 8889 ACTIVE"),
                        new Row("etc/config/dropbear", 8, "Port", "dropbear TCP interface wan 22 ACTIVE"),
                        new Row("etc/config/dropbear", 16, "Port", "dropbear TCP interface lan 22 INACTIVE"),
                        new Row("etc/config/cwmpd", 5, "connectionrequest_port", "cwmp TCP * 51050 ACTIVE"),
                        new Row("etc/init.d/iperf", 22, "iperf -s", "iperf TCP $port -1 ACTIVE"),
                        new Row("etc/init.d/dnsmasq", 1093, "PROG -C", "dnsmasq UDP * 53 ACTIVE"),
                        new Row("etc/init.d/xl2tpd", 16, "BIN -D", "xl2tpd UDP * 1701 ACTIVE"),
                        new Row(
                                "etc/uci-defaults/tch_0111-firewall-telnet",
                                17,
                                "PROG.* -F",
                                "telnetd TCP * 23 ACTIVE")),
                List.of(
                        "etc/mosquitto/mosquitto.conf: ^#port 1883",
                        "etc/mosquitto/mosquitto.conf: ^#listener",
                        "etc/config/socat: port 8000",
                        "etc/cups/cupsd.conf.default: Listen localhost:631",
                        "etc/config/firewall: dest_port.*3074",
                        "etc/config/firewall: src_dport.*8443",
                        "etc/config/dosprotect: dport 547",
                        "etc/nginx/nginx.conf: server_port~=.80",
                        "etc_tss/lighttpd/lighttpd.conf: socket. =>",
                        "etc/config/system: enable_server"));
    }

    @Test
    void aGatewayWithInetd() throws IOException {
        String file = "etc/inetd.conf";
        assertTold(
                Extracted.rootfs("zte-zxhn-h298n-jazz"),
                List.of(
                        new Row(file, 1, "^echo.*tcp", "echo TCP * 7 UNKNOWN"),
                        new Row(file, 2, "^echo.*udp", "echo UDP * 7 UNKNOWN"),
                        new Row(file, 3, "^discard.*tcp", "discard TCP * 9 UNKNOWN"),
                        new Row(file, 4, "^discard.*udp", "discard UDP * 9 UNKNOWN"),
                        new Row(file, 5, "^daytime.*tcp", "daytime TCP * 13 UNKNOWN"),
                        new Row(file, 6, "^daytime.*udp", "daytime UDP * 13 UNKNOWN"),
                        new Row(file, 7, "^chargen.*tcp", "chargen TCP * 19 UNKNOWN"),
                        new Row(file, 8, "^chargen.*udp", "chargen UDP * 19 UNKNOWN"),
                        new Row(file, 9, "^time.*tcp", "time TCP * 37 UNKNOWN"),
                        new Row(file, 10, "^time.*udp", "time UDP * 37 UNKNOWN"),
                        new Row(file, 11, "^ftp", "ftp TCP * 21 UNKNOWN"),
                        new Row("etc/init.norm", 35, "#.*telnetd", "telnetd TCP * 23 INACTIVE"),
                        new Row("etc/init.debug", 117, "#.*telnetd", "telnetd TCP * 23 INACTIVE")),
                List.of());
    }

    @Test
    void aRouterOfOpenWrt() throws IOException {
        String image = "openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin";
        assertTold(
                Extracted.squashfs(image, 1_442_268),
                List.of(
                        new Row("etc/config/uhttpd", 5, "listen_http.*0.0.0.0:80", "uhttpd TCP 0.0.0.0 80 ACTIVE"),
                        new Row("etc/config/uhttpd", 6, "listen_http.*::.:80", "uhttpd TCP :: 80 ACTIVE"),
                        new Row("etc/config/uhttpd", 9, "listen_https.*0:443", "uhttpd TCP 0.0.0.0 443 ACTIVE"),
                        new Row("etc/config/uhttpd", 10, "listen_https.*::.:443", "uhttpd TCP :: 443 ACTIVE"),
                        new Row("etc/config/dropbear", 4, "Port", "dropbear TCP * 22 ACTIVE"),
                        new Row("etc/init.d/dnsmasq", 1027, "PROG -C", "dnsmasq UDP * 53 ACTIVE")),
                List.of(
                        "etc/config/uhttpd: ubus_socket",
                        "etc/config/firewall: dest_port.*500",
                        "etc/init.d/dnsmasq: PROG --version"));
    }
}
