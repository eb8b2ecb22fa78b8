package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Examination;
import org.vitrine.evidence.Run;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Manifests that other tools write of a tree on the host, against the dossier of the same tree: what is altered,
/// missing and extra is said, and nothing else.
class DeployedTest {
    private static final String IMAGE =
            "firmware/openwrt-ramips/openwrt-18.06.4-ramips-mt76x8-tl-wr840n-v5-squashfs-sysupgrade.bin";

    private static final Pattern ROW =
            Pattern.compile("\"state\": \"(\\w+)\",\\s*\"executable\": \"(\\w+)\",\\s*\"path\": \"([^\"]*)\"");

    @TempDir
    private Path room = Path.of("");

    private Path examined(Path release) throws IOException {
        Path dossier = room.resolve("release.dossier");
        Examination.examine(release, dossier, Run.standard(), List.of(), Optional.empty(), _ -> {});
        return dossier;
    }

    /// Each path that isn't the same, with its state; and how many are.
    private List<String> said(Path dossier, byte[] manifest, String... options) throws IOException {
        Path file = Files.write(room.resolve("manifest"), manifest);
        Path json = room.resolve("result.json");
        List<String> arguments = new ArrayList<>(List.of("deployed", "--json", json.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(dossier.toString(), file.toString()));
        Called called = Called.with(arguments.toArray(String[]::new));
        assertThat(called.err()).isEmpty();
        List<String> said = new ArrayList<>();
        long same = 0;
        Matcher row = ROW.matcher(Files.readString(json));
        while (row.find()) {
            if (row.group(1).equals("SAME")) {
                same++;
            } else {
                said.add(row.group(1) + " " + row.group(2) + " " + row.group(3).replace("\\\\", "\\"));
            }
        }
        said.add("SAME " + same);
        return said;
    }

    @Test
    void aVendorsImageWithOneAlteredOneMissingAndOneExtraFile() throws IOException {
        Path image = Corpus.path(IMAGE);
        Path dossier = examined(image);
        String root = new Examined(dossier)
                .column("SELECT path FROM artifact WHERE format = 'squashfs' ORDER BY size DESC LIMIT 1")
                .getFirst();
        long offset = Long.parseLong(root.substring(root.lastIndexOf('@') + 1));
        Path tree = Extracted.squashfs(image, offset);
        List<String> lines = new ArrayList<>(Tool.of("find", ".", "-type", "f", "-exec", "sha256sum", "{}", "+")
                .in(tree)
                .succeed()
                .text()
                .lines()
                .toList());
        int files = lines.size();
        assertThat(said(dossier, String.join("\n", lines).getBytes(StandardCharsets.UTF_8)))
                .containsExactly("SAME " + files);

        lines.replaceAll(line -> line.endsWith("  ./bin/busybox") ? "0".repeat(64) + "  ./bin/busybox" : line);
        lines.removeIf(line -> line.endsWith("  ./etc/banner"));
        lines.add("1".repeat(64) + "  ./usr/sbin/implant");
        byte[] manifest = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        assertThat(said(dossier, manifest))
                .containsExactly(
                        "ALTERED YES ./bin/busybox",
                        "EXTRA UNKNOWN ./usr/sbin/implant",
                        "MISSING NO /etc/banner",
                        "SAME " + (files - 2));
        Path file = Files.write(room.resolve("list"), manifest);
        assertThat(Called.with("deployed", "--fail-on", "extra", dossier.toString(), file.toString())
                        .code())
                .isEqualTo(1);
        assertThat(Called.with("deployed", "--fail-on", "uncompared", dossier.toString(), file.toString())
                        .code())
                .isZero();
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(room.resolve("tree"));
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "a setting\n");
        Files.writeString(tree.resolve("etc/a name\\with\nall"), "odd\n");
        Path program =
                Files.writeString(Files.createDirectories(tree.resolve("bin")).resolve("tool"), "#!/bin/sh\n");
        program.toFile().setExecutable(true);
        Files.createSymbolicLink(tree.resolve("sbin"), Path.of("/bin"));
        Files.createSymbolicLink(tree.resolve("bin/other"), Path.of("tool"));
        return tree;
    }

    private Path dossier(Path tree) throws IOException {
        Path image = room.resolve("tree.squashfs");
        Tool.text("mksquashfs", tree.toString(), image.toString(), "-noappend", "-all-root");
        return examined(image);
    }

