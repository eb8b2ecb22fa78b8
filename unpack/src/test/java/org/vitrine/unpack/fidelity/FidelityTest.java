package org.vitrine.unpack.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Formats;
import org.vitrine.unpack.Walk;

/// One folder, written by other people's tools into every format there is a writer for, and read again:
/// what the format can hold is found, attribute by attribute, and what it can't hold is not invented.
/// `-Dvitrine.fidelity=FILE` writes the table.
class FidelityTest {
    private static final Set<String> XATTRS = Set.of("user.*", "capability");
    private static final Set<String> DEVICES = Set.of("character device", "block device");

    @TempDir
    Path room = Path.of("");

    /// How a format is written, and what is lost on the way.
    ///
    /// @param format the card of Vitrine's format
    /// @param command run by `sh` beside the folder `t`; writes `out`
    /// @param lost what the format can't hold, or its writer doesn't write
    private record Written(String name, String format, String command, Set<String> lost, String why) {}

    private static Set<String> all(Object... what) {
        Set<String> all = new TreeSet<>();
        for (Object each : what) {
            switch (each) {
                case Set<?> set -> set.forEach(one -> all.add(one.toString()));
                default -> all.add(each.toString());
            }
        }
        return all;
    }

    private static Set<String> allBut(String... kept) {
        Set<String> lost = new TreeSet<>(Canonical.ATTRIBUTES);
        lost.removeAll(Set.of(kept));
        return lost;
    }

