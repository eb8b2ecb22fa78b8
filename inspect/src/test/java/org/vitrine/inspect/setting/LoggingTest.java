package org.vitrine.inspect.setting;

import static org.vitrine.inspect.setting.SettingRows.row;
import static org.vitrine.inspect.setting.SettingRows.settings;

import org.junit.jupiter.api.Test;
import org.vitrine.evidence.State;
import org.vitrine.inspect.HandMadeTree;

class LoggingTest {
    @Test
    void rsyslogSpeaksTwoLanguages() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/rsyslogd")
                .file("etc/rsyslog.conf", """
                        # Send everything to *.* and @host by hand
                        #*.* @old.example
                        #module(load="imtcp")
                        $ModLoad imudp # receives
                        $IncludeConfig /etc/rsyslog.d/*.conf
                        include(file="/etc/gone.conf")
                        auth,authpriv.*;\\
                           cron.none  @@loghost:514
                        & stop
                        mail.*  -/var/log/mail
                        :msg, contains, "x" ~
                        /* *.* @hidden.example
                        */
                        if $programname == 'a' then @b.example
                        """)
                .file("etc/rsyslog.d/10.conf", """
                        ruleset(name="remote") {
                          action(type="omfwd" target="192.0.2.1"
                                 port="514" protocol="tcp")
                        }
                        *.info action(type="omfile" file="/l")
                        if $msg contains "then {" then {
                          action(type="omfwd" Target="192.0.2.2")
                        }
                        template(name="t" type="list") { constant(value="*.* @no") }
                        """)
                .file("etc/rsyslog.d/20.bak", "*.* @other\n");
        settings(new RsyslogSettings(), tree)
                .containsExactly(
                        row("rule *.*", "@old.example", 2, State.INACTIVE),
                        row("module imtcp > load", "imtcp", 3, State.INACTIVE),
                        row("$ModLoad", "imudp", 4, State.ACTIVE),
                        row("ruleset remote > action omfwd > type", "omfwd", 2, State.ACTIVE),
                        row("ruleset remote > action omfwd > target", "192.0.2.1", 2, State.ACTIVE),
                        row("ruleset remote > action omfwd > port", "514", 2, State.ACTIVE),
                        row("ruleset remote > action omfwd > protocol", "tcp", 2, State.ACTIVE),
                        row("rule *.info > action omfile > type", "omfile", 5, State.ACTIVE),
                        row("rule *.info > action omfile > file", "/l", 5, State.ACTIVE),
                        row("if $msg contains \"then {\" > action omfwd > type", "omfwd", 7, State.ACTIVE),
                        row("if $msg contains \"then {\" > action omfwd > Target", "192.0.2.2", 7, State.ACTIVE),
                        row("include", "/etc/gone.conf", 6, State.UNKNOWN),
                        row("rule auth,authpriv.*; cron.none", "@@loghost:514", 7, State.ACTIVE),
                        row("rule auth,authpriv.*; cron.none", "stop", 9, State.ACTIVE),
                        row("rule mail.*", "-/var/log/mail", 10, State.ACTIVE),
                        row("rule :msg, contains, \"x\"", "~", 11, State.ACTIVE),
                        row("rule if $programname == 'a'", "@b.example", 14, State.ACTIVE));
    }

    @Test
    void syslogNgUsesWhatALogPathNames() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/syslog-ng")
                .file("etc/syslog-ng/syslog-ng.conf", """
                        @version: 3.38
                        @include "conf.d/*.conf"
                        @include "gone.conf"
                        options { use_dns(no); chain_hostnames(off); };
                        source s_net { udp(port(514)); };
                        source s_src { system(); };
                        #destination d_old { tcp("192.0.2.9"); };
                        destination d_off { network("192.0.2.8"); };
                        filter f_auth { facility(auth) and not level(debug); };
                        log { source(s_src); filter(f_auth); log { destination(d_net); }; };
                        """)
                .file("etc/syslog-ng/conf.d/a.conf", "destination d_net { network(\"192.0.2.1\" port(514)); };\n")
                .file("etc/syslog-ng/syslog-ng.conf.dpkg-dist", "options { use_dns(yes); };\n");
        settings(new SyslogNgSettings(), tree)
                .containsExactly(
                        row("@version", "3.38", 1, State.ACTIVE),
                        row("@include", "gone.conf", 3, State.UNKNOWN),
                        row("destination d_net > network", "\"192.0.2.1\" port(514)", 1, State.ACTIVE),
                        row("options > use_dns", "no", 4, State.ACTIVE),
                        row("options > chain_hostnames", "off", 4, State.ACTIVE),
                        row("source s_net > udp", "port(514)", 5, State.INACTIVE),
                        row("source s_src > system", "", 6, State.ACTIVE),
                        row("destination d_off > network", "192.0.2.8", 8, State.INACTIVE),
                        row("filter f_auth", "facility(auth) and not level(debug)", 9, State.ACTIVE),
                        row("log > source", "s_src", 10, State.ACTIVE),
                        row("log > filter", "f_auth", 10, State.ACTIVE),
                        row("log", "log { destination(d_net); }", 10, State.ACTIVE),
                        row("options > use_dns", "yes", 1, State.TEMPLATE));
    }

    @Test
    void syslogdHasOptionsAndRules() {
        HandMadeTree tree = new HandMadeTree()
                .programs("bin/busybox")
                .link("sbin/syslogd", "../bin/busybox")
                .file("etc/inittab", "::sysinit:/etc/rc\n")
                .file("etc/rc", "#!/bin/sh\nsyslogd -L -R 192.0.2.1:514 -O /var/log/m\n#syslogd -R 192.0.2.9 &\n")
                .file(
                        "etc/syslog.conf",
                        "*.err;kern.debug\t@loghost\n#mail.*  @other\nThis is prose.\n# auth is a facility\n")
                .file("etc/syslog.conf.example", "*.* @sample\n");
        settings(new SyslogdSettings(), tree)
                .containsExactlyInAnyOrder(
                        row("-L", "", 2, State.ACTIVE),
                        row("-R", "192.0.2.1:514", 2, State.ACTIVE),
                        row("-O", "/var/log/m", 2, State.ACTIVE),
                        row("-R", "192.0.2.9", 3, State.INACTIVE),
                        row("rule *.err;kern.debug", "@loghost", 1, State.ACTIVE),
                        row("rule mail.*", "@other", 2, State.INACTIVE),
                        row("rule *.*", "@sample", 1, State.TEMPLATE));
    }

    @Test
    void logrotateKeepsTheFilesApart() {
        HandMadeTree tree = new HandMadeTree()
                .programs("usr/sbin/logrotate")
                .file("etc/logrotate.conf", """
                        weekly
                        rotate 4
                        #compress
                        include /etc/logrotate.d
                        include /etc/gone
                        """)
                .file("etc/logrotate.d/a", """
                        /var/log/a
                        /var/log/b {
                            create 0640 root adm
                            size=100k
                            postrotate
                                rotate 99
                            endscript
                        }
                        """)
                .file("etc/logrotate.d/a.dpkg-old", "/var/log/a { rotate 1\n}\n");
        settings(new LogrotateSettings(), tree)
                .containsExactly(
                        row("weekly", "", 1, State.ACTIVE),
                        row("rotate", "4", 2, State.ACTIVE),
                        row("/var/log/a /var/log/b > create", "0640 root adm", 3, State.ACTIVE),
                        row("/var/log/a /var/log/b > size", "100k", 4, State.ACTIVE),
                        row("include", "/etc/gone", 5, State.UNKNOWN));
    }
}