    @Test
    void linksAndOddNamesAreResolved() throws IOException {
        Path tree = tree();
        Path dossier = dossier(tree);
        byte[] manifest = Tool.bytesIn(tree, "sha256sum", "etc/config", "etc/a name\\with\nall", "bin/other");
        assertThat(said(dossier, manifest)).containsExactly("SAME 3");
        String tool = Tool.bytesIn(tree, "sha256sum", "bin/tool").length > 64
                ? new String(Tool.bytesIn(tree, "sha256sum", "bin/tool"), StandardCharsets.UTF_8).substring(0, 64)
                : "";
        assertThat(said(
                        dossier,
                        (new String(manifest, StandardCharsets.ISO_8859_1) + tool + "  /sbin/../sbin/tool\n")
                                .getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("SAME 4");
    }

    @Test
    void otherDigestsAreNotGuessedAt() throws IOException {
        Path tree = tree();
        Path dossier = dossier(tree);
        byte[] md5 = Tool.bytesIn(tree, "md5sum", "etc/config", "etc/a name\\with\nall", "bin/tool");
        assertThat(said(dossier, md5))
                .containsExactly(
                        "UNCOMPARED NO etc/config",
                        "UNCOMPARED NO etc/a name\\\\with\\x0aall",
                        "UNCOMPARED YES bin/tool",
                        "SAME 0");
    }

    @Test
    void mtreeAsBsdtarWritesIt() throws IOException {
        Path tree = tree();
        Path dossier = dossier(tree);
        String[] command = {
            "bsdtar", "-cf", "-", "--format=mtree", "--options=!all,type,sha256,mode,size,link,uid,gid", "--uid", "0",
            "--gid", "0", "--uname", "", "--gname", "", "."
        };
        assertThat(said(dossier, Tool.bytesIn(tree, command))).containsExactly("SAME 7");
    }

    @Test
    void mtreeFolderByFolder() throws IOException {
        Path dossier = dossier(tree());
        String manifest = """
                #mtree
                /set type=file uid=0 gid=0
                .               type=dir
                    bin         type=dir
                        tool    mode=04755
                    ..
                    sbin        type=link link=/elsewhere
                    etc         type=dir
                        config  size=10 \\
                                sha256digest=%s
                        a\\040name\\134with\\012all size=5
                        new     mode=0755
                """.formatted("0".repeat(64));
        assertThat(said(dossier, manifest.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "ALTERED YES ./bin/tool",
                        "ALTERED NO ./sbin",
                        "ALTERED NO ./etc/config",
                        "ALTERED NO ./etc/a name\\\\with\\x0aall",
                        "EXTRA YES ./etc/new",
                        "MISSING NO /bin/other",
                        "SAME 2");
    }

    @Test
    void whatDpkgSays() throws IOException {
        Path tree = tree();
        Path dossier = dossier(tree);
        Path element = Files.createDirectories(room.resolve("element"));
        Tool.of("cp", "-a", tree + "/.", element.toString()).succeed();
        Path admin = element.resolve("var/lib/dpkg");
        Files.createDirectories(admin.resolve("info"));
        Files.createDirectories(admin.resolve("updates"));
        Files.writeString(admin.resolve("status"), """
                Package: tool
                Status: install ok installed
                Maintainer: A Vendor <a@example.org>
                Architecture: all
                Version: 1
                Description: a tool

                """);
        Files.writeString(admin.resolve("info/tool.list"), "/.\n/etc\n/etc/config\n/bin\n/bin/tool\n");
        StringBuilder sums = new StringBuilder();
        for (String path : List.of("etc/config", "bin/tool")) {
            sums.append(new String(Tool.bytesIn(tree, "md5sum", path), StandardCharsets.UTF_8));
        }
        Files.writeString(admin.resolve("info/tool.md5sums"), sums);
        Files.writeString(element.resolve("bin/tool"), "#!/bin/sh\nanother\n");
        Files.delete(element.resolve("etc/config"));
        byte[] manifest =
                Tool.of("dpkg", "--root=" + element, "--verify", "tool").run().bytes();
        assertThat(said(dossier, manifest))
                .containsExactlyInAnyOrder("ALTERED YES /bin/tool", "MISSING NO /etc/config", "SAME 0");
    }

    @Test
    void whatRpmAndImaSay() throws IOException {
        Path tree = tree();
        Path dossier = dossier(tree);
        String rpm = """
                S.5....T.  c /etc/config
                missing     /bin/tool (Permission denied)
                .......T.    /etc/none
                """;
        assertThat(said(dossier, rpm.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "ALTERED NO /etc/config", "MISSING YES /bin/tool", "EXTRA UNKNOWN /etc/none", "SAME 0");
        String config =
                new String(Tool.bytesIn(tree, "sha256sum", "etc/config"), StandardCharsets.UTF_8).substring(0, 64);
        String ima = Stream.of(
                        "ima-ng sha256:" + "a".repeat(64) + " boot_aggregate",
                        "ima-ng sha256:" + config + " /etc/config",
                        "ima-sig sha256:" + "b".repeat(64)
                                + " /bin/tool 030204f3452d2301009dd340c852f37e35748363586939d4",
                        "ima-ng sha256:" + "0".repeat(64) + " /bin/tool",
                        "ima-ng sha1:" + "c".repeat(40) + " /bin/tool",
                        "ima-ng sha256:" + "d".repeat(64) + " /tmp/implant")
                .map(line -> "10 " + "e".repeat(40) + " " + line + "\n")
                .reduce("", String::concat);
        assertThat(said(dossier, ima.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "ALTERED YES /bin/tool",
                        "UNCOMPARED YES /bin/tool",
                        "UNCOMPARED YES /bin/tool",
                        "EXTRA UNKNOWN /tmp/implant",
                        "SAME 1");
    }

    @Test
    void whatIsNoManifestIsRefused() throws IOException {
        Path dossier = dossier(tree());
        Path file = Files.writeString(room.resolve("letter"), "Dear Sir,\nplease find enclosed nothing.\n");
        Called called = Called.with("deployed", dossier.toString(), file.toString());
        assertThat(called.code()).isEqualTo(3);
        assertThat(called.err()).contains("no manifest");
        called = Called.with("deployed", "--format", "ima", dossier.toString(), file.toString());
        assertThat(called.code()).isEqualTo(3);
        assertThat(called.err()).contains("line 1");
    }
}
