package org.vitrine.structure.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.structure.der.Der.Rules;

class DerTest {
    private static Bytes bytes(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void readsASequence() throws Malformed {
        Der element = Der.whole(bytes("30 0b 02 01 05 06 03 2a 86 48 01 01 ff"), Rules.DISTINGUISHED);
        List<Der> parts = element.sequence(3, "test");
        assertThat(parts.get(0).integer("number")).isEqualTo(BigInteger.valueOf(5));
        assertThat(parts.get(1).oid("oid")).isEqualTo("1.2.840");
        assertThat(parts.get(2).bool("flag")).isTrue();
        assertThat(parts.get(2).offset()).isEqualTo(10);
        assertThat(element.end()).isEqualTo(13);
        assertThat(parts.get(1).encoded().size()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "30, the element around it ends before",
        "3003020105 00, bytes follow it",
        "30 02 02 05, left",
        "30 81 03 02 01 05, not in its shortest form",
        "30 82 00 03 02 01 05, not in its shortest form",
        "30 80 02 01 05 00 00, indefinite",
        "30 89 01 01 01 01 01 01 01 01 01 00, octets long",
        "30 88 ff ff ff ff ff ff ff ff, left",
        "1f ff ff ff ff ff ff 01 00, 27 bits",
    })
    void refusesBySaying(String hex, String reason) {
        assertThatThrownBy(() -> {
                    for (Der child : Der.whole(bytes(hex), Rules.DISTINGUISHED).children()) {
                        child.children();
                    }
                })
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(reason);
    }

    @Test
    void basicRulesAllowMore() throws Malformed {
        Der indefinite = Der.whole(bytes("30 80 30 80 02 01 05 00 00 02 01 07 00 00"), Rules.BASIC);
        assertThat(indefinite.children()).hasSize(2);
        assertThat(indefinite.children().get(0).children().get(0).integer("n")).isEqualTo(BigInteger.valueOf(5));
        assertThat(indefinite.end()).isEqualTo(14);
        assertThat(Der.whole(bytes("30 81 03 02 01 05"), Rules.BASIC).children())
                .hasSize(1);
        assertThatThrownBy(() -> Der.whole(bytes("30 80 02 01 05"), Rules.BASIC))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void nestingHasABound() {
        String deep = "3080".repeat(100_000);
        assertThatThrownBy(() -> Der.at(bytes(deep), 0, Rules.BASIC))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("deeper");
        assertThatThrownBy(() -> {
                    Der at = Der.whole(bytes(nested(100)), Rules.DISTINGUISHED);
                    while (true) {
                        at = at.children().get(0);
                    }
                })
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("deeper");
    }

    private static String nested(int depth) {
        byte[] inside = {5, 0};
        for (int i = 0; i < depth; i++) {
            inside = DerWriter.element(Der.SEQUENCE, inside);
        }
        return HexFormat.of().formatHex(inside);
    }

    @Test
    void childrenHaveABound() {
        byte[] many = DerWriter.element(Der.SEQUENCE, new byte[4 * Der.MAXIMUM_CHILDREN]);
        assertThatThrownBy(() -> Der.whole(Bytes.of(many), Rules.DISTINGUISHED).children())
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("children");
    }

    @ParameterizedTest
    @CsvSource({
        "00",
        "0600",
        "06 01 80",
        "06 0a ff ff ff ff ff ff ff ff ff 7f",
        "02 00",
        "01 02 00 00",
        "03 00",
        "03 02 01 00"
    })
    void refusesValuesOfTheWrongShape(String hex) throws Malformed {
        byte[] value = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (value.length < 2) {
            return;
        }
        Der element = Der.whole(Bytes.of(value), Rules.DISTINGUISHED);
        assertThatThrownBy(() -> element.integer("x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> element.oid("x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> element.bool("x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> element.bits("x")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> element.octets("x")).isInstanceOf(Malformed.class);
    }

    @Property
    void integersComeBack(
            @ForAll @BigRange(min = "-1000000000000000000000000", max = "1000000000000000000000000") BigInteger n)
            throws Malformed {
        assertThat(Der.whole(Bytes.of(DerWriter.integer(n)), Rules.DISTINGUISHED)
                        .integer("n"))
                .isEqualTo(n);
    }

    @Property
    void identifiersComeBack(@ForAll @LongRange(max = 39) long second, @ForAll @LongRange(max = 1L << 40) long third)
            throws Malformed {
        for (int root = 0; root < 3; root++) {
            String oid = root + "." + second + "." + third;
            assertThat(Der.whole(Bytes.of(DerWriter.oid(oid)), Rules.DISTINGUISHED)
                            .oid("oid"))
                    .isEqualTo(oid);
        }
    }

    @Property
    void contentsOfAnyLengthComeBack(@ForAll @LongRange(max = 70_000) long length) throws Malformed {
        byte[] element = DerWriter.element(Der.OCTET_STRING, new byte[(int) length]);
        assertThat(Der.whole(Bytes.of(element), Rules.DISTINGUISHED).octets("x").size())
                .isEqualTo(length);
    }

    /// Walks all there is, the way a reader would.
    private static void walk(Der element) throws Malformed {
        element.encoded();
        element.content();
        if (element.constructed()) {
            for (Der child : element.children()) {
                walk(child);
            }
        }
    }

    @Property(tries = 5000)
    void nothingButMalformedComesOfAnyBytes(@ForAll byte[] any) {
        for (Rules rules : Rules.values()) {
            try {
                walk(Der.whole(Bytes.of(any), rules));
            } catch (Malformed e) {
                assertThat(e.problem().reason()).isNotEmpty();
            }
        }
    }
}
