package org.vitrine.cli;

import static org.vitrine.cli.Mutation.add;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// What a device starts with, what a signature spoke for, and who reaches it.
final class SystemMutations {
    private SystemMutations() {}

    static List<Mutation> all(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        ChangeKind changed = ChangeKind.CHANGED;
        add(
                all,
                "kernel without its signature",
                "boot/kernel.itb",
                changed,
                "signature-lost CRITICAL, signature-lost CRITICAL, signature-lost CRITICAL",
                t -> t.file("boot/kernel.itb", 0644, root.fit("")));
        add(
                all,
                "module without its signature",
                "lib/modules/5.10.0/signed.ko",
                changed,
                "kernel-module-unsigned HIGH",
                t -> t.file("lib/modules/5.10.0/signed.ko", 0644, root.module("signed")));
        add(
                all,
                "boot arguments",
                "boot/board.dtb",
                changed,
                "kernel-command-line HIGH",
                t -> t.file(
                        "boot/board.dtb",
                        0644,
                        root.deviceTree(
                                "model = \"a board\"; chosen { bootargs = \"console=ttyS0 rw init=/bin/sh\"; };")));
        add(
                all,
                "packet filter open",
                "etc/config/firewall",
                changed,
                "firewall-changed HIGH",
                t -> t.replace("etc/config/firewall", "input 'REJECT'", "input 'ACCEPT'"));
        add(
                all,
                "service as root",
                "etc/inetd.conf",
                changed,
                "service-command MEDIUM",
                t -> t.replace("etc/inetd.conf", "nowait nobody", "nowait root"));
        add(
                all,
                "helper as root",
                "etc/init.d/helper",
                changed,
                "service-user HIGH, start-place LOW",
                t -> t.replace("etc/init.d/helper", "user nobody", "user root"));
        add(
                all,
                "home elsewhere",
                "etc/passwd",
                changed,
                "login-user LOW",
                t -> t.replace("etc/passwd", "/home/admin", "/srv/admin"));
        add(
                all,
                "certificate",
                "etc/ssl/leaf.pem",
                ChangeKind.ADDED,
                "certificate-added LOW",
                t -> t.file("etc/ssl/leaf.pem", root.certificate("a server", "FALSE")));
        add(
                all,
                "program hardened",
                "usr/bin/soft",
                changed,
                "hardening-gained INFO",
                t -> t.file(
                        "usr/bin/soft",
                        0755,
                        root.program("soft", List.of("puts"), "-pie", "-z", "relro", "-z", "noexecstack", "-s")));
        add(
                all,
                "version written otherwise",
                "bin/busybox",
                changed,
                "component-other LOW",
                t -> t.file(
                        "bin/busybox",
                        0755,
                        root.hardened("BusyBox v1.30.01 (2026-01-01 00:00:00 UTC)", "listen", "system")));
        add(
                all,
                "noise behind an archive",
                SmallRoot.ARCHIVE,
                changed,
                "opaque-region MEDIUM",
                t -> t.edit(SmallRoot.ARCHIVE, n -> n.content(joined(n.content(), SmallRoot.noise(3000, 5)))));
        return all;
    }

    /// Those whose meaning is one of the whole release, such as that nothing in it has a key any more.
    static List<Mutation> whole(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        ChangeKind changed = ChangeKind.CHANGED;
        String config = "boot/config-5.10.0";
        add(
                all,
                "kernel options",
                config,
                changed,
                "kernel-option MEDIUM, kernel-option MEDIUM",
                t -> t.replace(config, "CONFIG_SECCOMP=y", "# CONFIG_SECCOMP is not set")
                        .replace(config, "# CONFIG_DEVMEM is not set", "CONFIG_DEVMEM=y"));
        add(
                all,
                "much noise behind an archive",
                SmallRoot.ARCHIVE,
                changed,
                "opaque-region MEDIUM, coverage-lower MEDIUM",
                t -> t.edit(SmallRoot.ARCHIVE, n -> n.content(joined(n.content(), SmallRoot.noise(200_000, 6)))));
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
                changed,
                "private-key-added HIGH, private-key-removed INFO",
                t -> t.file("etc/ssl/server.key", 0600, SmallRoot.text(root.key())));
        add(
                all,
                "kernel modules removed",
                "lib/modules/5.10.0/net.ko",
                ChangeKind.REMOVED,
                "kernel-module-removed INFO, kernel-module-removed INFO, component-removed INFO",
                t -> t.remove("lib/modules/5.10.0/net.ko").remove("lib/modules/5.10.0/signed.ko"));
        add(all, "times only", "bin/busybox", ChangeKind.METADATA, "", t -> t.each(n -> n.time(1_750_000_000L)));
        add(all, "nothing", "bin/busybox", ChangeKind.IDENTICAL, "", t -> {});
        return all;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }
}
