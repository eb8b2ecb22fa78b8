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
                        "requires OpenVPN 2.4 or later")))
                .isEmpty();
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
