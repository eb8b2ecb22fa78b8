package org.vitrine.cli;

import static org.vitrine.cli.Mutation.add;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// Programs, what they are made of, and kernel modules.
final class ProgramMutations {
    private ProgramMutations() {}

    static List<Mutation> all(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        programs(all, root);
        return all;
    }

    private static void programs(List<Mutation> all, SmallRoot root) {
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
}
