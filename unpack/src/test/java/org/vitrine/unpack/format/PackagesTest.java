package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.FormatSamples.damage;
import static org.vitrine.unpack.format.FormatSamples.joined;
import static org.vitrine.unpack.format.FormatSamples.plausible;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// cpio, ar, deb, rpm, apk and npk against the tools that define them.
final class PackagesTest {
    @TempDir
    Path folder;

    private void fill() throws IOException {
        Files.createDirectories(folder.resolve("tree/etc/deep"));
        Path tree = folder.resolve("tree");
        Files.write(tree.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n".getBytes(UTF_8));
        Files.write(tree.resolve("etc/deep/" + "n".repeat(80)), plausible(5001, 1));
        Files.write(tree.resolve("empty"), new byte[0]);
        Files.write(tree.resolve("odd"), new byte[] {1, 2, 3});
        Files.createSymbolicLink(tree.resolve("etc/link"), Path.of("../../bin/busybox"));
        Files.createLink(tree.resolve("second"), tree.resolve("odd"));
        Files.createLink(tree.resolve("third"), tree.resolve("odd"));
        Tool.bytesIn(tree, "mkfifo", "pipe");
        Tool.bytesIn(tree, "chmod", "4755", "empty");
    }

    private byte[] cpio(String options) {
        return Tool.bytesIn(folder.resolve("tree"), "sh", "-c", "find . | LC_ALL=C sort | cpio --quiet -o " + options);
    }

    private static List<String> paths(RecordingSink sink) {
        return sink.entries.stream()
                .map(entry -> String.join(
                        "/",
                        entry.path().stream()
                                .map(name -> new String(name.bytes(), ISO_8859_1))
                                .toList()))
                .toList();
    }

    private static Entry entry(RecordingSink sink, String path) {
        return sink.entries.get(paths(sink).indexOf(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"newc", "crc", "odc", "bin"})
    void whatCpioWrites(String layout) throws Exception {
        fill();
        byte[] archive = cpio("-H " + layout);
        RecordingSink sink = RecordingSink.unpack(new Cpio(), archive);
        assertThat(sink.problems).isEmpty();
        List<String> listed = new String(Tool.bytes(archive, "cpio", "--quiet", "-t"), UTF_8)
                .lines()
                .map(line -> line.equals(".") ? "" : line)
                .toList();
        assertThat(paths(sink)).isEqualTo(listed).hasSize(11);
        assertThat(sink.files.get("etc/deep/" + "n".repeat(80))).isEqualTo(plausible(5001, 1));
        assertThat(entry(sink, "empty").mode()).isEqualTo(04755);
        assertThat(entry(sink, "pipe").type()).isEqualTo(ArtifactType.FIFO);
        assertThat(entry(sink, "etc/link").target().is("../../bin/busybox")).isTrue();
        assertThat(entry(sink, "odd").mtime())
                .isEqualTo(Files.getLastModifiedTime(folder.resolve("tree/odd"))
                        .toInstant()
                        .getEpochSecond());
        List<Entry> names = List.of(entry(sink, "odd"), entry(sink, "second"), entry(sink, "third"));
        assertThat(names).filteredOn(entry -> entry.type() == ArtifactType.FILE).hasSize(1);
        assertThat(names)
                .filteredOn(entry -> entry.type() == ArtifactType.HARDLINK)
                .hasSize(2);
        assertThat(sink.files.values()).anyMatch(content -> Arrays.equals(content, new byte[] {1, 2, 3}));
        assertThat(archive.length - sink.end).isBetween(0L, 511L);
        assertThat(sink.unexplained().cardinality()).as("padding").isLessThan(60);
        damage(new Cpio(), archive, 5, 300);
    }

    @Test
    void devicesBigEndianAndSeveralArchives() {
        String script = """
                import sys, struct
                out = b''
                def newc(name, mode, data=b'', rmaj=0, rmin=0, ino=1, nlink=1, magic=b'070701', check=0, pad=b'\\0'):
                    n = name.encode() + b'\\0'
                    h = magic + b''.join(b'%08X' % v for v in
                        [ino, mode, 1000, 100, nlink, 1700000000, len(data), 8, 1, rmaj, rmin, len(n), check])
                    b = h + n
                    b += b'\\0' * (-len(b) % 4) + data
                    return b + b'\\0' * (-len(b) % 4)
                kind = sys.argv[1]
                if kind == 'devices':
                    out = newc('dev/console', 0o020600, rmaj=5, rmin=1) + newc('dev/sda', 0o060660, rmaj=8)
                    out += newc('TRAILER!!!', 0) + b'\\0' * 400
                    out += newc('init', 0o100755, b'#!/bin/sh\\n') + newc('TRAILER!!!', 0)
                elif kind == 'crc':
                    out = newc('good', 0o100644, b'abc', magic=b'070702', check=294)
                    out += newc('bad', 0o100644, b'abc', magic=b'070702', check=295) + newc('TRAILER!!!', 0, magic=b'070702')
                elif kind == 'big':
                    def old(name, mode, data=b''):
                        n = name.encode() + b'\\0'
                        h = struct.pack('>13H', 0o070707, 1, 2, mode, 3, 4, 1, 0x501, 0x6553, 0xf100, len(n), 0, len(data))
                        return h + n + b'\\0' * (len(n) % 2) + data + b'\\0' * (len(data) % 2)
                    out = old('one', 0o100640, b'12345') + old('tty', 0o020620) + old('TRAILER!!!', 0)
                elif kind == 'bad':
                    out = newc('/abs', 0o100644, b'x') + newc('../up', 0o100644, b'y', ino=2)
                    out += newc('.', 0o100644, b'z', ino=3)
                    out += newc('one', 0o100644, b'11', ino=9, nlink=2) + newc('two', 0o100644, b'22', ino=9, nlink=2)
                elif kind == 'lying':
                    out = newc('f', 0o100644, b'x').replace(b'00000001' + b'00000008', b'FFFFFFF0' + b'00000008')
                sys.stdout.buffer.write(out)
                """;
        RecordingSink sink = cpioOf(script, "devices");
        assertThat(sink.problems).isEmpty();
        assertThat(paths(sink)).containsExactly("dev/console", "dev/sda", "init");
        assertThat(sink.entries.get(0).type()).isEqualTo(ArtifactType.CHARACTER);
        assertThat(sink.entries.get(0).major()).isEqualTo(5);
        assertThat(sink.entries.get(0).minor()).isEqualTo(1);
        assertThat(sink.entries.get(0).uid()).isEqualTo(1000);
        assertThat(sink.headers).containsEntry("archives", "2");
        sink = cpioOf(script, "crc");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("c_check");
        assertThat(sink.files).containsOnlyKeys("good", "bad");
        sink = cpioOf(script, "big");
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get("one")).isEqualTo("12345".getBytes(US_ASCII));
        assertThat(sink.entries.get(0).mtime()).isEqualTo(1_700_000_000);
        assertThat(sink.entries.get(1).major()).isEqualTo(5);
        sink = cpioOf(script, "bad");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("c_name", "c_name", "c_ino", "TRAILER!!!");
        assertThat(sink.files).containsKeys("one", "two");
        sink = cpioOf(script, "lying");
        assertThat(sink.problems).extracting(Problem::field).containsExactly("c_filesize");
    }

    private static RecordingSink cpioOf(String script, String kind) {
        return RecordingSink.unpack(new Cpio(), Tool.bytes(new byte[0], "python3", "-c", script, kind));
    }

    @Test
    void whatArWrites() throws Exception {
        String longName = "a-name-that-is-longer-than-sixteen.o";
        Files.write(folder.resolve("short.o"), plausible(101, 1));
        Files.write(folder.resolve(longName), plausible(1000, 2));
        Files.write(folder.resolve("another-rather-long-name.txt"), new byte[0]);
        Tool.bytesIn(folder, "chmod", "640", longName);
        Tool.bytesIn(folder, "ar", "rcU", "lib.a", "short.o", longName, "another-rather-long-name.txt");
        byte[] archive = Files.readAllBytes(folder.resolve("lib.a"));
        RecordingSink sink = RecordingSink.unpack(new Ar(), archive);
        assertThat(sink.problems).isEmpty();
        assertThat(paths(sink))
                .isEqualTo(Tool.text("ar", "t", folder.resolve("lib.a").toString())
                        .lines()
                        .toList());
        assertThat(sink.files.get(longName)).isEqualTo(plausible(1000, 2));
        assertThat(entry(sink, longName).mode()).isEqualTo(0640);
        assertThat(sink.end).isEqualTo(archive.length);
        assertThat(sink.unexplained().isEmpty()).isTrue();
        damage(new Ar(), archive, 6, 300);
        Tool.bytesIn(folder, "ar", "rcT", "thin.a", "short.o", longName);
        sink = RecordingSink.unpack(new Ar(), Files.readAllBytes(folder.resolve("thin.a")));
        assertThat(sink.problems).isEmpty();
        assertThat(paths(sink)).containsExactly("short.o", longName);
    }

    @Test
    void namesOfBsd() {
        String header = String.format("%-16s%-12s%-6s%-6s%-8s%-10s`\n", "#1/8", "1", "2", "3", "100644", "13");
        String symbols = String.format("%-16s%-12s%-6s%-6s%-8s%-10s`\n", "#1/12", "1", "2", "3", "100644", "16");
        byte[] archive =
                ("!<arch>\n" + symbols + "__.SYMDEF\0\0\0abcd" + header + "name.o\0\0hello\n").getBytes(US_ASCII);
        RecordingSink sink = RecordingSink.unpack(new Ar(), archive);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files).containsOnlyKeys("name.o");
        assertThat(sink.files.get("name.o")).isEqualTo("hello".getBytes(US_ASCII));
        assertThat(sink.unexplained().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "zstd", "none"})
    void whatDpkgWrites(String compression) throws Exception {
        fill();
        Files.delete(folder.resolve("tree/pipe"));
        Files.createDirectories(folder.resolve("tree/DEBIAN"));
        Files.writeString(
                folder.resolve("tree/DEBIAN/control"),
                "Package: sample\nVersion: 1.0-1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: d\n");
        Tool.bytesIn(folder, "dpkg-deb", "--root-owner-group", "-Z" + compression, "-b", "tree", "sample.deb");
        byte[] deb = Files.readAllBytes(folder.resolve("sample.deb"));
        RecordingSink sink = RecordingSink.unpack(new Ar(), deb);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get("debian-binary")).isEqualTo("2.0\n".getBytes(US_ASCII));
        String data = paths(sink).get(2);
        byte[] member = Objects.requireNonNull(sink.files.get(data));
        byte[] tar = switch (compression) {
            case "gzip" -> RecordingSink.unpack(new Gzip(), member).payload();
            case "xz" -> RecordingSink.unpack(new Xz(), member).payload();
            case "zstd" -> RecordingSink.unpack(new Zstd(), member).payload();
            default -> member;
        };
        assertThat(tar).isEqualTo(Tool.bytesIn(folder, "dpkg-deb", "--fsys-tarfile", "sample.deb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w9.bzdio", "w6.xzdio", "w6.lzdio", "w3.zstdio"})
    void whatRpmbuildWrites(String payload) throws Exception {
        Files.writeString(folder.resolve("sample.spec"), """
                Name: sample
                Version: 1.2
                Release: 3
                Summary: A sample
                License: MIT
                Vendor: Example
                BuildArch: noarch
                %description
                A sample
                %install
                mkdir -p %{buildroot}/opt/sample
                echo secret > %{buildroot}/opt/sample/key
                echo run > %{buildroot}/opt/sample/tool
                ln -s key %{buildroot}/opt/sample/link
                %files
                %attr(0600, daemon, mail) /opt/sample/key
                %attr(4755, root, root) %caps(cap_net_raw=ep) /opt/sample/tool
                /opt/sample/link
                %post
                echo installed
                """);
        Tool.of(
                        "rpmbuild",
                        "-bb",
                        "--quiet",
                        "--define",
                        "_topdir " + folder,
                        "--define",
                        "_binary_payload " + payload,
                        "sample.spec")
                .in(folder)
                .succeed();
        byte[] rpm = Files.readAllBytes(folder.resolve("RPMS/noarch/sample-1.2-3.noarch.rpm"));
        RecordingSink sink = RecordingSink.unpack(new Rpm(), rpm);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers)
                .containsEntry("Name", "sample")
                .containsEntry("Version", "1.2")
                .containsEntry("Release", "3")
                .containsEntry("Arch", "noarch")
                .containsEntry("Vendor", "Example")
                .containsEntry("lead name", "sample-1.2-3");
        assertThat(sink.rows("file"))
                .containsExactly("/opt/sample/key daemon:mail 600", "/opt/sample/tool root:root 4755 cap_net_raw=ep");
        assertThat(sink.end).isEqualTo(rpm.length);
        Map<String, byte[]> parts = new TreeMap<>();
        for (Map.Entry<String, Bytes> part : sink.parts.entrySet()) {
            String name = part.getKey().substring(0, part.getKey().indexOf('@'));
            parts.put(name, part.getValue().array(0, part.getValue().size(), "part"));
        }
        assertThat(parts.get("postin")).isEqualTo("echo installed".getBytes(US_ASCII));
        byte[] packed = Objects.requireNonNull(parts.get("payload"));
        byte[] cpio = switch (payload.substring(3, 5)) {
            case "gz" -> RecordingSink.unpack(new Gzip(), packed).payload();
            case "bz" -> RecordingSink.unpack(new Bzip2(), packed).payload();
            case "xz" -> RecordingSink.unpack(new Xz(), packed).payload();
            case "lz" -> RecordingSink.unpack(new Lzma(), packed).payload();
            default -> RecordingSink.unpack(new Zstd(), packed).payload();
        };
        assertThat(cpio).isEqualTo(Tool.bytes(rpm, "rpm2cpio", "-"));
        RecordingSink files = RecordingSink.unpack(new Cpio(), cpio);
        assertThat(files.problems).isEmpty();
        assertThat(paths(files)).contains("opt/sample/key", "opt/sample/link");
        damage(new Rpm(), rpm, 8, 150);
        rpm[rpm.length - 20] ^= 1;
        assertThat(RecordingSink.unpack(new Rpm(), rpm).problems)
                .extracting(Problem::field)
                .contains("SigMd5", "PayloadDigest");
    }

    /// An apk of version 2: three gzip streams, of which the first two hold tars without an end.
    @Test
    void alpinesPackageIsGzipAndTar() throws Exception {
        String script = """
                import tarfile, io, gzip, sys
                def segment(files, end):
                    b = io.BytesIO()
                    t = tarfile.open(fileobj=b, mode='w', format=tarfile.USTAR_FORMAT)
                    for n, d in files:
                        i = tarfile.TarInfo(n)
                        i.size = len(d)
                        t.addfile(i, io.BytesIO(d))
                    raw = b.getvalue()
                    if end:
                        t.close()
                        raw = b.getvalue()
                    return gzip.compress(raw)
                sys.stdout.buffer.write(segment([('.SIGN.RSA.key.pub', b's' * 256)], False)
                    + segment([('.PKGINFO', b'pkgname = x\\n'), ('.post-install', b'#!/bin/sh\\n')], False)
                    + segment([('usr/bin/x', b'x' * 3000)], True))
                """;
        byte[] apk = Tool.bytes(new byte[0], "python3", "-c", script);
        RecordingSink outer = RecordingSink.unpack(new Gzip(), apk);
        assertThat(outer.problems).isEmpty();
        assertThat(outer.end).isEqualTo(apk.length);
        RecordingSink inner = RecordingSink.unpack(new Tar(), outer.payload());
        assertThat(inner.problems).isEmpty();
        assertThat(inner.files).containsOnlyKeys(".SIGN.RSA.key.pub", ".PKGINFO", ".post-install", "usr/bin/x");
        byte[] adb = joined("ADB.pckg".getBytes(US_ASCII), new byte[100]);
        assertThat(RecordingSink.unpack(new Apk(), adb).problems)
                .singleElement()
                .isInstanceOf(Problem.Unsupported.class);
    }

    @Test
    void mikrotiksPackage() throws Exception {
        byte[] npk = Files.readAllBytes(Corpus.path("firmware/mikrotik/gps-6.45.6.npk"));
        RecordingSink sink = RecordingSink.unpack(new Npk(), npk);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers)
                .containsEntry("name", "gps")
                .containsEntry("version", "6.45.6")
                .containsEntry("build time", "2019-09-10T09:06:31Z")
                .containsEntry("requires", "system 6.45.6 to 6.45.6");
        assertThat(sink.rows("architecture")).containsExactly("i386", "I");
        assertThat(sink.end).isEqualTo(npk.length);
        assertThat(sink.parts).containsOnlyKeys("squashfs@4096");
        List<Integer> free = new ArrayList<>();
        sink.unexplained().stream().forEach(free::add);
        assertThat(free).hasSize(3895);
        RecordingSink volume = RecordingSink.unpack(
                new Squashfs(),
                Objects.requireNonNull(sink.parts.get("squashfs@4096")).array(0, 49152, "squashfs"));
        assertThat(volume.problems).isEmpty();
        assertThat(volume.files).isNotEmpty();
        damage(new Npk(), npk, 9, 100);
    }
}
