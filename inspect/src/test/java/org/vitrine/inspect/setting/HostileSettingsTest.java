package org.vitrine.inspect.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// Files that were made to be trouble: no exception, no row without a reason, no end of memory or patience.
class HostileSettingsTest {
    private static final Map<String, String> FILES = files();

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("etc/nginx/nginx.conf", "user a;\nhttp { server { listen 80; location ~ \"x\" { include *; } } }\n");
        files.put(
                "etc/lighttpd/lighttpd.conf",
                "a.b = ( \"x\" => 1 )\n$HTTP[\"a\"] == \"b\" { include \"*\" }\nelse { c += d }\n");
        files.put(
                "etc/apache2/apache2.conf",
                "<Directory \"/a\">\nOptions ${X} \\\n b\n</Directory>\nInclude *\nLoadModule a\n");
        files.put("etc/boa/boa.conf", "Port 80\n#User x\n");
        files.put("etc/route.txt", "route uri=/ auth=basic\nuser name=a password=b\n");
        files.put("etc/thttpd.conf", "port=80 user=a#x\n");
        files.put("etc/config/uhttpd", "config uhttpd 'main'\n\tlist listen_http \"0.0.0.0:80\"\n");
        files.put("etc/snmp/snmpd.conf", "rocommunity public\nincludeDir .\nincludeFile snmpd.conf\n#rwuser a\n");
        files.put("etc/frr/frr.conf", "password a\nrouter bgp 1\n address-family x\n  no b\nline vty\n login\n");
        files.put("etc/frr/daemons", "bgpd=yes\n");
        files.put("etc/rsyslog.conf", """
                *.* @a
                & stop
                if $a == "b" then { action(type="omfwd" target="c") }
                $X y
                ruleset(name="r") { *.info action(type='x') }
                template(name="t") { a }
                /* b */ :msg, "c" d
                """);
        files.put(
                "etc/syslog-ng/syslog-ng.conf",
                "@version: 3\n@include \"*\"\nlog { source(a); };\nsource a { b(\"c\"); };\n");
        files.put("etc/syslog.conf", "auth,mail.*;kern.=err\t/x\n#*.* @y\n");
        files.put("etc/pam.d/login", "auth [a=1 b] pam_x.so c \\\n d\n@include login\n-session required x\n");
        files.put("etc/security/faillock.conf", "# deny = 3\ndeny = 3\naudit\n");
        files.put("etc/login.defs", "UMASK 022\n#PASS_MAX_DAYS 9\n");
        files.put(
                "etc/sudoers",
                "Defaults a, b=\"c,d\"\nA_B C = d\nroot ALL=(ALL) ALL\n@includedir /etc/sudoers.d\n@include /etc/sudoers\n");
        files.put("etc/securetty", "console\n#tty1\n");
        files.put("etc/fstab", "a /b c d,noauto 0 0\n");
        files.put("etc/logrotate.conf", "rotate 4\ninclude /etc/logrotate.conf\n/var/a {\n size 1\n}\n");
        files.put("etc/xinetd.conf", "defaults\n{\n a += b\n}\nincludedir /etc\nservice x {\n disable = yes\n}\n");
        files.put("etc/profile", "if x; then\nTMOUT=3\nfi\nexport PATH=\"a\"; umask 022\n");
        files.put("etc/vsftpd.conf", "anonymous_enable=YES\n");
        files.put("etc/proftpd/proftpd.conf", "<Anonymous ~>\nUser a\n</Anonymous>\n");
        files.put(
                "etc/init.d/rcS",
                "#!/bin/sh\nnginx -c /etc/nginx/nginx.conf\nboa -f a\nmount -t a -o b c /d\nsyslogd -R x\n");
        return files;
    }

    private static HandMadeTree programs() {
        return new HandMadeTree()
                .programs(
                        "usr/sbin/nginx",
                        "usr/sbin/lighttpd",
                        "usr/sbin/apache2",
                        "bin/boa",
                        "bin/goahead",
                        "bin/thttpd",
                        "sbin/uhttpd",
                        "sbin/snmpd",
                        "usr/lib/frr/zebra",
                        "sbin/rsyslogd",
                        "sbin/syslog-ng",
                        "sbin/syslogd",
                        "lib/libpam.so",
                        "bin/login",
                        "bin/sh",
                        "bin/sudo",
                        "sbin/logrotate",
                        "sbin/xinetd",
                        "sbin/vsftpd",
                        "sbin/proftpd");
    }

    private static List<Fact> inspect(RootFs root) {
        List<Fact> facts = new ArrayList<>();
        for (TreeInspector inspector : Settings.INSPECTORS) {
            inspector.inspect(root, facts::add);
        }
        return facts;
    }

    @Test
    void flippedBytesGiveRowsOrNone() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 150; round++) {
            HandMadeTree tree = programs();
            FILES.forEach((path, text) -> tree.file(path, flipped(text, random)));
            assertThat(inspect(tree.root())).allSatisfy(fact -> {
                if (fact instanceof Setting row) {
                    assertThat(row.reason()).isNotEmpty();
                    assertThat(row.key()).isNotEmpty();
                }
            });
        }
    }

    private static byte[] flipped(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return Arrays.copyOf(bytes, end);
    }

    @Test
    @Timeout(120)
    void largeFilesOfOnePatternEnd() {
        for (String pattern : List.of(
                "{",
                "a{",
                "a b;",
                "\\\n",
                "\"",
                "if ",
                "if\n",
                "<a ",
                "a(",
                "(",
                "config a\n option b c\n",
                "a=",
                "@",
                "#",
                "*.* ",
                "x {\n",
                "\u00ff",
                "template(){",
                "log { a(",
                "$HTTP[ ")) {
            String text = pattern.repeat(100_000 / pattern.length());
            HandMadeTree tree = programs();
            FILES.keySet().forEach(path -> tree.file(path, text.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(inspect(tree.root()))
                    .as(pattern)
                    .allSatisfy(fact -> assertThat(fact.toString().length()).isLessThan(20_000));
        }
    }

    @Test
    void tooManyRowsAreAProblem() {
        HandMadeTree tree = programs().file("etc/nginx/nginx.conf", counted(20_003));
        List<Fact> facts = new ArrayList<>();
        new NginxSettings().inspect(tree.root(), facts::add);
        assertThat(facts).hasSize(20_001);
        assertThat(((ProblemFact) facts.getLast()).reason()).isEqualTo("20003 asked, 20000 allowed");
    }

    private static String counted(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("a ").append(i).append(";\n");
        }
        return text.toString();
    }
}
