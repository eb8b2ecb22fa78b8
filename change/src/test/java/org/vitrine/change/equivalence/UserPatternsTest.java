package org.vitrine.change.equivalence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Bytes;
import org.vitrine.tables.yaml.CatalogueRefused;

/// Patterns of one's own: only what two people reviewed, only until a day, only a few short texts.
class UserPatternsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private static final String GOOD = """
            patterns:
              - name: day
                pattern: "built on [0-9]{4}-[0-9]{2}-[0-9]{2}"
                reason: The banner holds the day of the build.
                until: 2027-06-30
                reviewers: [A. Auditor, B. Builder]
            """;

    @TempDir
    private Path room = Path.of("");

    private UserPatterns read(String text) throws IOException, CatalogueRefused {
        return UserPatterns.read(Files.writeString(room.resolve("patterns.yaml"), text), TODAY);
    }

    private static long residual(String old, String current, UserPatterns patterns) {
        return Contentwise.of(bytes(old), bytes(current), patterns.normalisers())
                .residual();
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatIsReviewedIsSetAside() throws IOException, CatalogueRefused {
        UserPatterns patterns = read(GOOD);
        String old = "\1\2banner, built on 2026-01-01\0more";
        assertThat(residual(old, "\1\2banner, built on 2026-11-22\0more", patterns))
                .isZero();
        assertThat(residual(old, "\1\2banner, built on 2026-11-22\0mode", patterns))
                .isPositive();
        assertThat(residual(old, "\1\2banner, built of 2026-11-22\0more", patterns))
                .isPositive();
        assertThat(residual(old, "\1\2banner, built on 2026-11-22\0more", UserPatterns.none()))
                .isPositive();
        assertThat(patterns.normalisers().getFirst().card().reason()).contains("A. Auditor", "2027-06-30");
        assertThat(patterns.normalisers().getFirst().card().risk()).isEqualTo(Risk.N4);
    }

    @Test
    void aMatchAtTheEdgeOfAWindowIsFound() throws IOException, CatalogueRefused {
        for (int before : new int[] {4070, 4085, 4096, 8190}) {
            String head = "\1".repeat(before);
            assertThat(residual(head + "built on 2026-01-01\0", head + "built on 2026-02-02\0", read(GOOD)))
                    .as("%d", before)
                    .isZero();
        }
    }

    @Test
    void whatIsNotReviewedIsRefused() {
        for (String[] change : new String[][] {
            {"[A. Auditor, B. Builder]", "[A. Auditor]"},
            {"[A. Auditor, B. Builder]", "[A. Auditor, A. Auditor]"},
            {"2027-06-30", "2026-11-21"},
            {"2027-06-30", "some day"},
            {"[0-9]{4}", "[0-9"},
            {"name: day", "name: A Day"},
            {"    reason: The banner holds the day of the build.\n", ""}
        }) {
            assertThat(GOOD).contains(change[0]);
            assertThatThrownBy(() -> read(GOOD.replace(change[0], change[1])))
                    .as(change[1])
                    .isInstanceOf(CatalogueRefused.class);
        }
    }

    @Test
    void aPatternThatTakesEverythingTakesNothing() throws IOException, CatalogueRefused {
        UserPatterns all = read(GOOD.replace("built on [0-9]{4}-[0-9]{2}-[0-9]{2}", ".+"));
        String text = "a text that is longer than a date or a number could ever be, by a word or two";
        assertThat(residual(text, text.replace("word", "byte"), all)).isPositive();
        UserPatterns slow = read(GOOD.replace("built on [0-9]{4}-[0-9]{2}-[0-9]{2}", "(x+x+)+y"));
        assertThat(residual("x".repeat(64) + "a", "x".repeat(64) + "b", slow)).isEqualTo(1);
    }
}
