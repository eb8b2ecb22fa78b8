package org.vitrine.inspect.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.testing.Tool;

class PackageTest {
    private static final String STATUS = """
            Package: zlib1g
            Status: install ok installed
            Architecture: amd64
            Version: 1:1.2.13.dfsg-1
            Maintainer: Mark Brown <broonie@debian.org>
            Description: compression library
             Package: no field, a continuation
             Version: 9

            Package: gone
            Status: deinstall ok config-files
            Architecture: amd64
            Version: 1.0

            Package: libc++1
            Status: install ok installed
            Version: 2.0+b1
            Architecture: all
            """;

    private static List<Component> database(HandMadeTree tree) {
        return tree.inspect(Component.class, new PackageDatabase());
    }

    private static List<Component> single(byte[] content) {
        List<Component> rows = new ArrayList<>();
        Bytes bytes = Bytes.of(content);
        try {
            new PackageFile().inspect(Digest.ofContent(bytes), bytes, fact -> rows.add((Component) fact));
        } catch (Unreadable e) {
            // What was found before is kept.
        }
        return rows;
    }

    private static List<Component> single(String text) {
        return single(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void dpkgsStatusNamesWhatIsInstalled() {
        HandMadeTree tree = new HandMadeTree()
                .file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
                .file("var/lib/dpkg/status", STATUS)
                .file("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n");
        List<Component> rows = database(tree);
        assertThat(rows)
                .extracting(Component::purl)
                .containsExactly(
                        "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12",
                        "pkg:deb/debian/libc%2B%2B1@2.0%2Bb1?arch=all&distro=debian-12",
                        "pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12");
        Component first = rows.getFirst();
        assertThat(first.method()).isEqualTo(Component.Method.PACKAGE_DATABASE);
        assertThat(first.supplier()).isEqualTo("Mark Brown <broonie@debian.org>");
        assertThat(first.location().offset()).isZero();
        assertThat(STATUS.substring(0, (int) first.location().length())).endsWith("Version: 9");
    }

    @Test
    void opkgAndApkToo() {
        assertThat(database(new HandMadeTree()
                        .file("usr/lib/opkg/status", "Package: uhttpd\nVersion: 2015-11\nArchitecture: mips_24kc\n")
                        .file("usr/lib/opkg/info/uhttpd.control", "Package: uhttpd\nLicense: ISC\n")
                        .file(
                                "lib/apk/db/installed",
                                "C:Q1x=\nP:musl\nV:1.2.4-r2\nA:x86_64\nL:MIT\nm:A B <a@b>\nF:lib\nR:x\n\nP:no\n")))
                .extracting(Component::purl, Component::license)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("pkg:opkg/uhttpd@2015-11?arch=mips_24kc", "ISC"),
                        org.assertj.core.groups.Tuple.tuple("pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64", "MIT"));
    }

    @Test
    void moreThanAnyDistributionHasIsAProblem() {
        StringBuilder status = new StringBuilder();
        for (int i = 0; i < 100_003; i++) {
            status.append("Package: p").append(i).append("\nVersion: 1\n\n");
        }
        List<Fact> facts = new HandMadeTree()
                .file("usr/lib/opkg/status", status.toString())
                .inspect(new PackageDatabase());
        assertThat(facts).hasSize(100_001);
        assertThat(((ProblemFact) facts.getLast()).reason()).isEqualTo("100003 asked, 100000 allowed");
    }

    @Test
    void thisMachinesPackagesAreThoseThatDpkgNames() throws IOException {
        Path status = Path.of("/var/lib/dpkg/status");
        Assumptions.assumeTrue(Files.isRegularFile(status), "no Debian here");
        String said = Tool.of("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version} ${Architecture}\n")
                .succeed()
                .text();
        TreeSet<String> expected = new TreeSet<>();
        said.lines()
                .filter(line -> line.startsWith("installed "))
                .forEach(line -> expected.add(line.substring("installed ".length())));
        TreeSet<String> found = new TreeSet<>();
        database(new HandMadeTree().file("var/lib/dpkg/status", Files.readAllBytes(status)))
                .forEach(row -> found.add(row.product() + " " + row.version() + " " + row.architecture()));
        assertThat(expected).isNotEmpty();
        assertThat(found).containsAll(expected);
    }

    private static final int PACKAGES = 6;

    /// Packages without files; the text of the longer ones fills several pages.
    private static List<Path> rpms(Path scratch) throws IOException {
        Tool.needs("rpm", "rpmbuild");
        Path top = scratch.resolve("top");
        List<Path> packages = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + top));
        for (int i = 0; i < PACKAGES; i++) {
            String description = "word ".repeat(1 + 1700 * i);
            Path spec = scratch.resolve("p" + i + ".spec");
            Files.writeString(
                    spec,
                    "Name: p" + i + "\nVersion: 1." + i + "\nRelease: 3\nEpoch: 2\nSummary: s\nLicense: GPL-2.0\n"
                            + "Vendor: Who\nBuildArch: noarch\n%description\n" + description + "\n%files\n");
            command.add(spec.toString());
            packages.add(top.resolve("RPMS/noarch/p" + i + "-1." + i + "-3.noarch.rpm"));
        }
        Tool.of(command).succeed();
        return packages;
    }

    /// The main header as a database holds it: without its magic.
    private static byte[] header(Path rpm) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(rpm));
        int signature = 96 + 16 + 16 * file.getInt(96 + 8) + file.getInt(96 + 12);
        int main = signature + 7 & ~7;
        int length = 8 + 16 * file.getInt(main + 8) + file.getInt(main + 12);
        return Arrays.copyOfRange(file.array(), main + 8, main + 8 + length);
    }

    private static void rpmsAre(String name, byte[] bytes) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < PACKAGES; i++) {
            expected.add("p" + i + " 2:1." + i + "-3 noarch Who GPL-2.0");
        }
        assertThat(database(new HandMadeTree().file("var/lib/rpm/" + name, bytes)))
                .extracting(row -> row.product() + " " + row.version() + " " + row.architecture() + " " + row.supplier()
                        + " " + row.license())
                .containsExactlyInAnyOrderElementsOf(expected);
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            byte[] flipped = Arrays.copyOf(bytes, round % 3 == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int i = 0; i < 200 && flipped.length > 0; i++) {
                flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
            }
            List<Fact> facts =
                    new HandMadeTree().file("var/lib/rpm/" + name, flipped).inspect(new PackageDatabase());
            assertThat(facts).allMatch(fact -> fact instanceof Component || fact instanceof ProblemFact);
        }
    }

    @Test
    void rpmsSqliteDatabaseIsRead(@TempDir Path scratch) throws IOException {
        List<Path> rpms = rpms(scratch);
        Path root = Files.createDirectory(scratch.resolve("root"));
        List<String> command = new ArrayList<>(List.of("rpm", "--root", root.toString(), "--dbpath", "/db"));
        command.addAll(List.of("--define", "_db_backend sqlite"));
        command.addAll(List.of("-i", "--justdb", "--nodeps", "--force-debian"));
        rpms.forEach(rpm -> command.add(rpm.toString()));
        Tool.of(command).succeed();
        rpmsAre("rpmdb.sqlite", Files.readAllBytes(root.resolve("db/rpmdb.sqlite")));
        assertThat(single(Files.readAllBytes(rpms.get(3))))
                .extracting(Component::purl)
                .containsExactly("pkg:rpm/p3@2:1.3-3?arch=noarch");
    }

    @Test
    void rpmsHashOfBerkeleyDbIsRead(@TempDir Path scratch) throws IOException {
        Tool.needs("db_load");
        StringBuilder dump =
                new StringBuilder("VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END\n");
        int number = 1;
        for (Path rpm : rpms(scratch)) {
            dump.append(" 0").append(number++).append("000000\n ");
            dump.append(HexFormat.of().formatHex(header(rpm))).append('\n');
        }
        Path file = scratch.resolve("Packages");
        Tool.of("db_load", file.toString())
                .fed(dump.append("DATA=END\n").toString().getBytes(StandardCharsets.US_ASCII))
                .succeed();
        byte[] bytes = Files.readAllBytes(file);
        rpmsAre("Packages", bytes);
    }

    @Test
    void rpmsNdbDatabaseIsRead(@TempDir Path scratch) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, "RpmP".getBytes(StandardCharsets.US_ASCII)).putInt(12, 1);
        int blob = 4096;
        int slot = 32;
        for (Path rpm : rpms(scratch)) {
            byte[] header = header(rpm);
            file.put(slot, "Slot".getBytes(StandardCharsets.US_ASCII))
                    .putInt(slot + 8, blob / 16)
                    .putInt(slot + 12, header.length / 16 + 3);
            file.put(blob, "BlbS".getBytes(StandardCharsets.US_ASCII)).putInt(blob + 12, header.length);
            file.put(blob + 16, header);
            slot += 16;
            blob += (header.length / 16 + 3) * 16;
        }
        rpmsAre("Packages.db", Arrays.copyOf(file.array(), blob));
    }

    @Test
    void aDatabaseOfNoKnownKindIsAProblem() {
        List<Fact> facts =
                new HandMadeTree().file("var/lib/rpm/Packages", new byte[4096]).inspect(new PackageDatabase());
        assertThat(facts)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemFact.class,
                        problem -> assertThat(problem.reader()).isEqualTo("package-database"));
    }

    @Test
    void singlePackagesNameThemselves() {
        assertThat(single("Package: busybox\nVersion: 1.36.1-1\nLicense: GPL-2.0\nArchitecture: mipsel_24kc\n"))
                .extracting(Component::purl, Component::method)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "pkg:opkg/busybox@1.36.1-1?arch=mipsel_24kc", Component.Method.PACKAGE_FILE));
        assertThat(single("Package: bash\nVersion: 5.2-1\nArchitecture: amd64\n"))
                .extracting(Component::purl)
                .containsExactly("pkg:deb/debian/bash@5.2-1?arch=amd64");
        assertThat(single("# Generated by abuild 3.5\n# using fakeroot\npkgname = musl\npkgver = 1.1-r0\narch = x86\n"))
                .extracting(Component::purl)
                .containsExactly("pkg:apk/alpine/musl@1.1-r0?arch=x86");
        assertThat(single("Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\nLicense: MIT\n\nVersion: 1\n"))
                .extracting(Component::purl)
                .containsExactly("pkg:pypi/pyyaml@6.0");
        assertThat(single("#Created by Apache Maven\nversion=2.10\ngroupId=org.a\nartifactId=b\n"))
                .extracting(Component::purl)
                .containsExactly("pkg:maven/org.a/b@2.10");
    }

    @Test
    void othersTextsAreNoPackages() {
        assertThat(single(STATUS)).isEmpty();
        assertThat(single("Package: a line in a manual\n\nVersion: 1\n")).isEmpty();
        assertThat(single("# a script\nversion=1\n")).isEmpty();
        assertThat(single("Package: ")).isEmpty();
        assertThat(single("Metadata-Version: ")).isEmpty();
        assertThat(single("\n\n")).isEmpty();
        assertThat(single("#")).isEmpty();
    }
}
