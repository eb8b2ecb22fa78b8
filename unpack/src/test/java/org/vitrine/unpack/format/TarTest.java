package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vitrine.unpack.format.FormatSamples.damage;
import static org.vitrine.unpack.format.FormatSamples.joined;
import static org.vitrine.unpack.format.FormatSamples.plausible;
import static org.vitrine.unpack.format.FormatSamples.reasons;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;

/// tar against GNU tar and Python's tarfile.
final class TarTest {
    private static final Pattern LINE = Pattern.compile("(\\S{10}) (\\S+) +(\\S+) (\\S+ \\S+) +(.*)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    /// What `tar -tv` says, a line for each entry, in the form of [#lines].
    private static List<String> listed(byte[] tar) throws Exception {
        String text = new String(
                Tool.bytes(tar, "tar", "-tv", "--numeric-owner", "--full-time", "--quoting-style=literal", "-f", "-"),
                ISO_8859_1);
        return text.lines()
                .map(line -> {
                    Matcher matcher = LINE.matcher(line);
                    assertThat(matcher.matches()).as(line).isTrue();
                    String name =
                            matcher.group(5).replaceFirst("^(\\./|/)+", "").replaceFirst("(^\\.)?/?$", "");
                    return String.join(
                            " ",
                            matcher.group(1),
                            matcher.group(2),
                            matcher.group(3),
                            matcher.group(4).replaceFirst("\\..*", ""),
                            name.replace(" link to ./", " link to "));
                })
                .toList();
    }

    private static List<String> lines(RecordingSink sink) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : sink.entries) {
            String path =
                    String.join("/", entry.path().stream().map(TarTest::raw).toList());
            String size = switch (entry.type()) {
                case FILE -> Integer.toString(size(sink, entry));
                case CHARACTER, BLOCK -> entry.major() + "," + entry.minor();
                default -> "0";
            };
            String link = switch (entry.type()) {
                case SYMLINK -> " -> " + raw(entry.target());
                case HARDLINK -> " link to " + raw(entry.target());
                default -> "";
            };
            lines.add(String.join(
                    " ",
                    mode(entry),
                    entry.uid() + "/" + entry.gid(),
                    size,
                    TIME.format(Instant.ofEpochSecond(entry.mtime())),
                    path + link));
        }
        return lines;
    }

    private static int size(RecordingSink sink, Entry entry) {
        return sink.files.getOrDefault(RecordingSink.path(entry), new byte[0]).length;
    }

    private static String raw(Name name) {
        return new String(name.bytes(), ISO_8859_1);
    }

    private static String mode(Entry entry) {
        char type = switch (entry.type()) {
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case HARDLINK -> 'h';
            case CHARACTER -> 'c';
            case BLOCK -> 'b';
            case FIFO -> 'p';
            default -> '-';
        };
        StringBuilder text = new StringBuilder().append(type);
        for (int shift = 6; shift >= 0; shift -= 3) {
            int bits = entry.mode() >> shift & 7;
            text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
            boolean special = (entry.mode() >> 9 & 1 << shift / 3) != 0;
            char set = shift == 0 ? 't' : 's';
            char plain = (bits & 1) != 0 ? 'x' : '-';
            text.append(!special ? plain : plain == 'x' ? set : Character.toUpperCase(set));
        }
        return text.toString();
    }

    private void fill() throws Exception {
        Files.createDirectories(folder.resolve("etc/" + "deep/".repeat(12)));
        Files.write(folder.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n".getBytes(UTF_8));
        Files.write(folder.resolve("etc/" + "n".repeat(80)), plausible(5000, 1));
        Files.write(folder.resolve("empty"), new byte[0]);
        Files.write(folder.resolve("block"), new byte[512]);
        Files.createSymbolicLink(folder.resolve("etc/link"), Path.of("../../bin/busybox"));
        Files.createLink(folder.resolve("etc/second"), folder.resolve("block"));
        Files.setPosixFilePermissions(folder.resolve("block"), PosixFilePermissions.fromString("rwxr-x--x"));
        Tool.bytesIn(folder, "mkfifo", "pipe");
        Tool.bytesIn(folder, "chmod", "4755", "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7", "oldgnu", "gnu", "ustar", "posix"})
    void whatTarWrites(String format) throws Exception {
        fill();
        byte[] tar = Tool.bytesIn(
                folder, "tar", "-c", "--format=" + format, "--sort=name", "--exclude=pipe", "-f", "-", ".");
        RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
        assertThat(sink.problems).isEmpty();
        assertThat(lines(sink)).isEqualTo(listed(tar)).hasSizeGreaterThan(18);
        assertThat(sink.files.get("etc/" + "n".repeat(80))).isEqualTo(plausible(5000, 1));
        assertThat(sink.end).isEqualTo(tar.length);
        assertThat(RecordingSink.unpack(new Tar(), joined(tar, plausible(2000, 2))).end)
                .isEqualTo(tar.length);
    }

    @Test
    void pipesAndLongNamesAndLinks() throws Exception {
        fill();
        String longName = ("x".repeat(200) + "/").repeat(3) + "file";
        Files.createDirectories(folder.resolve(longName).getParent());
        Files.write(folder.resolve(longName), plausible(700, 4));
        Files.createSymbolicLink(folder.resolve("far"), Path.of(longName));
        Files.createLink(folder.resolve("zlink"), folder.resolve(longName));
        for (String format : List.of("gnu", "posix")) {
            byte[] tar = Tool.bytesIn(folder, "tar", "-c", "--format=" + format, "--sort=name", "-f", "-", ".");
            RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
            assertThat(sink.problems).isEmpty();
            assertThat(lines(sink)).isEqualTo(listed(tar));
            assertThat(sink.entries).anyMatch(entry -> entry.type() == ArtifactType.FIFO);
            assertThat(sink.files.get(longName)).isEqualTo(plausible(700, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=oldgnu",
                "--format=gnu",
                "--format=posix --sparse-version=0.0",
                "--format=posix --sparse-version=0.1",
                "--format=posix --sparse-version=1.0"
            })
    void sparseFiles(String options) throws Exception {
        byte[] content = new byte[3_000_000];
        for (int i = 0; i < 30; i++) {
            System.arraycopy(plausible(3000, i), 0, content, i * 98_304, 3000);
        }
        Files.write(folder.resolve("sparse"), content);
        Tool.bytesIn(folder, "fallocate", "--dig-holes", "sparse");
        Files.write(folder.resolve("tail"), plausible(10, 1));
        byte[] tar =
                Tool.bytesIn(folder, ("tar -c -S --hole-detection=raw " + options + " -f - sparse tail").split(" "));
        assertThat(tar.length).isLessThan(1_000_000);
        RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.files.get("sparse")).isEqualTo(content);
        assertThat(sink.files.get("tail")).isEqualTo(plausible(10, 1));
        damage(new Tar(), tar, 41, 120);
    }

    /// Numbers and records that only a library writes without root's rights.
    @Test
    void devicesBigNumbersAndAttributes() throws Exception {
        String script = """
                import tarfile, sys, io
                out = io.BytesIO()
                fmt = tarfile.GNU_FORMAT if sys.argv[1] == 'gnu' else tarfile.PAX_FORMAT
                t = tarfile.open(fileobj=out, mode='w', format=fmt, pax_headers={'comment': 'of all'})
                def add(name, type, data=b'', **more):
                    i = tarfile.TarInfo(name)
                    i.type = type
                    i.size = len(data)
                    for k, v in more.items(): setattr(i, k, v)
                    t.addfile(i, io.BytesIO(data))
                add('dev/console', tarfile.CHRTYPE, mode=0o600, devmajor=5, devminor=1)
                add('dev/mtdblock0', tarfile.BLKTYPE, mode=0o640, devmajor=31, devminor=0, uid=1)
                add('old', tarfile.REGTYPE, b'abc', mode=0o4755, mtime=-5, uid=3*10**9, gid=4*10**9)
                add('bin/ping', tarfile.REGTYPE, b'x' * 600, mode=0o755, mtime=1700000000,
                    pax_headers={'SCHILY.xattr.security.capability': 'AB=C',
                                 'LIBARCHIVE.xattr.user.a%20b': 'AAEC'} if fmt == tarfile.PAX_FORMAT else {})
                t.close()
                sys.stdout.buffer.write(out.getvalue())
                """;
        for (String format : List.of("gnu", "pax")) {
            byte[] tar = Tool.bytes(new byte[0], "python3", "-c", script, format);
            RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
            assertThat(sink.problems).isEmpty();
            assertThat(lines(sink)).isEqualTo(listed(tar));
            assertThat(sink.entries.get(0).major()).isEqualTo(5);
            assertThat(sink.entries.get(2).mtime()).isEqualTo(-5);
            assertThat(sink.entries.get(2).gid()).isEqualTo(4_000_000_000L);
            if (format.equals("pax")) {
                assertThat(sink.headers).containsEntry("comment", "of all");
                assertThat(sink.entries.get(3).attributes())
                        .containsExactly(
                                new Entry.Attribute(Name.of("security.capability"), Name.of("AB=C")),
                                new Entry.Attribute(Name.of("user.a b"), Name.of(new byte[] {0, 1, 2})));
            }
            damage(new Tar(), tar, 42, 600);
        }
    }

    @Test
    void namesThatClimbAreKeptAndTold() throws Exception {
        String script = """
                import tarfile, sys, io
                out = io.BytesIO()
                t = tarfile.open(fileobj=out, mode='w')
                for n in ['/etc/passwd', '../../etc/shadow', 'a/../../b', 'fine/..x']:
                    i = tarfile.TarInfo('/' + n)
                    i.name = n
                    i.size = 1
                    t.addfile(i, io.BytesIO(b'!'))
                i = tarfile.TarInfo('hard')
                i.type = tarfile.LNKTYPE
                i.linkname = '../../etc/shadow'
                t.addfile(i)
                i = tarfile.TarInfo('soft')
                i.type = tarfile.SYMTYPE
                i.linkname = '/etc/shadow'
                t.addfile(i)
                t.close()
                sys.stdout.buffer.write(out.getvalue())
                """;
        RecordingSink sink = RecordingSink.unpack(new Tar(), Tool.bytes(new byte[0], "python3", "-c", script));
        assertThat(sink.files).containsKeys("etc/passwd", "../../etc/shadow", "a/../../b", "fine/..x");
        assertThat(sink.problems).hasSize(4).allMatch(problem -> problem instanceof Problem.Unsafe);
        assertThat(sink.problems).extracting(Problem::offset).containsExactly(0L, 1024L, 2048L, 4096L + 157);
        assertThat(sink.entries.getLast().target()).isEqualTo(Name.of("/etc/shadow"));
    }

    @Test
    void theEndInItsForms() throws Exception {
        Files.write(folder.resolve("a"), plausible(700, 1));
        byte[] tar = Tool.bytesIn(folder, "tar", "-c", "-b1", "-f", "-", "a");
        int end = 512 + 1024;
        assertThat(RecordingSink.unpack(new Tar(), tar).end).isEqualTo(tar.length);
        byte[] bare = Arrays.copyOf(tar, end);
        RecordingSink sink = RecordingSink.unpack(new Tar(), bare);
        assertThat(sink.end).isEqualTo(end);
        assertThat(reasons(sink)).containsExactly("end: the archive ends without its two zero blocks");
        byte[] lone = joined(bare, new byte[512], tar);
        sink = RecordingSink.unpack(new Tar(), lone);
        assertThat(sink.entries).hasSize(2);
        assertThat(reasons(sink)).containsExactly("end: a lone zero block, with entries behind it");
        sink = RecordingSink.unpack(new Tar(), Arrays.copyOf(tar, 1000));
        assertThat(sink.end).isEqualTo(-1);
        assertThat(sink.files.get("a")).isEqualTo(Arrays.copyOf(plausible(700, 1), 488));
        sink = RecordingSink.unpack(new Tar(), joined(bare, plausible(600, 3)));
        assertThat(reasons(sink)).containsExactly("chksum: the header's checksum is wrong");
    }

    @Test
    void archivesInTheMiddleOfOtherBytes() throws Exception {
        fill();
        byte[] tar = Tool.bytesIn(folder, "tar", "-c", "-f", "-", "etc", "block");
        byte[] image = joined(plausible(777, 1), tar, plausible(999, 2));
        Bytes bytes = Bytes.of(image);
        RecordingSink sink = new RecordingSink();
        Claim claim = new Tar().claim(bytes, 777).orElseThrow();
        assertThat(new Tar().unpack(bytes, claim, sink)).isEqualTo(777 + tar.length);
        assertThat(lines(sink)).isEqualTo(listed(tar));
        assertThat(new Tar().claim(bytes, 0)).isEmpty();
    }

    @Test
    void signedChecksums() throws Exception {
        Files.write(folder.resolve("\u00e4\u00f6\u00fc"), plausible(5, 1));
        byte[] tar = Tool.bytesIn(folder, "tar", "-c", "--format=ustar", "-f", "-", ".");
        int at = 512;
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : tar[at + i];
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(UTF_8), 0, tar, at + 148, 8);
        assertThat(lines(RecordingSink.unpack(new Tar(), tar))).isEqualTo(listed(tar));
    }

    @Test
    void archiveOfTheCorpus() throws Exception {
        byte[] tar = Corpus.bytes("firmware/format-samples/patool__test.tar");
        RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
        assertThat(sink.problems).isEmpty();
        assertThat(lines(sink)).isEqualTo(listed(tar)).isNotEmpty();
        damage(new Tar(), tar, 43, 300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cisco-dph153-femtocell-fs1",
                "technicolor-dga4131-18.3.0439",
                "technicolor-dga4131-18.3.0462",
                "zte-zxhn-h298n-jazz"
            })
    void rootFileSystemsOfTheCorpus(String name) throws Exception {
        byte[] tar = Tool.bytes(Corpus.bytes("rootfs/" + name + ".tar.xz"), "xz", "-dc");
        RecordingSink sink = RecordingSink.unpack(new Tar(), tar);
        assertThat(sink.problems).isEmpty();
        assertThat(lines(sink)).isEqualTo(listed(tar)).hasSizeGreaterThan(300);
        assertThat(sink.end).isEqualTo(tar.length);
    }
}
