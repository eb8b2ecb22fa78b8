package org.vitrine.inspect.setting;

import static org.vitrine.inspect.setting.SettingRows.row;
import static org.vitrine.inspect.setting.SettingRows.settings;

import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;

class NetworkSettingsTest {
    @Test
    void snmpdHasCommunities() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/snmpd")
                .file("etc/snmp/snmpd.conf", """
                        # rocommunity is what read-only access is given to by name and network.
                        #rwcommunity private 10.0.0.0/8
                        rocommunity  public default -V systemonly # all
                        com2sec notConfigUser default public
                        createUser joe SHA "secret one" AES
                        includeFile gone.conf
                        includeDir /etc/snmp/snmpd.conf.d
                        """)
                .file("etc/snmp/snmpd.conf.d/a.conf", "agentaddress udp:161\n")
                .file("etc/snmp/snmpd.conf.d/a.off", "rwcommunity other\n")
                .file("usr/share/snmp/snmpd.conf.example", "rwcommunity private\n");
        settings(new SnmpdSettings(), tree)
                .containsExactly(
                        row("rwcommunity", "private 10.0.0.0/8", 2, State.INACTIVE),
                        row("rocommunity", "public default -V systemonly", 3, State.ACTIVE),
                        row("com2sec", "notConfigUser default public", 4, State.ACTIVE),
                        row("createUser", "joe SHA \"secret one\" AES", 5, State.ACTIVE),
                        row("includeFile", "gone.conf", 6, State.UNKNOWN),
                        row("agentaddress", "udp:161", 1, State.ACTIVE),
                        row("rwcommunity", "private", 1, State.TEMPLATE));
    }

    @Test
    void snmpdOfOpenWrtHasSections() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/snmpd")
                .file("etc/config/snmpd", "config com2sec public\n\toption secname ro\n\toption community public\n");
        settings(new SnmpdSettings(), tree)
                .containsExactly(
                        row("com2sec public > secname", "ro", 2, State.UNKNOWN),
                        row("com2sec public > community", "public", 3, State.UNKNOWN));
    }

    @Test
    void frrHasCommands() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/lib/frr/zebra", "usr/lib/frr/bgpd", "usr/lib/frr/ospfd")
                .file("etc/frr/daemons", "bgpd=yes\nospfd=no\n#ripd=yes\nbgpd_options=\"  -A 127.0.0.1\"\n")
                .file("etc/frr/frr.conf", """
                        frr version 8.4
                        ! password of the console
                        !password old
                        password first
                        password 8 XyZ
                        enable password zebra
                        no service password-encryption
                        log syslog informational
                        interface eth0
                         ip address 192.0.2.1/24
                        router bgp 65000
                         neighbor 192.0.2.2 password secret
                         address-family ipv4 unicast
                          network 192.0.2.0/24
                         exit-address-family
                        line vty
                         access-class only
                         no login
                        """)
                .file("etc/frr/ospfd.conf", "password ospf\n")
                .file("usr/share/doc/frr/examples/frr.conf.sample", "password sample\n");
        settings(new FrrSettings(), tree)
                .containsExactly(
                        row("password", "ospf", 1, State.INACTIVE),
                        row("frr version", "8.4", 1, State.ACTIVE),
                        row("password", "old", 3, State.INACTIVE),
                        row("password", "first", 4, State.INACTIVE),
                        row("password", "8 XyZ", 5, State.ACTIVE),
                        row("enable password", "zebra", 6, State.ACTIVE),
                        row("no service password-encryption", "", 7, State.ACTIVE),
                        row("log syslog", "informational", 8, State.ACTIVE),
                        row("interface eth0 > ip", "address 192.0.2.1/24", 10, State.ACTIVE),
                        row("router bgp 65000 > neighbor", "192.0.2.2 password secret", 12, State.ACTIVE),
                        row(
                                "router bgp 65000 > address-family ipv4 unicast > network",
                                "192.0.2.0/24",
                                14,
                                State.ACTIVE),
                        row("line vty > access-class", "only", 17, State.ACTIVE),
                        row("line vty > no login", "", 18, State.ACTIVE),
                        row("password", "sample", 1, State.TEMPLATE),
                        row("bgpd", "yes", 1, State.ACTIVE),
                        row("ospfd", "no", 2, State.ACTIVE),
                        row("bgpd_options", "-A 127.0.0.1", 4, State.ACTIVE));
    }

    @Test
    void fstabHoldsWhereSomethingMountsAllOfIt() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/mount")
                .file("etc/fstab", """
                        # device point type options
                        none /tmp tmpfs nosuid,nodev 0 0
                        #none /var tmpfs defaults 0 0
                        /dev/sda1 /mnt vfat noauto,exec 0 0
                        """)
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\nmount -a\nmount -t proc -o noexec proc /proc\nmount -o remount,rw /\n")
                .file("etc/fstab.bak", "none /tmp tmpfs exec 0 0\n");
        settings(new FstabSettings(), tree)
                .containsExactly(
                        row("/tmp > device", "none", 2, State.ACTIVE),
                        row("/tmp > type", "tmpfs", 2, State.ACTIVE),
                        row("/tmp > options", "nosuid,nodev", 2, State.ACTIVE),
                        row("/mnt > device", "/dev/sda1", 4, State.UNKNOWN),
                        row("/mnt > type", "vfat", 4, State.UNKNOWN),
                        row("/mnt > options", "noauto,exec", 4, State.UNKNOWN),
                        row("/tmp > device", "none", 1, State.COPY),
                        row("/tmp > type", "tmpfs", 1, State.COPY),
                        row("/tmp > options", "exec", 1, State.COPY),
                        row("/proc > device", "proc", 3, State.ACTIVE),
                        row("/proc > type", "proc", 3, State.ACTIVE),
                        row("/proc > options", "noexec", 3, State.ACTIVE));
    }

    @Test
    void xinetdHasDefaultsAndServices() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/xinetd")
                .file(
                        "etc/xinetd.conf",
                        "defaults\n{\n  only_from += 10.0.0.0/8\n#  instances = 60\n}\nincludedir /etc/xinetd.d\n")
                .file("etc/xinetd.d/telnet", "service telnet\n{\n  disable = no\n  server = /sbin/telnetd\n}\n")
                .file("etc/xinetd.d/tftp", "service tftp {\n  disable = yes\n  user = root\n}\n")
                .file("etc/xinetd.d/old.rpmsave", "service rsh {\n  disable = no\n}\n");
        settings(new XinetdSettings(), tree)
                .containsExactly(
                        row("defaults > only_from", "10.0.0.0/8", 3, State.ACTIVE),
                        row("service telnet > disable", "no", 3, State.ACTIVE),
                        row("service telnet > server", "/sbin/telnetd", 4, State.ACTIVE),
                        row("service tftp > disable", "yes", 2, State.ACTIVE),
                        row("service tftp > user", "root", 3, State.INACTIVE));
    }

    @Test
    void vsftpdsDefaultsCountWhereItIsSilent() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/vsftpd")
                .file(
                        "etc/vsftpd.conf",
                        "# anonymous_enable is a switch\n#anonymous_enable=NO\nlocal_enable=YES\nssl_enable=YES\n")
                .file("etc/vsftpd.conf.orig", "write_enable=YES\n");
        settings(new VsftpdSettings(), tree)
                .containsExactlyInAnyOrder(
                        row("anonymous_enable", "NO", 2, State.INACTIVE),
                        row("local_enable", "YES", 3, State.ACTIVE),
                        row("ssl_enable", "YES", 4, State.ACTIVE),
                        row("write_enable", "YES", 1, State.COPY),
                        row("anonymous_enable", "YES", 0, State.ACTIVE),
                        row("write_enable", "NO", 0, State.ACTIVE));
    }

    @Test
    void proftpdSharesApachesForm() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/proftpd")
                .file("etc/proftpd/proftpd.conf", """
                        rootlogin off
                        #RootLogin on
                        # User is the one that the server runs as by default
                        <IfModule mod_tls.c>
                          TLSEngine on
                        </IfModule>
                        <Anonymous ~ftp>
                          User ftp
                        </Anonymous>
                        """)
                .file("usr/share/proftpd/templates/proftpd.conf", "ServerIdent on\n");
        settings(new ProftpdSettings(), tree)
                .containsExactly(
                        row("RootLogin", "off", 1, State.ACTIVE),
                        row("RootLogin", "on", 2, State.INACTIVE),
                        row("TLSEngine", "on", 5, State.UNKNOWN),
                        row("Anonymous ~ftp > User", "ftp", 8, State.ACTIVE),
                        row("ServerIdent", "on", 1, State.TEMPLATE));
    }

    @Test
    void openWrtsFilesHoldWhereTheirScriptsRun() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/inittab", "::sysinit:/etc/init.d/rcS\n")
                .file("etc/init.d/rcS", "#!/bin/sh\n/etc/init.d/firewall start\n/etc/init.d/cwmpd start\n")
                .file("etc/init.d/firewall", "#!/bin/sh\nfw3 start\n")
                .file("etc/init.d/cwmpd", "#!/bin/sh\necho\n")
                .file("etc/init.d/log", "#!/bin/sh\necho\n")
                .file("etc/config/system", "config system\n\toption log_ip 192.0.2.1 # far\n")
                .file(
                        "etc/config/cwmpd",
                        "config single_config 'cwmpd_config'\n option acs_url 'http://acs.example/'\n")
                .file("etc/config/firewall", """
                        config defaults
                        \toption input ACCEPT
                        config zone
                        \toption name 'wan'
                        \tlist network "wan"
                        #config rule
                        #\toption target ACCEPT
                        """);
        settings(new UciSettings(), tree)
                .containsExactly(
                        row("system > log_ip", "192.0.2.1", 2, State.INACTIVE),
                        row("defaults > input", "ACCEPT", 2, State.ACTIVE),
                        row("zone wan > name", "wan", 4, State.ACTIVE),
                        row("zone wan > network", "wan", 5, State.ACTIVE));
        settings(new CwmpSettings(), tree)
                .containsExactly(row("single_config cwmpd_config > acs_url", "http://acs.example/", 2, State.ACTIVE));
    }
}
