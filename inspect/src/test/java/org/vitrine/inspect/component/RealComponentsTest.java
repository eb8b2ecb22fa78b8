package org.vitrine.inspect.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

class RealComponentsTest {
    /// The names that the corpus's labels use for products that have another name or CPE here.
    private static final Map<String, String> LABELS = Map.of("acpid2", "acpid", "dhcp", "isc-dhcp", "libdbus", "dbus");

    /// Our names by the corpus's: a product's own, and that of its CPE.
    private static Map<String, Set<String>> names() {
        Map<String, Set<String>> names = new HashMap<>();
        for (Rule rule : Rules.ALL) {
            Product product = rule.product();
            String catalogued = product.catalogued();
            names.computeIfAbsent(product.name(), _ -> new TreeSet<>()).add(product.name());
            names.computeIfAbsent(catalogued.substring(catalogued.indexOf(':') + 1), _ -> new TreeSet<>())
                    .add(product.name());
        }
        LABELS.forEach((label, name) ->
                names.computeIfAbsent(label, _ -> new TreeSet<>()).add(name));
        return names;
    }

    private static List<Component> under(Path folder) throws IOException {
        List<Component> rows = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(path)) {
                    rows.addAll(ComponentTest.found(Files.readAllBytes(path)));
                }
            }
        }
        return rows;
    }

    private static Set<String> named(List<Component> rows) {
        Set<String> names = new TreeSet<>();
        rows.forEach(row -> names.add(row.product() + " " + row.version()));
        return names;
    }

    @Test
    void theFemtocellsSoftwareIsNamed() throws IOException {
        assertThat(named(under(Extracted.rootfs("cisco-dph153-femtocell-fs1"))))
                .containsExactlyInAnyOrder(
                        "bash 3.00.19",
                        "busybox 1.23.1",
                        "bzip2 1.0.6",
                        "curl 7.19.3",
                        "dropbear 0.50",
                        "glibc 2.8",
                        "iproute2 080725",
                        "iptables 1.4.2",
                        "libcurl 7.19.3",
                        "libpcap 0.9.8",
                        "linux 2.6.34",
                        "lua 5.1.4",
                        "ntp 4.2.4",
                        "openssl 0.9.8zg",
                        "procps 3.2.7",
                        "zlib 1.2.3",
                        "zlib 1.2.6");
    }

    @Test
    void theGatewaysSoftwareIsNamed() throws IOException {
        assertThat(named(under(Extracted.rootfs("zte-zxhn-h298n-jazz"))))
                .containsExactlyInAnyOrder(
                        "busybox 1.01",
                        "ebtables 2.0.6",
                        "iproute2 060323",
                        "libupnp 1.6.6",
                        "linux 2.6.30.9",
                        "ntfs-3g 2009.4.4",
                        "openssl 0.9.8b-fips",
                        "openssl 0.9.8j",
                        "ppp 2.4.3",
                        "samba ",
                        "uclibc ",
                        "zlib 1.1.3");
    }

    /// Packages of the gateways' opkg, by the products that their files name.
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("busybox", "busybox"),
            Map.entry("c-ares", "libcares"),
            Map.entry("curl", "curl"),
            Map.entry("dropbear", "dropbear"),
            Map.entry("expat", "libexpat"),
            Map.entry("iptables", "iptables"),
            Map.entry("libcurl", "libcurl"),
            Map.entry("libjpeg", "libjpeg"),
            Map.entry("libpcap", "libpcap"),
            Map.entry("libpng", "libpng"),
            Map.entry("libxml2", "libxml2"),
            Map.entry("lua", "liblua"),
            Map.entry("nginx", "nginx"),
            Map.entry("openssl", "libopenssl"),
            Map.entry("ppp", "ppp"),
            Map.entry("socat", "socat"),
            Map.entry("sudo", "sudo"),
            Map.entry("tcpdump", "tcpdump"),
            Map.entry("xl2tpd", "xl2tpd"),
            Map.entry("zlib", "zlib"));

    @Test
    void aGatewaysStringsAgreeWithItsPackageDatabase() throws IOException {
        Path root = Extracted.rootfs("technicolor-dga4131-18.3.0462");
        Map<String, String> installed = new HashMap<>();
        List<Component> packages = new HandMadeTree()
                .file("usr/lib/opkg/status", Files.readAllBytes(root.resolve("usr/lib/opkg/status")))
                .inspect(Component.class, new PackageDatabase());
        assertThat(packages).hasSizeGreaterThan(600);
        packages.forEach(row -> installed.put(row.product(), row.version()));
        Map<String, Component> byProduct = new HashMap<>();
        under(root).forEach(row -> byProduct.put(row.product(), row));
        PACKAGES.forEach((product, name) -> assertThat(installed.get(name))
                .as(name)
                .startsWith(
                        Objects.requireNonNull(byProduct.get(product), product).version() + "-"));
    }

    @Test
    void everyStringStandsWhereAnotherToolSeesIt() throws IOException {
        Tool.needs("strings");
        for (String name : List.of(
                "cisco-dph153-femtocell-fs1",
                "zte-zxhn-h298n-jazz",
                "technicolor-dga4131-18.3.0439",
                "technicolor-dga4131-18.3.0462")) {
            Set<String> seen = new TreeSet<>();
            try (Stream<Path> paths = Files.walk(Extracted.rootfs(name))) {
                for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(path)) {
                        continue;
                    }
                    List<Component> rows = ComponentTest.found(Files.readAllBytes(path)).stream()
                            .filter(row -> seen.add(row.product() + " " + row.version()))
                            .toList();
                    if (!rows.isEmpty()) {
                        String text = Tool.text("strings", "-a", "-n", "3", "-t", "d", path.toString());
                        assertThat(rows).as(path.toString()).allMatch(row -> shown(text, row));
                    }
                }
            }
            assertThat(seen).as(name).hasSizeGreaterThanOrEqualTo(10);
        }
    }

    /// Whether a line `OFFSET TEXT` holds the row's string at the row's offset.
    private static boolean shown(String strings, Component row) {
        return strings.lines().anyMatch(line -> {
            String told = line.stripLeading();
            int space = told.indexOf(' ');
            int inside = (int) (row.location().offset() - Long.parseLong(told.substring(0, space)));
            String text = told.substring(space + 1);
            return inside >= 0 && inside < text.length() && text.startsWith(row.string(), inside);
        });
    }

    @Test
    void labelledPackagesGiveTheirVersions(@TempDir Path scratch) throws IOException {
        Path packages = Corpus.path("packages");
        int expected = 0;
        int exact = 0;
        int wrong = 0;
        Set<String> products = new TreeSet<>();
        Map<String, Set<String>> names = names();
        List<String> misses = new ArrayList<>();
        Map<String, String[]> labels = new HashMap<>();
        for (String line : Files.readAllLines(packages.resolve("labels.tsv"))) {
            String[] fields = line.split("\t", -1);
            labels.put(fields[0], fields);
        }
        for (String archive : new TreeSet<>(labels.keySet())) {
            String[] label = labels.getOrDefault(archive, new String[3]);
            Path file = packages.resolve(archive);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            Set<String> ours = names.getOrDefault(label[1], Set.of());
            Path folder = Files.createDirectory(scratch.resolve(archive.replace('/', '_')));
            Tool.of("tar", "-xzf", file.toString(), "-C", folder.toString()).run();
            List<Component> rows = under(folder);
            List<Component> own =
                    rows.stream().filter(row -> ours.contains(row.product())).toList();
            if (!ours.isEmpty()) {
                expected++;
                products.add(label[1]);
                if (own.stream().anyMatch(row -> row.version().equals(label[2]))) {
                    exact++;
                } else {
                    misses.add(archive + " " + named(own));
                }
            }
            // A program's own library and the other way round: one source, two products.
            List<Component> others = rows.stream()
                    .filter(row -> !ours.contains(row.product()))
                    .filter(row -> !archive.startsWith(row.product().replace("lib", "")))
                    .filter(row ->
                            !label[1].contains(row.product()) && !row.product().contains(label[1]))
                    .toList();
            if (!others.isEmpty()) {
                wrong += others.size();
                misses.add(archive + " others " + named(others));
            }
            // A version that isn't the label's; an early release of it counts as right.
            for (Component row : own) {
                boolean fits = row.version().isEmpty() || row.version().startsWith(label[2]);
                if (!fits) {
                    wrong++;
                    misses.add(archive + " wrong " + row.version());
                }
            }
        }
        Assumptions.assumeTrue(expected > 0, "the corpus has no labelled packages");
        System.out.println(
                "labelled packages: " + exact + " of " + expected + " exact, " + wrong + " wrong; " + misses);
        assertThat(expected).isGreaterThanOrEqualTo(190);
        assertThat(products).hasSizeGreaterThanOrEqualTo(100);
        assertThat(exact * 100).isGreaterThanOrEqualTo(expected * 95);
        assertThat(wrong).isZero();
    }

    @Test
    void aDistributionsOwnProgramsAreNotOthers() throws IOException {
        Path folder = Path.of("/usr/bin");
        Assumptions.assumeTrue(Files.isRegularFile(Path.of("/var/lib/dpkg/status")), "no Debian here");
        Map<String, Set<String>> versions = new HashMap<>();
        int looked = 0;
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted().limit(600)::iterator) {
                if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > 8 << 20) {
                    continue;
                }
                looked++;
                for (Component row : ComponentTest.found(Files.readAllBytes(path))) {
                    String name = path.getFileName().toString();
                    versions.computeIfAbsent(row.product(), _ -> new TreeSet<>())
                            .add(name);
                }
            }
        }
        assertThat(looked).isGreaterThan(100);
        assertThat(versions.getOrDefault("openssh", Set.of())).allMatch(name -> name.matches("s(sh|cp|ftp).*"));
        assertThat(versions.getOrDefault("curl", Set.of())).isSubsetOf("curl");
        assertThat(versions.getOrDefault("bash", Set.of())).isSubsetOf("bash", "rbash");
        assertThat(versions.getOrDefault("busybox", Set.of())).isSubsetOf("busybox");
        assertThat(versions.keySet()).doesNotContain("openssl", "hostapd", "ppp", "samba", "u-boot", "musl");
    }
}
