package org.vitrine.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
    VersionOrderTest() {}

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "1.0.2, 1.0.2k",
        "1.0.2k, 1.0.2u",
        "1.0.2u, 1.1.0",
        "2018.76, 2019.78",
        "1.30.1-2, 1.30.1-10",
        "2.6.36, 2.6.36.4",
        "1.0~rc1, 1.0",
        "1.0-rc1, 1.0",
        "1.1.1-beta2, 1.1.1-rc1",
        "2.0, 1:1.0",
        "171-r2533-7d76028, 176-r4983-7d905f1",
        "8.2p1, 8.4p1",
        "8.4, 8.4p1",
        "V1.9.0-g5edadce, V1.10.0-g0302dc7",
        "20180108, 20190108",
        "1, 99999999999999999999999999",
    })
    void theLeftOneIsOlder(String older, String newer) {
        assertThat(VersionOrder.compare(older, newer).orElseThrow()).isNegative();
        assertThat(VersionOrder.compare(newer, older).orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"'', 1.0", "9e90d63, 4c2ab17", "unknown, 1.0", "4.1.38-1-08839f3f61, 4.1.38-1-42740ce3f7", "1.01, 1.1"})
    void nobodyCanTell(String left, String right) {
        assertThat(VersionOrder.compare(left, right)).isEmpty();
    }

    @Property(tries = 300)
    void itIsAnOrder(
            @ForAll @Chars({'0', '1', '2', '9', '.', '-', '~', ':', 'a', 'g', 'r', 'c'}) @StringLength(max = 12)
                    String a,
            @ForAll @Chars({'0', '1', '2', '9', '.', '-', '~', ':', 'a', 'g', 'r', 'c'}) @StringLength(max = 12)
                    String b,
            @ForAll @Chars({'0', '1', '2', '9', '.', '-', '~', ':', 'a', 'g', 'r', 'c'}) @StringLength(max = 12)
                    String c) {
        List<String> sorted =
                List.of(a, b, c).stream().sorted(VersionOrder::total).toList();

        assertThat(Integer.signum(VersionOrder.total(a, b))).isEqualTo(-Integer.signum(VersionOrder.total(b, a)));
        assertThat(VersionOrder.total(sorted.get(0), sorted.get(2))).isLessThanOrEqualTo(0);
        assertThat(VersionOrder.total(sorted.get(0), sorted.get(1))).isLessThanOrEqualTo(0);
        assertThat(VersionOrder.total(sorted.get(1), sorted.get(2))).isLessThanOrEqualTo(0);
    }
}
