package org.vitrine.ledger.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.ledger.tlog.Changed;

/// What `bench/fuzz --ledger` does for minutes, for a moment and without a fuzzer: good samples, and
/// what becomes of them when a few things in them are changed.
final class ParsersTest {
    private static final int CHANGED = 4_000;

    static List<Parser> parsers() {
        return Parsers.ALL;
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void readsOrRefuses(Parser parser) {
        Random random = new Random(42);
        for (byte[] good : parser.good()) {
            assertThat(parser.reads(good)).as(parser.name()).isTrue();
            int times = parser.name().startsWith("verified") ? CHANGED / 20 : CHANGED;
            int refused = 0;
            for (int i = 0; i < times; i++) {
                byte[] changed = good;
                for (int changes = random.nextInt(3); changes >= 0 && changed.length > 0; changes--) {
                    changed = Changed.once(changed, random);
                }
                refused += reads(parser, changed) ? 0 : 1;
            }
            assertThat(refused).as(parser.name()).isPositive();
        }
    }

    private static boolean reads(Parser parser, byte[] changed) {
        try {
            return parser.reads(changed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(parser.name() + ": " + HexFormat.of().formatHex(changed), e);
        }
    }
}
