package org.vitrine.inspect.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.inspect.setting.SettingRows.row;
import static org.vitrine.inspect.setting.SettingRows.settings;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;
import org.vitrine.testing.Extracted;

/// Settings of real root file systems, whose files were read by hand.
class RealSettingsTest {
    @ParameterizedTest
    @CsvSource({"0439, 46, 56, 157", "0462, 48, 58, 158"})
    void theGatewayRunsTwoWebServers(String release, int protocols, int include, int log) throws IOException {
        RootFs root = HandMadeTree.of(Extracted.rootfs("technicolor-dga4131-18.3." + release))
                .root();
        settings(new NginxSettings(), root)
                .contains(
                        row("-c", "/etc/nginx/nginx.conf", 13, State.ACTIVE),
                        row("user", "nobody nogroup", 1, State.ACTIVE),
                        row("http > server_tokens", "off", 13, State.ACTIVE),
                        row("http > server > ssl_protocols", "TLSv1 TLSv1.1 TLSv1.2", protocols, State.ACTIVE),
                        row("http > server > include", "ui_server.conf", include, State.UNKNOWN),
                        row("http > server > access_log", "/var/log/nginx/intercept.log", log, State.INACTIVE));
        settings(new LighttpdSettings(), root)
                .contains(
                        row("server.port", "8889", 12, State.ACTIVE),
                        row("server.bind", "127.0.0.1", 15, State.ACTIVE),
                        row("$SERVER[\"socket\"] == \":8888\" > ssl.engine", "enable", 38, State.ACTIVE));
        settings(new SudoersSettings(), root)
                .contains(
                        row("user root", "ALL=(ALL) ALL", 79, State.ACTIVE),
                        row("user %wheel", "ALL=(ALL) NOPASSWD: ALL", 85, State.INACTIVE));
        assertThat(SettingRows.of(new SudoersSettings(), root))
                .filteredOn(one -> one.state() == State.ACTIVE)
                .hasSize(1);
        settings(new CwmpSettings(), root)
                .contains(
                        row("single_config cwmpd_config > connectionrequest_auth", "0", 4, State.ACTIVE),
                        row("single_config cwmpd_config > ssl_verifypeer", "1", 9, State.ACTIVE));
        settings(new UciSettings(), root)
                .contains(
                        row("system > log_file", "/custo/syslog", 10, State.ACTIVE),
                        row("timeserver ntp > server", "1.openwrt.pool.ntp.org", 14, State.ACTIVE));
    }

    @Test
    void theFemtocellMountsAllOfItsFstab() throws IOException {
        RootFs root =
                HandMadeTree.of(Extracted.rootfs("cisco-dph153-femtocell-fs1")).root();
        settings(new FstabSettings(), root)
                .contains(
                        row("/tmp > options", "size=15m", 7, State.ACTIVE),
                        row("/var/log > options", "size=512k,mode=755", 11, State.ACTIVE),
                        row("/var/ipaccess > type", "jffs2", 15, State.ACTIVE),
                        row("/dev > options", "size=64k,mode=0755", 17, State.UNKNOWN));
        settings(new SecurettySettings(), root)
                .contains(row("tty", "ttyCPM01", 10, State.ACTIVE))
                .hasSize(32);
        settings(new ShellSettings(), root).contains(row("umask", "022", 43, State.ACTIVE));
        assertThat(SettingRows.of(new ShellSettings(), root))
                .noneMatch(one -> one.key().equals("TMOUT"));
    }

    @Test
    void theGatewayOfZteMountsByHand() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.rootfs("zte-zxhn-h298n-jazz")).root();
        settings(new FstabSettings(), root)
                .contains(
                        row("/mnt > options", "size=16k", 3, State.UNKNOWN),
                        row("/var > options", "size=12288k", 10, State.ACTIVE));
    }

    @Test
    void theRoutersOfTpLinkMount() throws IOException {
        RootFs young = HandMadeTree.of(Extracted.squashfs("tplink-wr841n-v14/TL-WR841Nv14_EU.bin", 1_049_088))
                .root();
        settings(new FstabSettings(), young)
                .contains(row("/var > type", "ramfs", 2, State.ACTIVE), row("/sys > type", "sysfs", 5, State.ACTIVE));
        RootFs old = HandMadeTree.of(Extracted.squashfs("tplink-wr841n-v11/wr841n_v11_160325.bin", 1_180_160))
                .root();
        settings(new FstabSettings(), old)
                .contains(
                        row("/dev/pts > options", "mode=0622", 2, State.ACTIVE),
                        row("/tmp > type", "ramfs", 13, State.ACTIVE));
    }

    @Test
    void openWrtListensAndFilters() throws IOException {
        RootFs root = HandMadeTree.of(Extracted.squashfs(
                        "openwrt-ar71xx/openwrt-15.05.1-ar71xx-generic-tl-wr841n-v9-squashfs-factory.bin", 1_177_120))
                .root();
        settings(new UhttpdSettings(), root)
                .contains(
                        row("uhttpd main > listen_http", "0.0.0.0:80", 5, State.ACTIVE),
                        row("uhttpd main > rfc1918_filter", "1", 21, State.ACTIVE),
                        row("uhttpd main > no_dirlists", "0", 98, State.INACTIVE),
                        row("cert px5g > bits", "1024", 114, State.ACTIVE));
        settings(new UciSettings(), root)
                .contains(
                        row("defaults > input", "ACCEPT", 3, State.ACTIVE),
                        row("zone wan > input", "REJECT", 20, State.ACTIVE),
                        row("rule Allow-Ping > target", "ACCEPT", 47, State.ACTIVE),
                        row("timeserver ntp > enable_server", "0", 11, State.ACTIVE));
        assertThat(SettingRows.of(new UciSettings(), root))
                .filteredOn(one -> one.state() == State.ACTIVE)
                .as("the examples at the end of the file are comments")
                .noneMatch(one -> one.value().contains("192.168.45"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"technicolor-dga4131-18.3.0439", "cisco-dph153-femtocell-fs1", "zte-zxhn-h298n-jazz"})
    void whatIsNotThereHasNoSettings(String name) throws IOException {
        RootFs root = HandMadeTree.of(Extracted.rootfs(name)).root();
        for (TreeInspector absent : List.of(
                new ApacheSettings(),
                new BoaSettings(),
                new GoAheadSettings(),
                new MiniHttpdSettings(),
                new SnmpdSettings(),
                new FrrSettings(),
                new RsyslogSettings(),
                new SyslogNgSettings(),
                new PamSettings(),
                new LoginDefsSettings(),
                new LogrotateSettings(),
                new VsftpdSettings(),
                new ProftpdSettings())) {
            assertThat(SettingRows.of(absent, root)).as(absent.card().name()).isEmpty();
        }
    }
}
