package org.vitrine.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitrine.evidence.Card;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.inspect.spi.Deduction;
import org.vitrine.inspect.spi.TreeInspector;

/// Convention, held: every inspector and every kind of fact is registered once, and every inspector has a card.
class EveryInspectorTest {
    @Test
    void isRegistered() throws IOException {
        Set<String> registered = Stream.of(Inspectors.CONTENT, Inspectors.TREE, Inspectors.DEDUCED)
                .flatMap(List::stream)
                .map(inspector -> inspector.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(registered).isEqualTo(sources(" implements (ContentInspector|TreeInspector|Deduction) "));
    }

    @Test
    void everyKindOfFactIsRegistered() throws IOException {
        Set<String> registered =
                Inspectors.KINDS.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(registered).hasSameSizeAs(Inspectors.KINDS).isEqualTo(sources("implements Fact "));
    }

    @Test
    void hasACard() {
        List<Card> cards = Stream.of(
                        Inspectors.CONTENT.stream().map(ContentInspector::card),
                        Inspectors.TREE.stream().map(TreeInspector::card),
                        Inspectors.DEDUCED.stream().map(Deduction::card))
                .flatMap(stream -> stream)
                .toList();
        assertThat(cards).allSatisfy(card -> {
            assertThat(card.name()).matches("[a-z][a-z0-9._-]*");
            assertThat(card.references()).as(card.name()).isNotEmpty();
            assertThat(card.limitations()).allMatch(line -> line.endsWith("."), "sentences");
        });
        assertThat(cards.stream().map(Card::name)).doesNotHaveDuplicates();
    }

    private static Set<String> sources(String declaration) throws IOException {
        Pattern pattern = Pattern.compile(declaration);
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (pattern.matcher(Files.readString(source, StandardCharsets.UTF_8))
                        .find()) {
                    names.add(source.getFileName().toString().replace(".java", ""));
                }
            }
        }
        return names;
    }
}
