package org.vitrine.inspect.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.inspect.HandMadeTree;

class ComponentTest {
    static List<Component> found(byte[] content) {
        List<Component> rows = new ArrayList<>();
        Bytes bytes = Bytes.of(content);
        new ComponentInspector().inspect(Digest.ofContent(bytes), bytes, fact -> rows.add((Component) fact));
        return rows;
    }

    private static byte[] binary(String... strings) {
        return ("\u007fELF\1\2\0\0" + String.join("\0", strings) + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyRuleFitsItsExamples() {
        for (Rule rule : Rules.ALL) {
            assertThat(rule.needle().length()).as(rule.needle()).isGreaterThanOrEqualTo(6);
            assertThat(rule.examples()).as(rule.needle()).isNotEmpty();
            for (String example : rule.examples()) {
                String[] parts = example.split("=>", -1);
                assertThat(parts).as(example).hasSize(2);
                byte[] content = binary("x", parts[0].replace('|', '\0'), rule.with(), "y");
                assertThat(found(content)).as(example).singleElement().satisfies(row -> {
                    assertThat(row.product()).isEqualTo(rule.product().name());
                    assertThat(row.version()).isEqualTo(parts[1]);
                    int at = (int) row.location().offset();
                    String there = new String(content, at, (int) row.location().length(), StandardCharsets.ISO_8859_1);
                    assertThat(row.string()).isEqualTo(there);
                });
                assertThat(found(parts[0].getBytes(StandardCharsets.ISO_8859_1)))
                        .as("text")
                        .isEmpty();
            }
        }
    }

    @Test
    void otherProductsStringsAreNotTheProduct() {
        assertThat(found(binary(
                        "User-Agent: curl/7.1.2 libcurl/7.1.2",
                        "OpenSSH_7.0*,OpenSSH_7.1*,OpenSSH_7.2*",
                        "OpenSSH_6.6.1*",
                        "built with OpenSSL 1.0.2o  27 Mar 2018",
                        "OpenSSL 1.0.2o  27 Mar 2018",
                        "neon 0.25.1: Library build, OpenSSL 0.9.8a 11 Oct 2005.",
                        "-v   show hostapd version",
                        "dnsmasq-2.79-13.el8_3.1.aarch64.debug",
                        "/build/musl-1.1.19/x",
                        "BusyBox v%s",
                        "Linux version %d.%d.%d",
                        "is deprecated since Samba 3.0.23.",
                        "Server: nginx/1.2.3",
                        "requires OpenVPN 2.4 or later",
                        // Vendor ids that a VPN knows of its peers.
                        "strongSwan 4.3.5",
                        "Openswan 2.2.0",
                        "Linux 4.1.38",
                        "compiled against libpcap 1.9.1",
                        "PHP/7.2.1",
                        "GCC: (GNU) 4.6.3",
                        "libjpeg 6b",
                        "6b  27-Mar-1998",
                        "Apache/2.4.51 (Unix)",
                        "Mozilla/5.0 wget/1.20.1",
                        "LIBXML2_2.9.0",
                        "JSONC_0.14",
                        "GNUTLS_3_4",
                        "libssh2_session_init",
                        "zabbix 6.0.13",
                        "20910",
                        "needs xl2tpd-1.3",
                        "see sudo 1.8.14")))
                .isEmpty();
        // Another maker's library of the same interface is not this one.
        assertThat(found(binary(
                        "Wrong JPEG library version: library is %d, caller expects %d",
                        "6b  27-Mar-1998", "libjpeg-turbo version 1.5.1 (build 1)")))
                .extracting(Component::product)
                .containsExactly("libjpeg-turbo");
    }

    @Test
    void aVersionApartIsTakenWhenItIsTheOnlyOne() {
        assertThat(found(binary("2.4.7", "pppd version %s")))
                .extracting(Component::version)
                .containsExactly("2.4.7");
        assertThat(found(binary("2.4.7", "2.4.5", "pppd version %s")))
                .extracting(Component::version)
                .containsExactly("");
        assertThat(found(binary("x2.4.7", "pppd version %s")))
                .extracting(Component::version)
                .containsExactly("");
    }

    @Test
    void productsHavePackageUrlsAndCpeNames() {
        assertThat(found(binary("OpenSSH_8.0p1")))
                .singleElement()
                .satisfies(row -> assertThat(List.of(row.purl(), row.cpe()))
                        .containsExactly("pkg:generic/openssh@8.0p1", "cpe:2.3:a:openbsd:openssh:8.0:p1:*:*:*:*:*:*"));
        assertThat(found(binary("Linux version 2.6.36 (root@localhost) (gcc version 4.6.3) #1")))
                .extracting(Component::cpe)
                .containsExactly("cpe:2.3:o:linux:linux_kernel:2.6.36:*:*:*:*:*:*:*");
        assertThat(found(binary("smbd version %s started.")))
                .extracting(Component::cpe)
                .containsExactly("cpe:2.3:a:samba:samba:*:*:*:*:*:*:*:*");
        assertThat(Rules.ALL.stream().map(rule -> rule.product().name()).distinct())
                .hasSizeGreaterThanOrEqualTo(140);
        assertThat(Rules.ALL)
                .allMatch(rule -> rule.product().catalogued().isEmpty()
                        || rule.product().catalogued().matches("[a-z0-9._-]+:[a-z0-9._-]+"));
    }

    @Test
    void needlesAreFoundWhereverTheyStand() {
        Random random = new Random(3);
        byte[] needle = "BusyBox v".getBytes(StandardCharsets.ISO_8859_1);
        Needles needles = new Needles(List.of(needle, "OpenSSH_".getBytes(StandardCharsets.ISO_8859_1)));
        List<Integer> places = new ArrayList<>(List.of(0, 1, 2, 65_500, 65_535, 65_536, 131_070, 199_990, 199_991));
        for (int i = 0; i < 300; i++) {
            places.add(random.nextInt(199_991));
        }
        for (int place : places) {
            byte[] content = new byte[200_000];
            System.arraycopy(needle, 0, content, place, needle.length);
            List<Long> hits = new ArrayList<>();
            needles.search(Bytes.of(content), (which, at) -> hits.add(at + 1_000_000L * which));
            assertThat(hits.stream().distinct()).as("at %d", place).containsExactly((long) place);
        }
    }

    @Test
    void anyBytesGiveRowsOrNone() {
        StringBuilder all = new StringBuilder();
        Rules.ALL.forEach(
                rule -> rule.examples().forEach(example -> all.append(example).append('\0')));
        byte[] sample = binary(all.toString());
        Random random = new Random(13);
        for (int round = 0; round < 500; round++) {
            byte[] flipped = sample.clone();
            for (int i = 0; i < 40; i++) {
                flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(flipped, random.nextInt(flipped.length + 1));
            assertThat(found(cut))
                    .allSatisfy(row -> assertThat(
                                    row.location().offset() + row.location().length())
                            .isLessThanOrEqualTo(cut.length));
        }
    }

    @Test
    void uClibcIsNamedByItsFile() {
        List<Component> rows = new ArrayList<>();
        new LibraryName()
                .inspect(
                        new HandMadeTree()
                                .programs("lib/libuClibc-0.9.33.2.so", "lib/libuClibc-1.0.30.so")
                                .root(),
                        fact -> rows.add((Component) fact));
        assertThat(rows)
                .extracting(Component::purl)
                .containsExactly("pkg:generic/uclibc@0.9.33.2", "pkg:generic/uclibc-ng@1.0.30");
    }
}
