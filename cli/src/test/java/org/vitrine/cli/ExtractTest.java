package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.Demo;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;

/// What `extract` writes is what others' tools write, and nothing of it stands where it shouldn't.
class ExtractTest {
    @TempDir
    Path room = Path.of("");

    private Path release(byte[] bytes) throws IOException {
        return Files.write(room.resolve("release.tar"), bytes);
    }

    private static Called extract(Path release, Object... more) {
        List<String> words = new ArrayList<>(List.of("extract", release.toString()));
        Stream.of(more).map(String::valueOf).forEach(words::add);
        return Called.with(words.toArray(String[]::new));
    }

    /// Every entry below a folder: type, mode, time, and link target or digest of the content.
    private static Map<String, String> listing(Path folder) {
        String script = "find . -mindepth 1 \\( -type l -printf '%P l %l\\n' \\) -o -printf '%P %y %m %T@\\n'"
                + " | sed 's/[.]0*$//' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum";
        String text = Tool.of("bash", "-c", script).in(folder).succeed().text();
        Map<String, String> listing = new TreeMap<>();
        text.lines().forEach(line -> listing.put(line, ""));
        return listing;
    }

    @Test
    void aFolderIsWhatUnsquashfsGives() {
        Tool.needs("unsquashfs", "find", "sha256sum");
        Path image = Corpus.path("firmware/tplink-wr841n-v14/TL-WR841Nv14_EU.bin");
        Path ours = room.resolve("ours");
        Called tree = extract(image, "--tar", room.resolve("all.tar"));
        assertThat(tree.code()).as(tree.err()).isZero();
        String squashfs = Tool.text("tar", "-tf", room.resolve("all.tar").toString())
                .lines()
                .filter(line -> line.matches("squashfs@[0-9]+/"))
                .findFirst()
                .orElseThrow();
        assertThat(extract(image, squashfs, "--to", ours, "--setuid").code()).isZero();
        Path theirs = room.resolve("theirs");
        String offset = squashfs.replaceAll("[^0-9]", "");
        Tool.of("unsquashfs", "-q", "-n", "-no-xattrs", "-o", offset, "-d", theirs.toString(), image.toString())
                .run();
        Map<String, String> expected = listing(theirs);
        expected.keySet().removeIf(line -> line.matches(".* [cbps] [0-7]+ -?[0-9]+"));
        // A folder that had a device in it has the time of that; ours has the image's, as theirs.
        assertThat(listing(ours)).hasSizeGreaterThan(300).isEqualTo(expected);
    }

    @Test
    void anArchiveHasEverythingThatGnuTarReads() throws IOException {
        Path release = Files.write(room.resolve(Demo.NAME), Demo.release());
        Path archive = room.resolve("out.tar");
        String top = topOf(release);
        assertThat(extract(release, top + "/", "--tar", archive).code()).isZero();
        String listing = Tool.text("tar", "--numeric-owner", "-tvf", archive.toString());
        String original = Tool.text("tar", "--numeric-owner", "-tvzf", release.toString());
        assertThat(listing.lines())
                .containsExactlyInAnyOrderElementsOf(original.lines().toList());
        assertThat(listing).contains("-rwsr-xr-x", "crw-------", "5,1", "-> /bin/busybox", "2026-11-01");
    }

    /// The path of what a compressed release holds; empty where it holds a tree itself.
    private static String topOf(Path release) {
        Path list = release.resolveSibling("list.tar");
        assertThat(extract(release, "--tar", list).code()).isZero();
        String path = Tool.text("tar", "-tf", list.toString())
                .lines()
                .filter(line -> line.endsWith("etc/passwd"))
                .findFirst()
                .orElseThrow();
        String top = path.substring(0, path.length() - "etc/passwd".length());
        return top.replaceFirst("/$", "");
    }

