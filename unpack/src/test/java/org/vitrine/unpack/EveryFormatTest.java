package org.vitrine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;

/// Convention, held: every format is registered once, has a card and a test of its own, and claims nothing in nothing.
class EveryFormatTest {
    @Test
    void isRegistered() throws IOException {
        Set<String> registered = Formats.ALL.stream()
                .map(format -> format.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(registered).hasSameSizeAs(Formats.ALL).isEqualTo(sources(" implements Format "));
    }

    @Test
    void hasATest() throws IOException {
        StringBuilder tests = tests();
        for (Format format : Formats.ALL) {
            assertThat(tests)
                    .as("a test that opens samples")
                    .contains("new " + format.getClass().getSimpleName() + "()");
        }
    }

    private static StringBuilder tests() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/org/vitrine/unpack/format"))) {
            for (Path test :
                    files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                tests.append(Files.readString(test, StandardCharsets.UTF_8));
            }
        }
        return tests;
    }

    @Test
    void hasACardAndPatterns() {
        for (Format format : Formats.ALL) {
            Card card = format.card();
            assertThat(card.name()).matches("[a-z][a-z0-9-]*");
            assertThat(card.title()).isNotBlank();
            assertThat(card.references()).as(card.name()).isNotEmpty();
            assertThat(card.limitations()).allMatch(line -> line.endsWith("."), "sentences");
            assertThat(format.magic().size() + format.endings().size())
                    .as("what " + card.name() + " is found by")
                    .isPositive();
            assertThat(format.magic()).as(card.name()).allMatch(magic -> magic.offset() >= 0);
        }
        assertThat(Formats.ALL.stream().map(format -> format.card().name())).doesNotHaveDuplicates();
    }

    @Test
    void claimsNothingBehindItsPatternAlone() throws Malformed {
        for (Format format : Formats.ALL) {
            for (Magic magic : format.magic()) {
                byte[] pattern = magic.pattern().bytes();
                byte[] image = new byte[magic.offset() + pattern.length];
                System.arraycopy(pattern, 0, image, magic.offset(), pattern.length);
                try {
                    assertThat(format.claim(Bytes.of(image), 0))
                            .as(format.card().name())
                            .isEmpty();
                } catch (Malformed e) {
                    assertThat(e.problem().reason()).isNotBlank();
                }
            }
        }
    }

    @Test
    void compositionsAreRegisteredAndTested() throws IOException {
        Set<String> registered = Formats.COMPOSITIONS.stream()
                .map(composition -> composition.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(registered).isEqualTo(sources(" implements Composition "));
        StringBuilder tests = tests();
        registered.forEach(name -> assertThat(tests).contains("new " + name + "()"));
        assertThat(Stream.concat(
                                Formats.ALL.stream().map(Format::card),
                                Formats.COMPOSITIONS.stream().map(Composition::card))
                        .map(Card::name))
                .doesNotHaveDuplicates();
    }

    private static Set<String> sources(String kind) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/vitrine/unpack/format"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            Set<String> formats = new TreeSet<>();
            for (Path source : sources) {
                if (Files.readString(source, StandardCharsets.UTF_8).contains(kind)) {
                    formats.add(source.getFileName().toString().replace(".java", ""));
                }
            }
            return formats;
        }
    }
}
