package org.vitrine.inspect.shell;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides blocks for one body of commands with its variables.
final class Decisions {
    private final Variables variables;
    private final IdentityHashMap<List<List<String>>, Integer> taken = new IdentityHashMap<>();

    Decisions(Variables variables) {
        this.variables = variables;
    }

    boolean inSubshell(@Nullable Block block) {
        for (Block at = block; at != null && at.kind() != Block.Kind.FUNCTION; at = at.outer()) {
            if (at.kind() == Block.Kind.SUBSHELL) {
                return true;
            }
        }
        return false;
    }

    /// How many blocks up to the function may not be run; -1 when one of them certainly isn't.
    int uncertain(@Nullable Block block) {
        int blocks = 0;
        for (Block at = block; at != null && at.kind() != Block.Kind.FUNCTION; at = at.outer()) {
            int taken = at.kind() == Block.Kind.IF || at.kind() == Block.Kind.CASE ? taken(at) : UNDECIDED;
            if (taken != UNDECIDED && taken != at.branch()) {
                return -1;
            }
            boolean certain = at.kind() == Block.Kind.GROUP || at.kind() == Block.Kind.SUBSHELL;
            if (taken == UNDECIDED && !certain) {
                blocks++;
            }
        }
        return blocks;
    }

    private static final int UNDECIDED = -2;
    private static final int NONE = -1;

    private int taken(Block block) {
        Integer known = taken.get(block.branches());
        if (known == null) {
            known = block.kind() == Block.Kind.CASE ? choice(block) : branch(block);
            taken.put(block.branches(), known);
        }
        return known;
    }

    private int choice(Block block) {
        Variables.Expansion subject = variables.expand(block.subject());
        if (!subject.known() || !subject.given()) {
            return UNDECIDED;
        }
        for (int i = 0; i < block.branches().size(); i++) {
            for (String pattern : block.branches().get(i)) {
                if (Glob.matches(variables.expand(pattern).text(), subject.text())) {
                    return i;
                }
            }
        }
        return NONE;
    }

    private int branch(Block block) {
        for (int i = 0; i < block.branches().size(); i++) {
            List<String> test = block.branches().get(i);
            if (test.isEmpty()) {
                return i;
            }
            Optional<Boolean> truth = truth(test);
            if (truth.isEmpty()) {
                return UNDECIDED;
            }
            if (truth.get()) {
                return i;
            }
        }
        return NONE;
    }

    private Optional<Boolean> truth(List<String> test) {
        boolean bracket = test.getFirst().equals("[") || test.getFirst().equals("[[");
        if (!bracket && !test.getFirst().equals("test")) {
            return Optional.empty();
        }
        List<Variables.Expansion> words = test.subList(1, test.size() - (bracket ? 1 : 0)).stream()
                .map(variables::expand)
                .toList();
        boolean given = words.stream().anyMatch(Variables.Expansion::given);
        if (!given || !words.stream().allMatch(Variables.Expansion::known)) {
            return Optional.empty();
        }
        if (words.size() == 3) {
            boolean same = words.get(0).text().equals(words.get(2).text());
            return switch (words.get(1).text()) {
                case "=", "==" -> Optional.of(same);
                case "!=" -> Optional.of(!same);
                default -> Optional.empty();
            };
        }
        if (words.size() == 2) {
            boolean empty = words.get(1).text().isEmpty();
            return switch (words.get(0).text()) {
                case "-z" -> Optional.of(empty);
                case "-n" -> Optional.of(!empty);
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }
}
