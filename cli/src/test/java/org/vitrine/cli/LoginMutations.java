package org.vitrine.cli;

import static org.vitrine.cli.Mutation.add;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// Who may log in, what starts, and what is believed.
final class LoginMutations {
    private LoginMutations() {}

    static List<Mutation> all(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        logins(all, root);
        starts(all);
        trust(all, root);
        return all;
    }

    private static void logins(List<Mutation> all, SmallRoot root) {
        ChangeKind changed = ChangeKind.CHANGED;
        add(all, "account", "etc/passwd", changed, "login-added CRITICAL", t -> {
            t.append("etc/passwd", "service:x:1002:1002::/:/bin/sh");
            t.append("etc/shadow", "service:" + SmallRoot.hash() + ":19000:0:99999:7:::");
        });
        add(all, "locked account", "etc/passwd", changed, "login-added LOW", t -> {
            t.append("etc/passwd", "service:x:1002:1002::/:/bin/false");
            t.append("etc/shadow", "service:*:19000:0:99999:7:::");
        });
        add(all, "account with uid 0", "etc/passwd", changed, "login-added CRITICAL", t -> {
            t.append("etc/passwd", "toor:x:0:0::/:/bin/sh");
            t.append("etc/shadow", "toor:" + SmallRoot.hash() + ":19000:0:99999:7:::");
        });
        add(
                all,
                "account removed",
                "etc/passwd",
                changed,
                "login-removed INFO",
                t -> t.replace("etc/passwd", "guest:x:1001:1001:guest:/home/guest:/bin/false\n", ""));
        add(
                all,
                "uid 0",
                "etc/passwd",
                changed,
                "login-root CRITICAL",
                t -> t.replace("etc/passwd", "admin:x:1000:", "admin:x:0:"));
        add(
                all,
                "hash",
                "etc/shadow",
                changed,
                "login-password CRITICAL",
                t -> t.replace("etc/shadow", "root:$6$saltsalt", "root:$6$tlastlas"));
        add(
                all,
                "weaker hash",
                "etc/shadow",
                changed,
                "login-password CRITICAL, login-scheme MEDIUM",
                t -> t.replace("etc/shadow", "root:" + SmallRoot.hash(), "root:$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/"));
        add(
                all,
                "empty password",
                "etc/shadow",
                changed,
                "login-password CRITICAL",
                t -> t.replace("etc/shadow", "root:" + SmallRoot.hash(), "root:"));
        add(
                all,
                "locked account unlocked",
                "etc/shadow",
                changed,
                "login-password CRITICAL",
                t -> t.replace("etc/shadow", "admin:!", "admin:" + SmallRoot.hash()));
        add(
                all,
                "password locked",
                "etc/shadow",
                changed,
                "login-password INFO",
                t -> t.replace("etc/shadow", "guest:" + SmallRoot.hash(), "guest:!"));
        add(
                all,
                "shell given",
                "etc/passwd",
                changed,
                "login-shell CRITICAL",
                t -> t.replace("etc/passwd", "/home/guest:/bin/false", "/home/guest:/bin/sh"));
        add(all, "line moved", "etc/passwd", changed, "", t -> {
            t.replace("etc/passwd", "daemon:x:1:1:daemon:/:/bin/false\n", "");
            t.append("etc/passwd", "daemon:x:1:1:daemon:/:/bin/false");
        });
        add(
                all,
                "member of a group",
                "etc/group",
                changed,
                "group-member HIGH",
                t -> t.replace("etc/group", "wheel:x:10:", "wheel:x:10:guest"));
        add(
                all,
                "authorized key",
                "root/.ssh/authorized_keys",
                changed,
                "authorized-key-added CRITICAL",
                t -> t.append("root/.ssh/authorized_keys", root.login("second")));
        add(
                all,
                "authorized key removed",
                "root/.ssh/authorized_keys",
                changed,
                "authorized-key-removed INFO, emptied MEDIUM",
                t -> t.edit("root/.ssh/authorized_keys", n -> n.content(new byte[0])));
    }

