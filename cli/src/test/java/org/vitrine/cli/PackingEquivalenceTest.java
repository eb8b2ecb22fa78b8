package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.testing.Tool;

/// One folder, packed twice by the tools that Debian has for it: from files that were written at another time and in
/// another order, with another compression. All of that is accounted for, and a byte more or another mode is not.
class PackingEquivalenceTest {
    private static final String WORDS = "words and words and words\n".repeat(800);

    @TempDir
    private Path room = Path.of("");

    private Path old = Path.of("");
    private Path current = Path.of("");

    /// Packs a folder into a file in the room.
    private interface Packer {
        /// @param again whether it is done for the second time
        void pack(PackingEquivalenceTest test, Path folder, Path target, boolean again) throws IOException;
    }

    /// A format, what packs it, and which normalisers are used at least.
    private record Packing(String name, List<String> normalisers, Packer packer) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void folders() throws IOException {
        old = folder("old", 1_600_000_000, List.of("etc/config", "etc/name", "bin/tool", "note"));
        current = folder("new", 1_700_000_000, List.of("note", "bin/tool", "etc/name", "etc/config"));
    }

    private Path folder(String name, long seconds, List<String> files) throws IOException {
        Path folder = Files.createDirectories(room.resolve(name));
        for (String file : files) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.equals("etc/config") ? WORDS : "the file " + file + "\n");
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(file.startsWith("bin") ? "rwxr-xr-x" : "rw-r--r--"));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                if (Files.isDirectory(each)) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                Files.setLastModifiedTime(each, FileTime.fromMillis(seconds * 1000));
            }
        }
        return folder;
    }

    private static void run(Path in, Object... command) {
        Tool.of(Stream.of(command).map(String::valueOf).toList()).in(in).succeed();
    }

    static List<Packing> packings() {
        List<Packing> all = new ArrayList<>();
        all.add(new Packing(
                "cpio",
                List.of("entry-order", "entry-time"),
                (_, folder, target, again) -> Files.write(
                        target,
                        Tool.of("cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0")
                                .in(folder)
                                .fed((again ? "note\nbin\nbin/tool\netc\netc/name\netc/config\n"
                                                : "etc\netc/config\netc/name\nbin\nbin/tool\nnote\n")
                                        .getBytes(StandardCharsets.UTF_8))
                                .succeed()
                                .bytes())));
        all.add(new Packing(
                "ar",
                List.of("entry-order", "entry-time"),
                (_, folder, target, again) -> run(
                        folder, "ar", "rcSUo", target, again ? "note" : "etc/name", again ? "etc/name" : "note")));
        all.add(new Packing("deb", List.of("container-packing", "entry-time"), PackingEquivalenceTest::deb));
        all.add(new Packing(
                "rpm", List.of("container-packing", "container-time", "entry-time"), PackingEquivalenceTest::rpm));
        all.add(new Packing("fat", List.of("container-identity", "entry-time"), PackingEquivalenceTest::fat));
        all.add(new Packing(
                "iso9660",
                List.of("container-time", "entry-time"),
                (_, folder, target, again) -> run(
                        folder,
                        "xorriso",
                        "-as",
                        "mkisofs",
                        "-quiet",
                        "-R",
                        "-J",
                        "--modification-date=" + (again ? "2023111422132000" : "2020091312264000"),
                        "-o",
                        target,
                        ".")));
        all.add(new Packing(
                "jffs2",
                List.of("container-packing", "entry-time"),
                (_, folder, target, again) -> run(
                        folder,
                        "mkfs.jffs2",
                        "-U",
                        "-l",
                        "-e",
                        "64KiB",
                        "-p",
                        "-m",
                        again ? "none" : "priority",
                        "-r",
                        folder,
                        "-o",
                        target)));
        all.add(new Packing(
                "ubifs",
                List.of("container-identity", "container-packing", "entry-time"),
                (_, folder, target, again) -> ubifs(folder, target, again ? "zlib" : "lzo")));
        all.add(new Packing("ubi", List.of("container-identity", "entry-time"), PackingEquivalenceTest::ubi));
        for (String command : List.of("gzip -n", "xz", "zstd -q", "lz4 -q", "bzip2")) {
            String[] words = command.split(" ");
            all.add(new Packing(
                    words[0],
                    List.of(words[0].equals("bzip2") ? "container-sums" : "container-packing"), (_, folder, target, again) -> Files.write(
                            target,
                            Tool.bytes(
                                    Files.readAllBytes(folder.resolve("etc/config")),
                                    Stream.concat(Stream.of(words), Stream.of(again ? "-9" : "-1", "-c"))
                                            .toArray(String[]::new)))));
        }
        return all;
    }

    private static void ubifs(Path folder, Path target, String compression) {
        run(
                folder, "mkfs.ubifs", "-U", "-m", 2048, "-e", 126_976, "-c", 60, "-x", compression, "-r", folder, "-o",
                target);
    }

    private static void ubi(PackingEquivalenceTest test, Path folder, Path target, boolean again) throws IOException {
        Path volume = test.room.resolve("volume" + again);
        ubifs(folder, volume, again ? "zlib" : "lzo");
        Path plan = Files.writeString(
                test.room.resolve("plan" + again),
                "[one]\nmode=ubi\nimage=" + volume
                        + "\nvol_id=0\nvol_size=4MiB\nvol_type=dynamic\nvol_name=rootfs\nvol_flags=autoresize\n");
        run(folder, "ubinize", "-o", target, "-p", "128KiB", "-m", 2048, plan);
    }

    private static void deb(PackingEquivalenceTest test, Path folder, Path target, boolean again) throws IOException {
        Files.createDirectories(folder.resolve("DEBIAN"));
        Files.writeString(
                folder.resolve("DEBIAN/control"),
                "Package: one\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <n@example.net>\nDescription: one\n");
        run(
                folder,
                "env",
                "SOURCE_DATE_EPOCH=" + (again ? 1_700_000_000 : 1_600_000_000),
                "dpkg-deb",
                "--root-owner-group",
                "-Zxz",
                "-z" + (again ? 9 : 0),
                "-b",
                folder,
                target);
    }

    private static void rpm(PackingEquivalenceTest test, Path folder, Path target, boolean again) throws IOException {
        Path top = Files.createDirectories(test.room.resolve("rpm" + again));
        Path plan = Files.writeString(top.resolve("one.spec"), """
                Name: one
                Version: 1
                Release: 1
                Summary: one
                License: none
                BuildArch: noarch
                %%description
                One.
                %%install
                cp -a %s/. %%{buildroot}
                %%files
                %%defattr(-,root,root)
                /bin
                /etc
                /note
                """.formatted(folder));
        run(
                top,
                "env",
                "SOURCE_DATE_EPOCH=" + (again ? 1_700_000_000 : 1_600_000_000),
                "rpmbuild",
                "--quiet",
                "-bb",
                "--define",
                "_topdir " + top,
                "--define",
                "_buildhost " + (again ? "another.example.net" : "one.example.net"),
                "--define",
                "use_source_date_epoch_as_buildtime 1",
                "--define",
                "_binary_payload w" + (again ? 9 : 1) + ".gzdio",
                plan);
        Files.copy(top.resolve("RPMS/noarch/one-1-1.noarch.rpm"), target);
    }

    private static void fat(PackingEquivalenceTest test, Path folder, Path target, boolean again) {
        run(folder, "mkfs.vfat", "-C", "-i", again ? "22223333" : "11112222", target, 2048);
        List<String> names = again ? List.of("note", "etc", "bin") : List.of("bin", "etc", "note");
        names.forEach(name -> run(folder, "mcopy", "-s", "-m", "-i", target, name, "::" + name));
    }

    private byte[] packed(Packing packing, Path folder, boolean again, String name) throws IOException {
        Path target = room.resolve(name);
        packing.packer().pack(this, folder, target, again);
        return Files.readAllBytes(target);
    }

    @ParameterizedTest
    @MethodSource("packings")
    void timesOrderAndCompressionAreAccountedFor(Packing packing) throws IOException {
        byte[] before = packed(packing, old, false, "old.image");
        byte[] after = packed(packing, current, true, "new.image");
        try (Ladder ladder = new Ladder(Files.createDirectory(room.resolve("ladder")))) {
            Ladder.Answer answer = ladder.of(before, after);
            assertThat(answer.verdict()).as(answer.files()::toString).isEqualTo("MATCH_EXPLAINED");
            assertThat(answer.residual()).isZero();
            assertThat(answer.spans()).isPositive();
            assertThat(answer.normalisers()).containsAll(packing.normalisers());
            assertThat(ladder.of(before, before).spans()).isZero();

            Path config = current.resolve("etc/config");
            Path name = current.resolve("etc/name");
            FileTime time = Files.getLastModifiedTime(config);
            Files.writeString(config, WORDS.replaceFirst("words", "Words"));
            Files.writeString(name, "the file etc/nane\n");
            Files.setLastModifiedTime(config, time);
            Files.setLastModifiedTime(name, time);
            resetPlans();
            byte[] altered = packed(packing, current, true, "altered.image");
            assertThat(ladder.of(before, altered).verdict()).isIn("PARTIAL", "MISMATCH");
        }
    }

    private void resetPlans() throws IOException {
        Path rpm = room.resolve("rpmtrue");
        if (Files.exists(rpm)) {
            try (Stream<Path> all = Files.walk(rpm)) {
                for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private Ladder.Answer compared(byte[] before, byte[] after) throws IOException {
        try (Ladder ladder = new Ladder(Files.createTempDirectory(room, "ladder"))) {
            return ladder.of(before, after);
        }
    }

    @Test
    void aSquashfsPackedAgainIsAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(500));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/config"));
        byte[] old = squashed(tree, "old.squashfs", "gzip", "1600000000");
        byte[] current = squashed(tree, "new.squashfs", "xz", "1700000000");
        Ladder.Answer answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-packing", "container-time", "entry-time");

        Files.writeString(tree.resolve("etc/config"), "words and words and Words\n".repeat(500));
        assertThat(compared(old, squashed(tree, "new.squashfs", "xz", "1700000000"))
                        .verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] squashed(Path tree, String name, String compression, String time) throws IOException {
        Path image = room.resolve(name);
        Files.deleteIfExists(image);
        Tool.text(
                "mksquashfs",
                tree.toString(),
                image.toString(),
                "-all-root",
                "-comp",
                compression,
                "-mkfs-time",
                time,
                "-all-time",
                time);
        return Files.readAllBytes(image);
    }

    @Test
    void ofAnExtFileSystemOnlyTimesAreAccountedFor() throws IOException {
        Path tree = room.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/config"), "words and words and words\n".repeat(50));
        byte[] old = ext(tree, "old.ext4", "1600000000");
        byte[] current = ext(tree, "new.ext4", "1700000000");
        Ladder.Answer answer = compared(old, current);
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("container-time", "entry-time");

        // Options that are mounted with by default.
        byte[] options = current.clone();
        options[1024 + 0x100] ^= 4;
        assertThat(compared(old, options).verdict()).isEqualTo("PARTIAL");
        // A file that can't be changed any more.
        Tool.text(
                "debugfs",
                "-w",
                "-R",
                "sif /etc/config flags 0x80010",
                room.resolve("new.ext4").toString());
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.ext4"))).verdict())
                .isEqualTo("PARTIAL");
    }

    private byte[] ext(Path tree, String name, String time) throws IOException {
        Path image = room.resolve(name);
        String id = "11111111-2222-3333-4444-555555555555";
        Tool.text(
                "env",
                "E2FSPROGS_FAKE_TIME=" + time,
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-O",
                "^metadata_csum",
                "-d",
                tree.toString(),
                "-U",
                id,
                "-E",
                "hash_seed=" + id,
                image.toString(),
                "2m");
        return Files.readAllBytes(image);
    }

    @Test
    void zipOrderAndTimesAreAccountedFor() throws IOException {
        Path tree = Files.createDirectories(room.resolve("zipped"));
        Files.writeString(tree.resolve("a"), "one file\n".repeat(100));
        Files.writeString(tree.resolve("b"), "another file\n".repeat(100));
        Tool.of("zip", "-q", "../old.zip", "a", "b").in(tree).succeed();
        Files.setLastModifiedTime(tree.resolve("a"), FileTime.fromMillis(1_600_000_000_000L));
        Tool.of("zip", "-q", "-1", "../new.zip", "b", "a").in(tree).succeed();
        byte[] old = Files.readAllBytes(room.resolve("old.zip"));
        Ladder.Answer answer = compared(old, Files.readAllBytes(room.resolve("new.zip")));
        assertThat(answer.verdict()).as("%s", answer).isEqualTo("MATCH_EXPLAINED");
        assertThat(answer.normalisers()).contains("entry-order", "entry-time");

        Tool.of("zip", "-q", "-z", "../new.zip")
                .in(tree)
                .fed("a comment".getBytes(StandardCharsets.UTF_8))
                .succeed();
        assertThat(compared(old, Files.readAllBytes(room.resolve("new.zip"))).verdict())
                .isEqualTo("PARTIAL");
    }
}
