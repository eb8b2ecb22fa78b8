package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.centre.Examination;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Comparison;
import org.vitrine.change.Delta;
import org.vitrine.change.Rule;
import org.vitrine.change.RuleReader;
import org.vitrine.change.RuleRun;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Run;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.yaml.CatalogueRefused;

/// One root file system, and one change of it at a time: each is found in its class, by the rule that is about it and
/// by no other, with its severity. What means nothing is found by none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
    private static final String ARCHIVE = "usr/share/data/archive.tar.gz";

    private Path room = Path.of("");

    private SmallRoot root;
    private RootTree base = new RootTree();
    private List<Rule> rules = List.of();
    private List<Fact> facts = List.of();

    MutationTest() {}

    private interface Step {
        void on(RootTree tree) throws IOException;
    }

    /// A mutation; `path` is where it shows, `found` are the rules with their severities.
    private record Mutation(String name, String path, ChangeKind kind, List<String> found, Step step) {
        @Override
        public String toString() {
            return name;
        }

        String folder() {
            return name.replaceAll("[^A-Za-z0-9]", "-");
        }
    }

    /// Every mutation in a root file system of its own, all in one release: what is found in one of them is about that
    /// one alone, since each is held against its own twin.
    @BeforeAll
    void examine(@TempDir Path folder) throws IOException, CatalogueRefused, DossierRefused {
        room = folder;
        root = new SmallRoot(Files.createDirectories(room.resolve("tools")));
        base = root.tree();
        rules = RuleReader.ours();
        RootTree old = new RootTree();
        RootTree current = new RootTree();
        for (Mutation mutation : mutations().toList()) {
            RootTree tree = base.copy()
                    .file(ARCHIVE, 0644, root.archive(mutation.folder(), 6))
                    .marked(mutation.folder());
            old.put(mutation.folder(), tree);
            RootTree mutated = tree.copy();
            mutation.step.on(mutated);
            current.put(mutation.folder(), mutated);
        }
        facts = compared(old, current);
    }

    private List<Fact> compared(RootTree old, RootTree current) throws IOException, DossierRefused {
        Path before = examined("old", old.tar());
        Path after = examined("new", current.tar());
        try (Dossier pair = Dossier.openPair(before, after, Run.standard().temporary())) {
            return Comparison.of(pair, Dossier.manifest(before), Dossier.manifest(after), Optional.empty(), rules);
        }
    }

    private Path examined(String name, byte[] tar) throws IOException {
        Path release = Files.write(room.resolve(name + ".tar"), tar);
        Path folder = room.resolve(name + ".dossier");
        Examination.examine(release, folder, Run.standard(), List.of(), Optional.empty(), _ -> {});
        return folder;
    }

    private static <F> List<F> of(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void everyRuleCouldBeAsked() {
        assertThat(of(facts, RuleRun.class))
                .allSatisfy(run -> assertThat(run.hindrance()).as(run.rule()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isFoundByItsRuleAlone(Mutation mutation) {
        assertFound(mutation, facts, mutation.folder() + "/");
    }

    /// Those whose meaning is one of the whole release, such as that nothing in it has a key any more.
    @ParameterizedTest
    @MethodSource("whole")
    void isFoundInTheWholeRelease(Mutation mutation) throws IOException, DossierRefused {
        RootTree tree = base.copy();
        mutation.step.on(tree);

        assertFound(mutation, compared(base, tree), "");
    }

    private static void assertFound(Mutation mutation, List<Fact> facts, String folder) {
        assertThat(of(facts, Change.class))
                .filteredOn(change -> ("/" + change.path()).endsWith("/" + folder + mutation.path))
                .extracting(Change::kind)
                .containsExactly(mutation.kind);
        List<Delta> deltas = of(facts, Delta.class).stream()
                .filter(delta -> ("/" + delta.path()).contains("/" + folder))
                .toList();
        assertThat(deltas)
                .extracting(delta -> delta.rule() + " " + delta.severity())
                .as(deltas::toString)
                .containsExactlyInAnyOrderElementsOf(mutation.found);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static void add(List<Mutation> all, String name, String path, ChangeKind kind, String found, Step step) {
        all.add(new Mutation(name, path, kind, found.isEmpty() ? List.of() : List.of(found.split(", ", -1)), step));
    }

    @SuppressWarnings("MethodLength")
    private Stream<Mutation> mutations() {
        List<Mutation> all = new ArrayList<>();
        metadata(all);
        logins(all);
        starts(all);
        trust(all);
        settings(all);
        programs(all);
        paths(all);
        return all.stream();
    }

    private Stream<Mutation> whole() {
        List<Mutation> all = new ArrayList<>();
        add(
                all,
                "authority removed",
                "etc/ssl/ca.pem",
                ChangeKind.REMOVED,
                "authority-removed LOW",
                t -> t.remove("etc/ssl/ca.pem"));
        add(
                all,
                "private key swapped",
                "etc/ssl/server.key",
                ChangeKind.CHANGED,
                "private-key-added HIGH, private-key-removed INFO",
                t -> t.file("etc/ssl/server.key", 0600, SmallRoot.text(root.key())));
        add(
                all,
                "kernel module removed",
                "lib/modules/5.10.0/net.ko",
                ChangeKind.REMOVED,
                "kernel-module-removed INFO, component-removed INFO",
                t -> t.remove("lib/modules/5.10.0/net.ko"));
        add(all, "times only", "bin/busybox", ChangeKind.METADATA, "", t -> t.each(n -> n.time(1_750_000_000L)));
        add(all, "nothing", "bin/busybox", ChangeKind.IDENTICAL, "", t -> {});
        return all.stream();
    }

    private void metadata(List<Mutation> all) {
        ChangeKind meta = ChangeKind.METADATA;
        add(all, "setuid", "usr/bin/tool", meta, "setuid-gained HIGH", t -> t.edit("usr/bin/tool", n -> n.mode(04755)));
        add(all, "setgid", "usr/bin/tool", meta, "setuid-gained HIGH", t -> t.edit("usr/bin/tool", n -> n.mode(02755)));
        add(all, "setuid lost", "bin/su", meta, "setuid-lost INFO", t -> t.edit("bin/su", n -> n.mode(0755)));
        add(all, "sticky lost", "tmp", meta, "sticky-lost MEDIUM", t -> t.edit("tmp", n -> n.mode(0777)));
        add(all, "sticky gained", "var", meta, "sticky-gained INFO", t -> t.edit("var", n -> n.mode(01755)));
        add(all, "setgid on a folder", "var", meta, "setgid-folder LOW", t -> t.edit("var", n -> n.mode(02755)));
        add(
                all,
                "owner",
                "usr/bin/tool",
                meta,
                "owner-changed HIGH",
                t -> t.edit("usr/bin/tool", n -> n.owner(1000, 0)));
        add(
                all,
                "owner of a text",
                "usr/share/doc/readme.txt",
                meta,
                "owner-changed MEDIUM",
                t -> t.edit("usr/share/doc/readme.txt", n -> n.owner(1000, 0)));
        add(
                all,
                "group",
                "usr/bin/tool",
                meta,
                "owner-changed LOW",
                t -> t.edit("usr/bin/tool", n -> n.owner(0, 1000)));
        add(
                all,
                "mode 666",
                "usr/share/doc/readme.txt",
                meta,
                "writable-gained MEDIUM",
                t -> t.edit("usr/share/doc/readme.txt", n -> n.mode(0666)));
        add(
                all,
                "mode 777 of a program",
                "usr/bin/tool",
                meta,
                "writable-gained HIGH",
                t -> t.edit("usr/bin/tool", n -> n.mode(0777)));
        add(
                all,
                "group may write a program",
                "usr/bin/tool",
                meta,
                "mode-loosened MEDIUM",
                t -> t.edit("usr/bin/tool", n -> n.mode(0775)));
        add(
                all,
                "shadow readable",
                "etc/shadow",
                meta,
                "mode-loosened HIGH, secret-readable MEDIUM",
                t -> t.edit("etc/shadow", n -> n.mode(0644)));
        add(
                all,
                "mode tightened",
                "usr/bin/tool",
                meta,
                "mode-tightened INFO",
                t -> t.edit("usr/bin/tool", n -> n.mode(0700)));
        add(
                all,
                "capability",
                "bin/busybox",
                meta,
                "capability-gained HIGH",
                t -> t.edit(
                        "bin/busybox",
                        n -> n.with("security.capability", hex("0100000200200000000000000000000000000000"))));
        add(
                all,
                "attribute",
                "bin/busybox",
                meta,
                "attribute-changed MEDIUM",
                t -> t.edit("bin/busybox", n -> n.with("security.ima", hex("0102"))));
        add(
                all,
                "user's attribute",
                "bin/busybox",
                meta,
                "attribute-changed LOW",
                t -> t.edit("bin/busybox", n -> n.with("user.note", hex("0102"))));
        add(
                all,
                "device's mode",
                "dev/mtd0",
                meta,
                "device-changed MEDIUM",
                t -> t.edit("dev/mtd0", n -> n.mode(0666)));
        add(all, "nothing", "bin/busybox", ChangeKind.IDENTICAL, "", t -> {});
    }

    private void logins(List<Mutation> all) {
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

    private void starts(List<Mutation> all) {
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
                "service-removed LOW, start-place LOW",
                t -> t.replace("etc/init.d/rcS", "/usr/sbin/nginx\n", ""));
        add(
                all,
                "inetd line",
                "etc/inetd.conf",
                changed,
                "service-added HIGH, setting-changed LOW",
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

    private void trust(List<Mutation> all) {
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
                "update-source CRITICAL",
                t -> t.replace("etc/opkg.conf", "updates.example.net", "mirror.example.org"));
        add(
                all,
                "signatures not checked",
                "etc/opkg.conf",
                changed,
                "update-source CRITICAL",
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

    private void settings(List<Mutation> all) {
        ChangeKind changed = ChangeKind.CHANGED;
        String sshd = "etc/ssh/sshd_config";
        add(
                all,
                "root over SSH",
                sshd,
                changed,
                "ssh-changed HIGH",
                t -> t.replace(sshd, "PermitRootLogin no", "PermitRootLogin yes"));
        add(
                all,
                "passwords over SSH",
                sshd,
                changed,
                "ssh-changed HIGH",
                t -> t.replace(sshd, "PasswordAuthentication no", "PasswordAuthentication yes"));
        add(
                all,
                "empty passwords over SSH",
                sshd,
                changed,
                "ssh-changed CRITICAL",
                t -> t.append(sshd, "PermitEmptyPasswords yes"));
        add(all, "port of SSH", sshd, changed, "listener-changed HIGH", t -> t.replace(sshd, "Port 22", "Port 2222"));
        add(
                all,
                "weak cipher",
                sshd,
                changed,
                "crypto-policy MEDIUM",
                t -> t.replace(sshd, "aes128-ctr", "aes128-ctr,3des-cbc"));
        add(all, "comment in settings", sshd, changed, "", t -> t.replace(sshd, "Port 22", "# the port\nPort 22"));
        add(
                all,
                "old protocol",
                "etc/nginx/nginx.conf",
                changed,
                "crypto-policy MEDIUM",
                t -> t.replace("etc/nginx/nginx.conf", "TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2 TLSv1.3"));
        add(
                all,
                "listener",
                "etc/nginx/nginx.conf",
                changed,
                "listener-changed HIGH",
                t -> t.replace("etc/nginx/nginx.conf", "listen 443 ssl;", "listen 443 ssl;\n    listen 8080;"));
        add(
                all,
                "community",
                "etc/snmp/snmpd.conf",
                changed,
                "snmp-changed HIGH",
                t -> t.append("etc/snmp/snmpd.conf", "rwcommunity public"));
        add(
                all,
                "agent's address",
                "etc/snmp/snmpd.conf",
                changed,
                "listener-changed HIGH",
                t -> t.replace("etc/snmp/snmpd.conf", "udp:127.0.0.1:161", "udp:161"));
        add(
                all,
                "NOPASSWD",
                "etc/sudoers",
                changed,
                "sudo-changed CRITICAL",
                t -> t.append("etc/sudoers", "admin ALL=(ALL) NOPASSWD: ALL"));
        add(
                all,
                "nullok",
                "etc/pam.d/login",
                changed,
                "pam-changed CRITICAL",
                t -> t.replace("etc/pam.d/login", "auth required pam_unix.so", "auth required pam_unix.so nullok"));
        add(
                all,
                "password quality",
                "etc/pam.d/login",
                changed,
                "pam-changed HIGH",
                t -> t.replace("etc/pam.d/login", "password requisite pam_pwquality.so\n", ""));
        add(
                all,
                "log target",
                "etc/syslog.conf",
                changed,
                "logging-weakened HIGH",
                t -> t.replace("etc/syslog.conf", "auth.* @192.0.2.9\n", ""));
        add(
                all,
                "management server",
                "etc/config/cwmpd",
                changed,
                "remote-management CRITICAL",
                t -> t.replace("etc/config/cwmpd", "acs.example.net", "acs.example.org"));
        add(
                all,
                "kernel setting",
                "etc/sysctl.conf",
                changed,
                "kernel-setting MEDIUM",
                t -> t.replace("etc/sysctl.conf", "va_space = 2", "va_space = 0"));
        add(
                all,
                "mount over files",
                "etc/fstab",
                changed,
                "mount-hides HIGH",
                t -> t.append("etc/fstab", "/dev/mtdblock3 /etc jffs2 defaults 0 0"));
        add(
                all,
                "mount options",
                "etc/fstab",
                changed,
                "mount-changed MEDIUM",
                t -> t.replace("etc/fstab", "nosuid,nodev", "nodev"));
        add(
                all,
                "hosts",
                "etc/hosts",
                changed,
                "host-names MEDIUM",
                t -> t.append("etc/hosts", "192.0.2.1 updates.example.net"));
    }

    private void programs(List<Mutation> all) {
        ChangeKind changed = ChangeKind.CHANGED;
        String tool = "usr/bin/tool";
        List<String> calls = List.of("puts", "__stack_chk_fail", "__memcpy_chk");
        add(
                all,
                "not position-independent",
                tool,
                changed,
                "hardening-lost MEDIUM",
                t -> t.file(
                        tool,
                        0755,
                        root.program("tool", calls, "-z", "relro", "-z", "now", "-z", "noexecstack", "-s")));
        add(
                all,
                "no relro",
                tool,
                changed,
                "hardening-lost MEDIUM",
                t -> t.file(
                        tool, 0755, root.program("tool", calls, "-pie", "-z", "norelro", "-z", "noexecstack", "-s")));
        add(
                all,
                "executable stack",
                tool,
                changed,
                "hardening-lost MEDIUM",
                t -> t.file(
                        tool,
                        0755,
                        root.program("tool", calls, "-pie", "-z", "relro", "-z", "now", "-z", "execstack", "-s")));
        add(
                all,
                "no canary",
                tool,
                changed,
                "hardening-lost MEDIUM",
                t -> t.file(
                        tool,
                        0755,
                        root.program(
                                "tool",
                                List.of("puts", "__memcpy_chk"),
                                "-pie",
                                "-z",
                                "relro",
                                "-z",
                                "now",
                                "-z",
                                "noexecstack",
                                "-s")));
        add(
                all,
                "with symbols",
                tool,
                changed,
                "symbols-shown LOW",
                t -> t.file(
                        tool,
                        0755,
                        root.program("tool", calls, "-pie", "-z", "relro", "-z", "now", "-z", "noexecstack")));
        add(
                all,
                "library path",
                tool,
                changed,
                "library-path HIGH",
                t -> t.file(
                        tool,
                        0755,
                        root.program(
                                "tool",
                                calls,
                                "-pie",
                                "-z",
                                "relro",
                                "-z",
                                "now",
                                "-z",
                                "noexecstack",
                                "-s",
                                "-rpath",
                                "/tmp")));
        add(
                all,
                "listens now",
                tool,
                changed,
                "program-listens MEDIUM",
                t -> t.file(tool, 0755, root.hardened("tool", "listen")));
        add(
                all,
                "starts others now",
                tool,
                changed,
                "program-starts-others MEDIUM",
                t -> t.file(tool, 0755, root.hardened("tool", "system")));
        add(all, "other text in a program", tool, changed, "", t -> t.file(tool, 0755, root.hardened("toll")));
        add(
                all,
                "setuid program changed",
                "bin/su",
                changed,
                "setuid-changed MEDIUM",
                t -> t.file("bin/su", 04755, root.hardened("us")));
        add(
                all,
                "component downgraded",
                "bin/busybox",
                changed,
                "component-downgraded HIGH",
                t -> t.file(
                        "bin/busybox",
                        0755,
                        root.hardened("BusyBox v1.29.3 (2026-01-01 00:00:00 UTC)", "listen", "system")));
        add(
                all,
                "component upgraded",
                "bin/busybox",
                changed,
                "component-upgraded INFO",
                t -> t.file(
                        "bin/busybox",
                        0755,
                        root.hardened("BusyBox v1.30.10 (2026-01-01 00:00:00 UTC)", "listen", "system")));
        add(
                all,
                "component added",
                tool,
                changed,
                "component-added LOW",
                t -> t.file(tool, 0755, root.hardened("SSH-2.0-dropbear_2019.78")));
        add(
                all,
                "older copy beside",
                tool,
                changed,
                "component-added MEDIUM",
                t -> t.file(tool, 0755, root.hardened("BusyBox v1.19.2 (2026-01-01 00:00:00 UTC)")));
        add(
                all,
                "program",
                "usr/bin/extra",
                ChangeKind.ADDED,
                "program-added LOW",
                t -> t.file("usr/bin/extra", 0755, root.hardened("extra")));
        add(
                all,
                "program that listens",
                "usr/bin/extra",
                ChangeKind.ADDED,
                "program-added MEDIUM",
                t -> t.file("usr/bin/extra", 0755, root.hardened("extra", "listen")));
        add(
                all,
                "telnetd",
                "usr/sbin/telnetd",
                ChangeKind.ADDED,
                "remote-tool HIGH",
                t -> t.link("usr/sbin/telnetd", "../../bin/busybox"));
        add(
                all,
                "debugger",
                "usr/bin/gdbserver",
                ChangeKind.ADDED,
                "remote-tool HIGH, program-added LOW",
                t -> t.file("usr/bin/gdbserver", 0755, root.hardened("gdbserver")));
        add(
                all,
                "script",
                "usr/bin/fix.sh",
                ChangeKind.ADDED,
                "script-added LOW",
                t -> t.file("usr/bin/fix.sh", 0755, SmallRoot.text("#!/bin/sh\nreboot\n")));
        add(
                all,
                "kernel module",
                "lib/modules/5.10.0/spy.ko",
                ChangeKind.ADDED,
                "kernel-module-added HIGH",
                t -> t.file("lib/modules/5.10.0/spy.ko", 0644, root.module("spy")));
    }

    private void paths(List<Mutation> all) {
        ChangeKind changed = ChangeKind.CHANGED;
        String text = "usr/share/doc/readme.txt";
        add(all, "link target", "bin/ls", changed, "link-elsewhere HIGH", t -> t.link("bin/ls", "/tmp/ls"));
        add(
                all,
                "link written otherwise",
                "bin/ls",
                changed,
                "link-elsewhere INFO",
                t -> t.link("bin/ls", "/bin/busybox"));
        add(
                all,
                "file for a link",
                "bin/ls",
                changed,
                "type-changed MEDIUM",
                t -> t.file("bin/ls", 0755, base.content("bin/busybox")));
        add(all, "device", "dev/mem", ChangeKind.ADDED, "device-added MEDIUM", t -> t.device("dev/mem", 0600, 1, 1));
        add(
                all,
                "device outside of dev",
                "var/x",
                ChangeKind.ADDED,
                "device-added HIGH",
                t -> t.device("var/x", 0600, 1, 1));
        add(all, "device number", "dev/null", changed, "device-changed HIGH", t -> t.device("dev/null", 0666, 1, 1));
        add(
                all,
                "pipe",
                "var/pipe",
                ChangeKind.ADDED,
                "special-added LOW",
                t -> t.put("var/pipe", RootTree.node('6', 0666)));
        add(all, "file removed", text, ChangeKind.REMOVED, "", t -> t.remove(text));
        add(
                all,
                "file added",
                "usr/share/doc/new.txt",
                ChangeKind.ADDED,
                "",
                t -> t.file("usr/share/doc/new.txt", "new\n"));
        add(
                all,
                "file renamed",
                "usr/share/doc/README",
                ChangeKind.MOVED,
                "",
                t -> t.move(text, "usr/share/doc/README"));
        add(
                all,
                "file in another folder",
                "usr/share/readme.txt",
                ChangeKind.MOVED,
                "",
                t -> t.move(text, "usr/share/readme.txt"));
        add(all, "text changed", text, changed, "", t -> t.replace(text, "some", "few"));
        add(
                all,
                "file emptied",
                "etc/hosts",
                changed,
                "emptied MEDIUM, host-names MEDIUM",
                t -> t.edit("etc/hosts", n -> n.content(new byte[0])));
        add(
                all,
                "text replaced by noise",
                text,
                changed,
                "unreadable-now HIGH",
                t -> t.file(text, 0644, SmallRoot.noise(1320, 1)));
        add(
                all,
                "program replaced by noise",
                "usr/bin/tool",
                changed,
                "unreadable-now HIGH",
                t -> t.file("usr/bin/tool", 0755, SmallRoot.noise(14000, 2)));
        add(
                all,
                "noise added",
                "usr/share/blob",
                ChangeKind.ADDED,
                "opaque-added MEDIUM",
                t -> t.file("usr/share/blob", 0644, SmallRoot.noise(20000, 3)));
        add(
                all,
                "archive replaced by noise",
                ARCHIVE,
                changed,
                "unreadable-now HIGH",
                t -> t.file(ARCHIVE, 0644, SmallRoot.noise(500, 4)));
        add(
                all,
                "archive with a file more",
                ARCHIVE,
                changed,
                "",
                t -> t.file(ARCHIVE, 0644, root.archive("archive-with-a-file-more", 7)));
        add(all, "hidden name", "var/...", ChangeKind.ADDED, "name-odd MEDIUM", t -> t.file("var/...", "x\n"));
        add(
                all,
                "newline in a name",
                "var/a\\x0ab",
                ChangeKind.ADDED,
                "name-odd MEDIUM",
                t -> t.file("var/a\nb", "x\n"));
    }
}
