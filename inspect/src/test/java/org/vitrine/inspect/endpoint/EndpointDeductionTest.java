package org.vitrine.inspect.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.State;
import org.vitrine.inspect.Deduced;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

class EndpointDeductionTest {
    private static List<Endpoint> endpoints(HandMadeTree tree) {
        return Deduced.of(new EndpointDeduction(), Endpoint.class, tree.root());
    }

    private static String told(Endpoint row) {
        return row.kind() + " " + row.scheme() + " " + row.host() + " " + row.port() + " " + row.state();
    }

    @Test
    void settingsAndOtherFilesNameServers() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/resolv.conf", "nameserver 8.8.8.8\nnameserver 127.0.0.1\n")
                .file("etc/ntp.conf", "# server old.pool.widgets-lab.io\nserver ntp.widgets-lab.io iburst\n")
                .file("etc/config/system", "config timeserver 'ntp'\n\tlist server 'time.widgets-lab.io'\n")
                .file("etc/syslog.conf", "*.* @@log.widgets-lab.io:1514\nauth.* /var/log/auth\n")
                .file(
                        "etc/agent.conf",
                        "url = https://user:secret@agent.widgets-lab.io:8443/report?token=abc\nmqtt://[2a00:1450::5]:1884\n");

        assertThat(endpoints(tree))
                .extracting(EndpointDeductionTest::told)
                .containsExactlyInAnyOrder(
                        "IP dns 8.8.8.8 53 ACTIVE",
                        "HOST ntp ntp.widgets-lab.io 123 UNKNOWN",
                        "HOST ntp time.widgets-lab.io 123 UNKNOWN",
                        "HOST syslog log.widgets-lab.io 1514 UNKNOWN",
                        "URL https agent.widgets-lab.io 8443 UNKNOWN",
                        "URL mqtt 2a00:1450::5 1884 UNKNOWN");
        assertThat(endpoints(tree))
                .extracting(Endpoint::text)
                .contains("https://agent.widgets-lab.io:8443/report")
                .allSatisfy(text -> assertThat(text).doesNotContain("secret", "token"));
    }

    @Test
    void aFileThatAProgramIsStartedWithIsInForce() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file(
                        "etc/init.d/rcS",
                        "#!/bin/sh\n/bin/agent -c /etc/agent.conf &\nwget http://get.widgets-lab.io/x\n")
                .file("etc/agent.conf", "url = https://agent.widgets-lab.io/\n");

        assertThat(endpoints(tree))
                .extracting(row -> row.host() + " " + row.place() + " " + row.state())
                .containsExactlyInAnyOrder(
                        "agent.widgets-lab.io CONFIGURATION " + State.ACTIVE,
                        "get.widgets-lab.io SCRIPT " + State.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# http://agent.widgets-lab.io/",
                "; http://agent.widgets-lab.io/",
                "url = http://localhost:8080/",
                "url = http://127.0.0.1/",
                "url = http://[::1]/",
                "url = http://0.0.0.0:80",
                "url = http://www.example.com/update",
                "url = http://updates.example/",
                "url = http://update.vendor.test/",
                "url = http://192.0.2.7/",
                "url = http://your.provider.net/update",
                "url = http://$host/update",
                "url = http://%s:%d/update",
                "url = http://router/",
                "url = http://",
                "xmlns=\"http://www.w3.org/1999/xhtml\"",
                "<!DOCTYPE a SYSTEM \"http://www.freedesktop.org/a.dtd\">",
                "see http://www.gnu.org/licenses/gpl.html",
                "option manufacturer_url 'http://www.widgets-lab.io/about'",
                "path = file:///etc/passwd",
                "a = b://c.d.io",
                "version = 1.2.3.4.5",
            })
    void aLineThatSendsNobodyAnywhere(String line) {
        assertThat(endpoints(new HandMadeTree().file("etc/agent.conf", line + "\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"etc/agent.conf.bak", "etc/agent.sample", "etc/README", "www/index.html", "usr/share/doc/a"})
    void aFileThatNobodyReads(String path) {
        assertThat(endpoints(new HandMadeTree().file(path, "url = https://agent.widgets-lab.io/\n")))
                .isEmpty();
    }

    /// A record of what grep finds in a release.
    private record Row(String path, int line, String words, String told) {}

    private static void assertTold(Path folder, List<Row> rows) throws IOException {
        RootFs root = HandMadeTree.of(folder).root();
        List<String> told = Deduced.of(new EndpointDeduction(), Endpoint.class, root).stream()
                .map(row -> root.pathOf(root.tree().artifact(row.artifact())) + ":" + row.line() + " " + told(row))
                .toList();
        for (Row row : rows) {
            assertThat(told).contains(row.path + ":" + row.line + " " + row.told);
            assertThat(Tool.of("grep", "-nF", "--", row.words, row.path)
                            .in(folder)
                            .succeed()
                            .text())
                    .contains(row.line + ":");
        }
        assertThat(told)
                .noneMatch(line -> line.contains("w3.org")
                        || line.contains("xmlsoap")
                        || line.contains("localhost")
                        || line.contains("example.")
                        || line.contains("your.provider")
                        || line.contains(" 127."));
    }

    @Test
    void realReleases() throws IOException {
        assertTold(
                Extracted.rootfs("technicolor-dga4131-18.3.0439"),
                List.of(
                        new Row(
                                "etc/config/system",
                                13,
                                "0.openwrt.pool.ntp.org",
                                "HOST ntp 0.openwrt.pool.ntp.org 123 ACTIVE"),
                        new Row(
                                "etc/config/bulkdata",
                                22,
                                "213.140.7.242:24224",
                                "URL http 213.140.7.242 24224 ACTIVE"),
                        new Row(
                                "etc/config/ngwfdd",
                                7,
                                "fastweb-gw.tgwfd.org",
                                "URL https fastweb-gw.tgwfd.org 8443 ACTIVE"),
                        new Row(
                                "etc/config/ngwfdd",
                                8,
                                "fastweb-core.tgwfd.org",
                                "URL https fastweb-core.tgwfd.org 5443 ACTIVE"),
                        new Row(
                                "etc/opkg/distfeeds.conf",
                                1,
                                "downloads.openwrt.org",
                                "URL http downloads.openwrt.org 80 ACTIVE"),
                        new Row("etc/ddns/services", 30, "www.duckdns.org", "URL http www.duckdns.org 80 UNKNOWN")));
        assertTold(
                Extracted.rootfs("zte-zxhn-h298n-jazz"),
                List.of(new Row(
                        "etc/db_default_eth_cfg.xml",
                        3239,
                        "acs.jazztel.com",
                        "URL https acs.jazztel.com 9443 UNKNOWN")));
    }
}