    private static List<Written> written() {
        List<Written> all = new ArrayList<>();
        all.add(new Written(
                "tar, ustar", "tar", "tar --format=ustar -cf out -C t .", XATTRS, "ustar has no place for attributes"));
        all.add(new Written(
                "tar, gnu",
                "tar",
                "tar --format=gnu -S -cf out -C t .",
                XATTRS,
                "GNU headers have no place for attributes"));
        all.add(new Written(
                "tar, pax", "tar", "tar --format=pax --xattrs --xattrs-include='*' -S -cf out -C t .", Set.of(), ""));
        for (String kind : List.of("newc", "crc", "odc")) {
            all.add(new Written(
                    "cpio, " + kind,
                    "cpio",
                    "cd t; find . | cpio --quiet -o -H " + kind + " >../out",
                    XATTRS,
                    "cpio has no place for attributes"));
        }
        all.add(new Written(
                "zip",
                "zip",
                "cd t; find . -type f -o -type l -o -type d | zip -qy ../out.zip -@; mv ../out.zip ../out",
                all(XATTRS, DEVICES, "FIFO"),
                "Info-ZIP writes files, folders and links"));
        all.add(new Written(
                "deb",
                "ar",
                "mkdir t/DEBIAN; printf 'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@x.x>\\nDescription: x\\n' >t/DEBIAN/control; dpkg-deb -b t out; rm -r t/DEBIAN",
                XATTRS,
                "dpkg-deb writes GNU headers"));
        for (String kind : List.of("gzip", "xz", "zstd", "lz4", "lzo", "lzma")) {
            all.add(new Written(
                    "squashfs, " + kind,
                    "squashfs",
                    "mksquashfs t out -quiet -no-progress -comp " + kind,
                    Set.of(),
                    ""));
        }
        all.add(new Written(
                "cramfs",
                "cramfs",
                "mkfs.cramfs t out",
                all(XATTRS, "mtime", "owner"),
                "no times, and 8 bits for a group"));
        all.add(new Written(
                "romfs",
                "romfs",
                "genromfs -d t -f out",
                all(XATTRS, "0600", "0700", "4755", "2755", "1777", "owner", "mtime"),
                "one bit for the mode, no owners, no times"));
        for (String kind : List.of("ext2", "ext3", "ext4")) {
            all.add(new Written(
                    kind, "ext", "truncate -s 16M out; mke2fs -q -F -t " + kind + " -d t out", Set.of(), ""));
        }
        all.add(new Written(
                "FAT",
                "fat",
                "truncate -s 16M out; mkfs.vfat out; find t -type f ! -name 'n?' -exec mcopy -m -n -i out {} :: ';'",
                allBut("mtime", "sparse file", "empty file", "hard link"),
                "no modes, no owners, no links; names in UTF-16"));
        all.add(new Written("JFFS2", "jffs2", "mkfs.jffs2 -r t -o out --with-xattr", Set.of(), ""));
        all.add(new Written(
                "UBIFS",
                "ubifs",
                "mkfs.ubifs -r t -m 2048 -e 126976 -c 200 -o out",
                XATTRS,
                "Debian's mkfs.ubifs writes no attributes"));
        all.add(new Written(
                "UBI",
                "ubi",
                "mkfs.ubifs -r t -m 2048 -e 126976 -c 200 -o in; printf '[v]\\nmode=ubi\\nimage=in\\nvol_id=0\\nvol_size=8MiB\\nvol_type=dynamic\\nvol_name=v\\n' >ini; ubinize -o out -m 2048 -p 128KiB ini",
                XATTRS,
                "Debian's mkfs.ubifs writes no attributes"));
        all.add(new Written(
                "EROFS", "erofs", "mkfs.erofs --quiet out t", XATTRS, "the attributes of EROFS are not read yet"));
        all.add(new Written(
                "ISO 9660, Rock Ridge",
                "iso9660",
                "genisoimage -quiet -R -o out t",
                XATTRS,
                "Rock Ridge has no place for attributes"));
        all.add(new Written(
                "qcow2 of ext4",
                "qcow2",
                "truncate -s 16M in; mke2fs -q -F -t ext4 -d t in; qemu-img convert -O qcow2 in out",
                Set.of(),
                ""));
        all.add(new Written(
                "VMDK of ext4",
                "vmdk",
                "truncate -s 16M in; mke2fs -q -F -t ext4 -d t in; qemu-img convert -O vmdk in out",
                Set.of(),
                ""));
        all.add(new Written(
                "7z",
                "7z",
                "cd t; find . -type f ! -name 'n?' >../list; 7z a -t7z ../out.7z -i@../list >/dev/null; mv ../out.7z ../out",
                allBut(
                        "0644",
                        "0755",
                        "0600",
                        "0700",
                        "4755",
                        "2755",
                        "mtime",
                        "sparse file",
                        "empty file",
                        "hard link"),
                "no owners, no attributes, names in UTF-16"));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> whatAFormatHoldsIsFound() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "making devices needs root");
        Canonical.make(room);
        Table table = new Table();
        return Stream.concat(
                written().stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> hold(each, table))),
                Stream.of(DynamicTest.dynamicTest("the table", table::write)));
    }

    private void hold(Written written, Table table) throws IOException, Malformed {
        boolean there =
                Formats.ALL.stream().anyMatch(format -> format.card().name().equals(written.format()));
        Assumptions.assumeTrue(there, "no format " + written.format() + " is registered");
        Path out = room.resolve("out");
        Files.deleteIfExists(out);
        Tool.of("sh", "-ec", written.command()).in(room).succeed();
        TreeSet<String> expected = new TreeSet<>(Canonical.ATTRIBUTES);
        expected.removeAll(written.lost());
        try (Spill spill = Spill.open(room)) {
            Tree tree = Walk.open(out, Run.standard(), spill);
            Set<String> found = Canonical.found(tree);
            table.add(written.name(), found, written.lost(), written.why());
            assertThat(found).as("found again").isEqualTo(expected);
        }
    }

    /// What was found, as a page of the documentation.
    private static final class Table {
        private final StringBuilder rows = new StringBuilder();

        void add(String name, Set<String> found, Set<String> lost, String why) {
            rows.append("| ").append(name).append(" |");
            for (String attribute : Canonical.ATTRIBUTES) {
                rows.append(found.contains(attribute) ? " ✓ |" : lost.contains(attribute) ? " · |" : " ✗ |");
            }
            rows.append(' ').append(why).append(" |\n");
        }

        void write() throws IOException {
            String file = System.getProperty("vitrine.fidelity", "");
            if (!file.isEmpty()) {
                String head = "| format | " + String.join(" | ", Canonical.ATTRIBUTES) + " | what is lost, and why |\n";
                String line = "|---".repeat(Canonical.ATTRIBUTES.size() + 2) + "|\n";
                Files.writeString(Path.of(file), head + line + rows, StandardCharsets.UTF_8);
            }
        }
    }
}
