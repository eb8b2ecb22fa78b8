package org.vitrine.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.testing.Tool;

/// One folder, and the tools that Debian has to pack it, each with what may be done otherwise the second time.
final class Packings {
    static final String WORDS = "words and words and words\n".repeat(800);

    private final Path room;
    private int count;

    /// @param room a folder for what is between
    Packings(Path room) {
        this.room = room;
    }

    /// Packs a folder into a file in the room.
    interface Packer {
        /// Packs it.
        ///
        /// @param again whether it is done for the second time
        void pack(Packings packings, Path folder, Path target, boolean again) throws IOException;
    }

    /// A format, what packs it, and which normalisers are used at least.
    record Packing(String name, List<String> normalisers, Packer packer) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// The folder as it is packed first, or again: written in another order, at another time.
    Path folder(boolean again) throws IOException {
        return again
                ? folder("new", 1_700_000_000, List.of("note", "bin/tool", "etc/name", "etc/config"))
                : folder("old", 1_600_000_000, List.of("etc/config", "etc/name", "bin/tool", "note"));
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

    static void run(Path in, Object... command) {
        Tool.of(Stream.of(command).map(String::valueOf).toList()).in(in).succeed();
    }

    static List<Packing> all() {
        List<Packing> all = new ArrayList<>();
        all.add(new Packing(
                "cpio",
                List.of("entry-order", "entry-time"),
                (_, folder, target, again) -> Files.write(
                        target,
                        Tool.of("cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0")
                                .in(folder)
                                .fed((again
                                                ? "note\nbin\nbin/tool\netc\netc/name\netc/config\n"
                                                : "etc\netc/config\netc/name\nbin\nbin/tool\nnote\n")
                                        .getBytes(StandardCharsets.UTF_8))
                                .succeed()
                                .bytes())));
        all.add(new Packing(
                "ar",
                List.of("entry-order", "entry-time"),
                (_, folder, target, again) ->
                        run(folder, "ar", "rcSUo", target, again ? "note" : "etc/name", again ? "etc/name" : "note")));
        all.add(new Packing("deb", List.of("container-packing", "entry-time"), Packings::deb));
        all.add(new Packing("rpm", List.of("container-packing", "container-time", "entry-time"), Packings::rpm));
        all.add(new Packing("fat", List.of("container-identity", "entry-time"), Packings::fat));
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
        all.add(new Packing("ubi", List.of("container-identity", "entry-time"), Packings::ubi));
        for (String command : List.of("gzip -n", "xz", "zstd -q", "lz4 -q", "bzip2")) {
            String[] words = command.split(" ");
            all.add(new Packing(
                    words[0],
                    List.of(words[0].equals("bzip2") ? "container-sums" : "container-packing"),
                    (_, folder, target, again) -> Files.write(
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
                folder,
                "mkfs.ubifs",
                "-U",
                "-m",
                2048,
                "-e",
                126_976,
                "-c",
                60,
                "-x",
                compression,
                "-r",
                folder,
                "-o",
                target);
    }

    private static void ubi(Packings packings, Path folder, Path target, boolean again) throws IOException {
        Path volume = packings.room.resolve("volume" + ++packings.count);
        ubifs(folder, volume, again ? "zlib" : "lzo");
        Path plan = Files.writeString(
                packings.room.resolve("plan" + packings.count),
                "[one]\nmode=ubi\nimage=" + volume
                        + "\nvol_id=0\nvol_size=4MiB\nvol_type=dynamic\nvol_name=rootfs\nvol_flags=autoresize\n");
        run(folder, "ubinize", "-o", target, "-p", "128KiB", "-m", 2048, plan);
    }

    private static void deb(Packings packings, Path folder, Path target, boolean again) throws IOException {
        Path root = packings.room.resolve("deb" + ++packings.count);
        run(folder, "cp", "-a", folder, root);
        Files.createDirectories(root.resolve("DEBIAN"));
        Files.writeString(
                root.resolve("DEBIAN/control"),
                "Package: one\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <n@example.net>\nDescription: one\n");
        run(
                folder,
                "env",
                "SOURCE_DATE_EPOCH=" + (again ? 1_700_000_000 : 1_600_000_000),
                "dpkg-deb",
                "--root-owner-group",
                "-Zgzip",
                "-z" + (again ? 9 : 1),
                "-b",
                root,
                target);
    }

    private static void rpm(Packings packings, Path folder, Path target, boolean again) throws IOException {
        Path top = Files.createDirectories(packings.room.resolve("rpm" + ++packings.count));
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

    private static void fat(Packings packings, Path folder, Path target, boolean again) {
        run(folder, "mkfs.vfat", "-C", "-i", again ? "22223333" : "11112222", target, 512);
        List<String> names = again ? List.of("note", "etc", "bin") : List.of("bin", "etc", "note");
        names.forEach(name -> run(folder, "mcopy", "-s", "-m", "-i", target, name, "::" + name));
    }

    byte[] packed(Packing packing, Path folder, boolean again) throws IOException {
        Path target = room.resolve("image" + ++count);
        packing.packer().pack(this, folder, target, again);
        return Files.readAllBytes(target);
    }
}
