package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every command stands in the README, and answers `--help`.
class EveryCommandTest {
    private static final List<String> COMMANDS =
            List.copyOf(Vitrine.line().getSubcommands().keySet());

    @Test
    void everyCommandStandsInTheReadme() throws IOException {
        String readme = Files.readString(ReferencePagesTest.root().resolve("README.md"));
        assertThat(COMMANDS)
                .contains("examine", "query")
                .allSatisfy(command -> assertThat(readme).contains("./vitrine " + command + " "));
    }

    @Test
    void everyCommandExplainsItself() {
        assertThat(COMMANDS).allSatisfy(command -> {
            Called help = Called.with(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: vitrine " + command);
            assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        });
    }

    @Test
    void everyCommandSaysHowItEndsAndGivesExamples() {
        assertThat(COMMANDS).allSatisfy(command -> {
            String help = Called.with("help", command).out();
            assertThat(help).containsPattern("Exit codes: 0 ");
            assertThat(help.lines()
                            .dropWhile(line -> !line.equals("Examples:"))
                            .skip(1)
                            .limit(1))
                    .singleElement()
                    .satisfies(line -> assertThat(line).containsPattern("^  (source <\\()?vitrine " + command));
        });
    }
}
