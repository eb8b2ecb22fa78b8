package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.spi.Entry;

/// Discs that genisoimage and xorriso make, as 7z and the host read them.
class Iso9660Test {
    private static final long WHEN = 1_600_000_000L;
    private static final String LONG = "a name that is far longer than thirty-one letters, with (signs) and dots..";

    private static Path tree(Path room) throws Exception {
        Path top = room.resolve("tree");
        Path deep = Files.createDirectories(top.resolve("1/2/3/4/5/6/7/8/9/10"));
        byte[] noise = new byte[70_001];
        new Random(1).nextBytes(noise);
        Files.write(top.resolve("noise.bin"), noise);
        Files.write(top.resolve("zeros"), new byte[100_000]);
        Files.write(top.resolve("text"), "0123456789".repeat(9_000).getBytes(StandardCharsets.US_ASCII));
        Files.write(top.resolve("empty"), new byte[0]);
        Files.write(deep.resolve("bottom"), new byte[] {1, 2, 3});
        Files.write(top.resolve("1/" + LONG), new byte[] {7});
        Files.write(top.resolve("1/" + "n".repeat(250)), new byte[] {8});
        for (int i = 0; i < 90; i++) {
            Files.write(top.resolve("1/2/many number " + i), new byte[] {(byte) i, 9});
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, FileTime.fromMillis(WHEN * 1000));
            }
        }
        return top;
    }

    private static Map<String, String> host(Path top) throws Exception {
        Map<String, String> host = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                host.put(top.relativize(each).toString(), digest(Files.readAllBytes(each)));
            }
        }
        return host;
    }

    private static String digest(byte[] bytes) {
        return Digest.of(Digest.sha256().digest(bytes)).toString();
    }

    private static Map<String, String> found(RecordingSink sink) {
        Map<String, String> found = new TreeMap<>();
        sink.files.forEach((path, content) -> found.put(path, digest(content)));
        return found;
    }

    private static byte[] made(Path room, String... options) throws Exception {
        Path image = room.resolve("made.iso");
        Files.deleteIfExists(image);
        String[] command = Stream.of(
                        Stream.of("genisoimage", "-quiet", "-V", "LABEL"),
                        Stream.of(options),
                        Stream.of("-o", image.toString(), room.resolve("tree").toString()))
                .flatMap(each -> each)
                .toArray(String[]::new);
        Tool.of(command).succeed();
        return Files.readAllBytes(image);
    }

    private static Entry entry(RecordingSink sink, String path) {
        return sink.entries.stream()
                .filter(each -> RecordingSink.path(each).equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-R", "-R -J -joliet-long", "-R -allow-leading-dots -iso-level 3"})
    void rockRidge(String options, @TempDir Path room) throws Exception {
        Path top = tree(room);
        byte[] image = made(room, options.split(" ", -1));
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("names", "ROCK_RIDGE").containsEntry("Volume Identifier", "LABEL");
        assertThat(found(sink)).isEqualTo(host(top));
        assertThat(sink.parts).isEmpty();
        assertThat(entry(sink, "noise.bin").mtime()).isEqualTo(WHEN);
        assertThat(sink.end).isEqualTo(image.length);
        assertThat(sink.unexplained().get(40 * 2048 - 1 + image.length % 2048)).isFalse();
    }

    @Test
    void joliet(@TempDir Path room) throws Exception {
        Path top = tree(room);
        Files.delete(top.resolve("1/" + "n".repeat(250)));
        Files.delete(top.resolve("1/" + LONG));
        Files.write(top.resolve("1/\u00e4\u00f6\u6f22 long name"), new byte[] {5});
        byte[] image = made(room, "-J", "-joliet-long", "-D", "-input-charset", "utf-8");
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers).containsEntry("names", "JOLIET");
        assertThat(found(sink)).isEqualTo(host(top));
        assertThat(sink.parts).isEmpty();
    }

    @Test
    void modesOwnersAndNodes(@TempDir Path room) throws Exception {
        Path top = Files.createDirectories(room.resolve("tree"));
        Path archive = room.resolve("tree.tar");
        Tool.text("python3", "-c", """
                import tarfile,io,sys
                t=tarfile.open(sys.argv[1],'w')
                def add(n,m,u,g,ty=tarfile.REGTYPE,link='',dev=(0,0),data=b''):
                    i=tarfile.TarInfo(n);i.mode=m;i.uid=u;i.gid=g;i.type=ty;i.linkname=link
                    i.devmajor,i.devminor=dev;i.size=len(data);i.mtime=1600000000;t.addfile(i,io.BytesIO(data))
                add('su',0o4755,0,0,data=b'su')
                add('sg',0o2755,1000,50,data=b'sg')
                add('tmp',0o1777,65534,65533,tarfile.DIRTYPE)
                add('link',0o777,0,0,tarfile.SYMTYPE,'../a/./b//'+'c'*300+'/..')
                add('root',0o777,0,0,tarfile.SYMTYPE,'/etc/passwd')
                add('sda1',0o660,0,6,tarfile.BLKTYPE,'',(8,1))
                add('tty',0o620,0,5,tarfile.CHRTYPE,'',(4,64))
                add('pipe',0o600,0,0,tarfile.FIFOTYPE)
                t.close()
                """, archive.toString());
        Tool.needs("bsdtar", "genisoimage");
        assertThat(top).isDirectory();
        Path image = room.resolve("nodes.iso");
        Tool.text("bsdtar", "-cf", image.toString(), "--format=iso9660", "@" + archive);
        // The first writer drops what xorriso keeps, which in turn makes no devices.
        Path fixed = room.resolve("fixed.iso");
        Tool.of(("xorriso -indev %s -outdev %s -chmod 04755 /su -- -chmod 02755 /sg -- -chmod 01777 /tmp --"
                                + " -chown 1000 /sg -- -chgrp 50 /sg -- -chown 65534 /tmp --")
                        .formatted(image, fixed)
                        .split(" ", -1))
                .succeed();
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), Files.readAllBytes(fixed));
        assertThat(sink.problems).isEmpty();
        assertThat(entry(sink, "su").mode()).isEqualTo(04755);
        assertThat(entry(sink, "sg").mode()).isEqualTo(02755);
        assertThat(entry(sink, "sg").uid()).isEqualTo(1000);
        assertThat(entry(sink, "sg").gid()).isEqualTo(50);
        assertThat(entry(sink, "tmp").mode()).isEqualTo(01777);
        assertThat(entry(sink, "tmp").uid()).isEqualTo(65534);
        assertThat(new String(entry(sink, "link").target().bytes(), StandardCharsets.UTF_8))
                .endsWith("c".repeat(300) + "/..");
        assertThat(entry(sink, "root").target()).hasToString("\\x2fetc\\x2fpasswd");
        assertThat(entry(sink, "sda1"))
                .matches(each -> each.type() == ArtifactType.BLOCK && each.major() == 8 && each.minor() == 1);
        assertThat(entry(sink, "tty"))
                .matches(each -> each.type() == ArtifactType.CHARACTER && each.major() == 4 && each.minor() == 64);
        assertThat(entry(sink, "pipe").type()).isEqualTo(ArtifactType.FIFO);
    }

    @Test
    void compressedByXorriso(@TempDir Path room) throws Exception {
        Path top = tree(room);
        Path image = room.resolve("packed.iso");
        Tool.of(
                        "xorriso",
                        "-outdev",
                        image.toString(),
                        "-map",
                        top.toString(),
                        "/",
                        "-set_filter_r",
                        "--zisofs",
                        "/",
                        "--")
                .succeed();
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), Files.readAllBytes(image));
        assertThat(sink.problems).isEmpty();
        assertThat(found(sink)).isEqualTo(host(top));
        // Its magic stands in the image, so something was compressed.
        String bytes = Files.readString(image, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("7\u00e4S\u0096\u00c9\u00db\u00d6\u0007");
    }

    @Test
    void bootImagesInAndOutsideOfTheTree(@TempDir Path room) throws Exception {
        Path top = tree(room);
        Files.write(top.resolve("boot.img"), new byte[1_474_560]);
        byte[] inside = made(room, "-R", "-b", "boot.img", "-c", "boot.cat");
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), inside);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.headers.get("boot image")).startsWith("80x86, bootable").endsWith("a file of the tree");
        assertThat(sink.parts).isEmpty();
        byte[] outside = made(room, "-R", "-b", "boot.img", "-c", "boot.cat", "-hide", "boot.img");
        RecordingSink hidden = RecordingSink.unpack(new Iso9660(), outside);
        assertThat(hidden.problems).isEmpty();
        assertThat(hidden.headers.get("boot image")).endsWith("outside of the tree");
        assertThat(hidden.parts.values()).hasSize(1).allMatch(part -> part.size() == 1_474_560);
    }

    @Test
    void fileInOneTreeOnly(@TempDir Path room) throws Exception {
        tree(room);
        byte[] image = made(room, "-R", "-J", "-joliet-long", "-hide", "noise.bin");
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(sink.headers).containsEntry("only in the tree of JOLIET", "noise.bin");
        assertThat(sink.parts.values()).hasSize(1).allMatch(part -> part.size() == 70_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sevenz__test.iso", "sevenz__test_zisofs.iso"})
    void samplesOfTheCorpus(String name, @TempDir Path room) throws Exception {
        byte[] image = Corpus.bytes("firmware/format-samples/" + name);
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(sink.problems).isEmpty();
        assertThat(sink.end).isEqualTo(image.length);
        if (name.contains("zisofs")) {
            // 7z gives the compressed bytes; xorriso decodes what the records say is compressed.
            Tool.of(
                            "xorriso",
                            "-osirrox",
                            "on",
                            "-indev",
                            Corpus.path("firmware/format-samples/" + name).toString(),
                            "-extract",
                            "/",
                            room.resolve("out").toString())
                    .succeed();
        } else {
            Files.write(room.resolve("a.iso"), image);
            Tool.bytesIn(room, "7z", "x", "-oout", "a.iso");
        }
        assertThat(found(sink)).hasSizeGreaterThan(1).isEqualTo(host(room.resolve("out")));
    }

    @Test
    void folderThatHoldsItself(@TempDir Path room) throws Exception {
        tree(room);
        byte[] image = made(room, "-R");
        int root = 2048 * (image[0x8000 + 158] & 0xff);
        // Records in the root folder: each that is a folder gets the root's own extent.
        for (int at = root; image[at] != 0; at += image[at] & 0xff) {
            if ((image[at + 25] & 2) != 0) {
                System.arraycopy(image, root + 2, image, at + 2, 16);
            }
        }
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.contains("is met again"));
        assertThat(sink.files.size()).isBetween(4, 10);
    }

    @Test
    void numbersThatDiffer(@TempDir Path room) throws Exception {
        tree(room);
        byte[] image = made(room, "-R");
        image[0x8000 + 87] ^= 1;
        RecordingSink sink = RecordingSink.unpack(new Iso9660(), image);
        assertThat(FormatSamples.reasons(sink)).anyMatch(each -> each.startsWith("Volume Space Size: "));
        assertThat(sink.files).hasSize(97);
    }

    @Test
    void cutAndFlipped(@TempDir Path room) throws Exception {
        tree(room);
        byte[] image = made(room, "-R", "-J", "-joliet-long");
        FormatSamples.damage(new Iso9660(), image, 5, 60);
        // Descriptors and folders stand between these, and bits there say more than those of contents.
        byte[] folders = Arrays.copyOf(image, 0x8000 + 70 * 2048);
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = folders.clone();
            damaged[0x8000 + random.nextInt(folders.length - 0x8000)] = (byte) random.nextInt();
            assertThat(FormatSamples.summary(new Iso9660(), damaged)).isNotEmpty();
        }
        assertThat(HexFormat.of().formatHex(image, 0x8001, 0x8006)).isEqualTo("4344303031");
    }
}
