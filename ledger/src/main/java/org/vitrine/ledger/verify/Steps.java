package org.vitrine.ledger.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.verify.Step.Outcome;

/// Steps in their order, each taken only when those it needs have passed.
final class Steps {
    private final List<Step> taken = new ArrayList<>();

    /// What a step finds out.
    ///
    /// @param value what later steps need
    /// @param reason what holds, in a line
    record Found<T>(T value, String reason) {}

    /// Looks whether something holds.
    interface Check<T> {
        Found<T> look() throws Refused, IOException;
    }

    /// Takes a step.
    ///
    /// @param name the step's
    /// @param needs names of steps without which it can't be taken
    /// @return what it found out, when it passed
    <T> Optional<T> take(String name, List<String> needs, Check<T> check) {
        for (String need : needs) {
            if (!hasPassed(need)) {
                taken.add(new Step(name, Outcome.SKIPPED, "needs " + need));
                return Optional.empty();
            }
        }
        try {
            Found<T> found = check.look();
            taken.add(new Step(name, Outcome.PASSED, found.reason()));
            return Optional.of(found.value());
        } catch (Refused e) {
            taken.add(new Step(name, Outcome.FAILED, String.valueOf(e.getMessage())));
        } catch (NoSuchFileException e) {
            taken.add(new Step(name, Outcome.FAILED, e.getFile() + " is not there"));
        } catch (IOException e) {
            taken.add(new Step(name, Outcome.FAILED, "can't be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /// Leaves a step out.
    void skip(String name, String reason) {
        taken.add(new Step(name, Outcome.SKIPPED, reason));
    }

    /// Whether a step was taken and passed.
    boolean hasPassed(String name) {
        return taken.stream().anyMatch(step -> step.name().equals(name) && step.outcome() == Outcome.PASSED);
    }

    /// All that were taken.
    List<Step> taken() {
        return List.copyOf(taken);
    }
}
