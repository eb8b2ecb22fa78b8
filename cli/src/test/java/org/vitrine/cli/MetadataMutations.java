package org.vitrine.cli;

import static org.vitrine.cli.Mutation.add;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.vitrine.change.ChangeKind;

/// What a container records of a path, and paths that come, go, move or turn into something else.
final class MetadataMutations {
    private MetadataMutations() {}

    static List<Mutation> all(SmallRoot root) {
        List<Mutation> all = new ArrayList<>();
        metadata(all);
        paths(all, root);
        return all;
    }

    private static void metadata(List<Mutation> all) {
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
                t -> t.edit("bin/busybox", n -> n.with("security.capability", SmallRoot.CAPABILITY)));
        add(
                all,
                "capability lost",
                "usr/bin/raw",
                meta,
                "capability-lost INFO",
                t -> t.edit("usr/bin/raw", n -> n.without("security.capability")));
        add(
                all,
                "attribute",
                "bin/busybox",
                meta,
                "attribute-changed MEDIUM",
                t -> t.edit(
                        "bin/busybox",
                        n -> n.with("security.ima", HexFormat.of().parseHex("0102"))));
        add(
                all,
                "user's attribute",
                "bin/busybox",
                meta,
                "attribute-changed LOW",
                t -> t.edit(
                        "bin/busybox", n -> n.with("user.note", HexFormat.of().parseHex("0102"))));
        add(
                all,
                "device's mode",
                "dev/mtd0",
                meta,
                "device-changed MEDIUM",
                t -> t.edit("dev/mtd0", n -> n.mode(0666)));
        add(all, "nothing", "bin/busybox", ChangeKind.IDENTICAL, "", t -> {});
    }

    private static void paths(List<Mutation> all, SmallRoot root) {
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
                t -> t.file("bin/ls", 0755, t.content("bin/busybox")));
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
                SmallRoot.ARCHIVE,
                changed,
                "unreadable-now HIGH",
                t -> t.file(SmallRoot.ARCHIVE, 0644, SmallRoot.noise(500, 4)));
        add(
                all,
                "archive with a file more",
                SmallRoot.ARCHIVE,
                changed,
                "",
                t -> t.file(SmallRoot.ARCHIVE, 0644, root.archive("archive-with-a-file-more", 7)));
        add(all, "hidden name", "var/...", ChangeKind.ADDED, "name-odd MEDIUM", t -> t.file("var/...", "x\n"));
        add(
                all,
                "newline in a name",
                "var/a\\x0ab",
                ChangeKind.ADDED,
                "name-odd MEDIUM",
                t -> t.file("var/a\nb", "x\n"));
        add(
                all,
                "archive compressed otherwise",
                SmallRoot.ARCHIVE,
                changed,
                "",
                t -> t.file(SmallRoot.ARCHIVE, 0644, root.archive("archive-compressed-otherwise", 6, "-1")));
        add(
                all,
                "archive cut short",
                SmallRoot.ARCHIVE,
                changed,
                "problem-added MEDIUM, problem-added MEDIUM",
                t -> t.edit(SmallRoot.ARCHIVE, n -> n.content(Arrays.copyOf(n.content(), n.content().length / 2))));
        add(
                all,
                "program cut short",
                "usr/bin/tool",
                ChangeKind.UNREADABLE,
                "unreadable-now HIGH, problem-added MEDIUM",
                t -> t.edit("usr/bin/tool", n -> n.content(Arrays.copyOf(n.content(), 300))));
        add(
                all,
                "script moved to where it is run",
                "etc/init.d/S99status",
                ChangeKind.MOVED,
                "start-place MEDIUM",
                t -> t.move("www/cgi-bin/status", "etc/init.d/S99status"));
        add(
                all,
                "file renamed to a hidden name",
                "var/...",
                ChangeKind.MOVED,
                "name-odd MEDIUM",
                t -> t.move(text, "var/..."));
    }
}