    @Test
    void hostileNamesStayInside() throws IOException {
        Path outside = Files.createDirectory(room.resolve("outside"));
        Path release = release(new Tar()
                .file("../x", "up")
                .file("a/../../y", "up")
                .file("/etc/absolute", "absolute")
                .link("link", '2', outside.toString())
                .file("link/z", "through a link")
                .file("twice", "one")
                .file("twice", "two")
                .file("back\\slash", "plain")
                .bytes());
        Path target = room.resolve("in").resolve("target");
        Files.createDirectory(target.getParent());
        Called called = extract(release, "--to", target);
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.err()).contains("written as");
        assertThat(outside).isEmptyDirectory();
        assertThat(target.getParent()).isDirectoryContaining("glob:**/target");
        assertThat(target.getParent().toFile().list()).containsExactly("target");
        assertThat(room.toFile().list()).containsExactlyInAnyOrder("outside", "in", "release.tar");
        assertThat(target.resolve("etc/absolute")).hasContent("absolute");
        assertThat(target.resolve("twice")).hasContent("one");
        assertThat(target.resolve("twice~2")).hasContent("two");
        assertThat(target.resolve("back\\slash")).hasContent("plain");
        assertThat(target.resolve("\\x2e\\x2e").resolve("x")).hasContent("up");
        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(path -> path.endsWith("z"))).singleElement().satisfies(path -> {
                assertThat(path).hasContent("through a link");
                assertThat(path.getParent())
                        .isDirectory()
                        .satisfies(folder ->
                                assertThat(Files.isSymbolicLink(folder)).isFalse());
            });
        }
        Path archive = room.resolve("out.tar");
        assertThat(extract(release, "--tar", archive).code()).isZero();
        assertThat(Tool.text("tar", "--quoting-style=literal", "-tf", archive.toString())
                        .lines())
                .noneMatch(line -> line.startsWith("/") || line.matches("(.*/)?\\.\\.(/.*)?"));
    }

    @Test
    void bytesThatAreNoTextKeepTheFilesApart() throws IOException {
        byte[] tar = new Tar().file("name-A", "one").file("name-B", "two").bytes();
        byte[] first = "name-A".getBytes(StandardCharsets.US_ASCII);
        byte[] second = "name-B".getBytes(StandardCharsets.US_ASCII);
        rename(tar, first, (byte) 0xff);
        rename(tar, second, (byte) 0xfe);
        Path release = release(tar);
        Path target = room.resolve("target");
        assertThat(extract(release, "--to", target).code()).isZero();
        assertThat(target.resolve("name-\\xff")).hasContent("one");
        assertThat(target.resolve("name-\\xfe")).hasContent("two");
        Path archive = room.resolve("out.tar");
        assertThat(extract(release, "--tar", archive).code()).isZero();
        assertThat(Tool.text("tar", "--quoting-style=escape", "-tf", archive.toString())
                        .lines())
                .containsExactlyInAnyOrder("name-\\377", "name-\\376");
    }

    /// Changes the last byte of a name, and the checksum with it.
    private static void rename(byte[] tar, byte[] name, byte last) {
        for (int at = 0; at < tar.length; at += 512) {
            if (Arrays.equals(Arrays.copyOfRange(tar, at, at + name.length), name)) {
                tar[at + name.length - 1] = last;
                Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
                int sum = 0;
                for (int i = at; i < at + 512; i++) {
                    sum += tar[i] & 0xff;
                }
                byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(text, 0, tar, at + 148, 8);
            }
        }
    }

    @Test
    void setuidDevicesAndContainersComeOnlyWhenAsked() throws IOException {
        Path release = Files.write(room.resolve(Demo.NAME), Demo.release());
        String top = topOf(release);
        Path plain = room.resolve("plain");
        Called called = extract(release, top + "/", "--to", plain);
        assertThat(called.err()).contains("without setuid", "left out, a device");
        assertThat(mode(plain.resolve("usr/sbin/diag"))).isEqualTo(0755);
        assertThat(plain.resolve("dev/console")).doesNotExist();
        assertThat(Files.isSymbolicLink(plain.resolve("bin/sh"))).isTrue();
        Path special = room.resolve("special");
        extract(release, top + "/", "--to", special, "--setuid");
        assertThat(mode(special.resolve("usr/sbin/diag"))).isEqualTo(04755);
        assertThat(Files.getLastModifiedTime(special.resolve("usr")).toInstant())
                .isEqualTo(java.time.Instant.parse("2026-11-01T00:00:00Z"));
        Path nested = release(new Tar()
                .file("inner.tar", new Tar().file("deep", "x").bytes())
                .file("hard", "same")
                .link("other", '1', "hard")
                .bytes());
        extract(nested, "--to", room.resolve("alone"));
        assertThat(room.resolve("alone").toFile().list()).containsExactlyInAnyOrder("inner.tar", "hard", "other");
        assertThat(Files.isSameFile(room.resolve("alone/hard"), room.resolve("alone/other")))
                .isTrue();
        extract(nested, "--to", room.resolve("with"), "--containers");
        assertThat(room.resolve("with/inner.tar.d/deep")).hasContent("x");
        assertThat(room.resolve("with/inner.tar")).isRegularFile();
        Path archive = room.resolve("hard.tar");
        extract(nested, "hard", "other", "--tar", archive);
        assertThat(Tool.text("tar", "-tvf", archive.toString())).contains("other link to hard");
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    @Test
    void nothingIsOverwrittenAndNothingHalfIsLeft() throws IOException {
        Path release = release(new Tar().file("etc/passwd", "x").bytes());
        Path taken = Files.createDirectory(room.resolve("taken"));
        Files.writeString(taken.resolve("mine"), "mine");
        assertThat(extract(release, "--to", taken).code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(extract(release, "--tar", taken.resolve("mine")).code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(taken.toFile().list()).containsExactly("mine");
        Path link = Files.createSymbolicLink(room.resolve("link"), taken);
        assertThat(extract(release, "--to", link).code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(extract(release, "nothing", "--to", room.resolve("new")).code())
                .isEqualTo(Vitrine.UNREADABLE);
        assertThat(extract(release, "--to", room.resolve("new"), "--tar", room.resolve("new.tar"))
                        .code())
                .isEqualTo(Vitrine.USAGE);
        assertThat(extract(release).code()).isEqualTo(Vitrine.USAGE);
        assertThat(extract(release, "--to", room.resolve("no/such/place")).code())
                .isEqualTo(Vitrine.UNREADABLE);
        assertThat(room.toFile().list()).containsExactlyInAnyOrder("release.tar", "taken", "link");
        assertThat(extract(release, "--to", Files.createDirectory(room.resolve("empty")))
                        .code())
                .isZero();
        assertThat(room.resolve("empty/etc/passwd")).hasContent("x");
    }

    /// A limit to the size of files stands for a disk that is full: `write` fails in the midst of one.
    @Test
    void onAFullDiskNothingIsLeft() throws IOException {
        Tool.needs("bash");
        Path release = release(
                new Tar().file("a", "x").file("big", new byte[2_000_000]).bytes());
        Path small = Files.createDirectory(room.resolve("small"));
        for (String[] target : new String[][] {{"--to", "out"}, {"--tar", "out.tar"}}) {
            Tool.Answer answer = Tool.of(
                            "bash",
                            "-c",
                            "ulimit -f 1000; exec \"$@\"",
                            "bash",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.vitrine.cli.Vitrine",
                            "extract",
                            release.toString(),
                            target[0],
                            small.resolve(target[1]).toString())
                    .run();
            assertThat(answer.code()).as(answer.errors()).isEqualTo(Vitrine.UNREADABLE);
            assertThat(answer.errors().lines()).hasSize(1);
            assertThat(small).isEmptyDirectory();
        }
    }
}