    private static void starts(List<Mutation> all) {
        ChangeKind changed = ChangeKind.CHANGED;
        add(
                all,
                "start line commented in",
                "etc/init.d/rcS",
                changed,
                "service-added HIGH, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "#/usr/sbin/ftpd", "/usr/sbin/ftpd"));
        add(
                all,
                "start line removed",
                "etc/init.d/rcS",
                changed,
                "service-removed LOW, listener-removed INFO, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "/usr/sbin/nginx\n", ""));
        add(
                all,
                "inetd line",
                "etc/inetd.conf",
                changed,
                "service-added HIGH, listener-added HIGH, setting-changed LOW",
                t -> t.replace("etc/inetd.conf", "#telnet", "telnet"));
        add(
                all,
                "log server not started",
                "etc/init.d/rcS",
                changed,
                "logging-weakened HIGH, logging-weakened HIGH, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "/sbin/syslogd -R 192.0.2.9:514\n", ""));
        add(
                all,
                "other options",
                "etc/init.d/rcS",
                changed,
                "service-command MEDIUM, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "/usr/sbin/inetd\n", "/usr/sbin/inetd -R 100\n"));
        add(
                all,
                "comment in a script",
                "etc/init.d/rcS",
                changed,
                "start-place LOW",
                t -> t.replace("etc/init.d/rcS", "#!/bin/sh\n", "#!/bin/sh\n# made by hand\n"));
        add(
                all,
                "cron job",
                "etc/crontabs/admin",
                ChangeKind.ADDED,
                "start-place HIGH",
                t -> t.file("etc/crontabs/admin", 0600, SmallRoot.text("* * * * * /tmp/x\n")));
        add(
                all,
                "preload",
                "etc/ld.so.preload",
                ChangeKind.ADDED,
                "start-place CRITICAL",
                t -> t.file("etc/ld.so.preload", "/lib/hook.so\n"));
    }

    private static void trust(List<Mutation> all, SmallRoot root) {
        ChangeKind changed = ChangeKind.CHANGED;
        add(
                all,
                "authority",
                "etc/ssl/new.pem",
                ChangeKind.ADDED,
                "authority-added CRITICAL",
                t -> t.file("etc/ssl/new.pem", root.authority("Other Root")));
        add(
                all,
                "update key replaced",
                "etc/update/public.pem",
                changed,
                "update-key CRITICAL",
                t -> t.file("etc/update/public.pem", root.publicKey(root.key())));
        add(
                all,
                "package key added",
                "etc/opkg/keys/fedcba0987654321",
                ChangeKind.ADDED,
                "update-key CRITICAL",
                t -> t.file(
                        "etc/opkg/keys/fedcba0987654321",
                        "untrusted comment: other\nRWQBBBBBBBBBBBBBBBBBBBBBBBBBBBBB\n"));
        add(
                all,
                "update server",
                "etc/opkg.conf",
                changed,
                "update-source HIGH",
                t -> t.replace("etc/opkg.conf", "updates.example.net", "mirror.example.org"));
        add(
                all,
                "signatures not checked",
                "etc/opkg.conf",
                changed,
                "update-source HIGH",
                t -> t.replace("etc/opkg.conf", "option check_signature\n", ""));
        add(
                all,
                "private key",
                "etc/ssl/second.key",
                ChangeKind.ADDED,
                "private-key-added HIGH",
                t -> t.file("etc/ssl/second.key", 0600, SmallRoot.text(root.key())));
        add(
                all,
                "private key readable",
                "etc/ssl/server.key",
                ChangeKind.METADATA,
                "mode-loosened HIGH, secret-readable MEDIUM",
                t -> t.edit("etc/ssl/server.key", n -> n.mode(0604)));
        add(
                all,
                "private key moved",
                "etc/ssl/private/server.key",
                ChangeKind.MOVED,
                "",
                t -> t.move("etc/ssl/server.key", "etc/ssl/private/server.key"));
    }
}
