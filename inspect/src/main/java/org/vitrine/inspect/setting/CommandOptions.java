package org.vitrine.inspect.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The options of a command line as getopt(3) reads them.
final class CommandOptions {
    private CommandOptions() {}

    /// An option; the value is empty for one that takes none.
    record Option(String name, String value) {}

    /// A reader of options of one letter.
    ///
    /// @param valued the letters of the options that take a value
    static Function<List<String>, List<Option>> letters(String valued) {
        return arguments -> of(arguments, valued);
    }

    /// A reader of options that are whole words, however many dashes they begin with: `-nor`.
    ///
    /// @param valued the options that take a value, with their dashes
    static Function<List<String>, List<Option>> words(String... valued) {
        Set<String> known = Set.of(valued);
        return arguments -> {
            List<Option> options = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                if (argument.startsWith("-")) {
                    boolean value = known.contains(argument) && i + 1 < arguments.size();
                    options.add(new Option(argument, value ? arguments.get(++i) : ""));
                }
            }
            return options;
        };
    }

    /// Whether a value stands for one that isn't known.
    static boolean isVariable(String value) {
        return value.indexOf('$') >= 0 || value.indexOf('`') >= 0;
    }

    /// The options up to the first operand.
    ///
    /// @param arguments without the program
    /// @param valued the letters of the options that take a value
    static List<Option> of(List<String> arguments, String valued) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
                // A variable may stand for options; what comes behind it is still looked at.
                if (argument.startsWith("$")) {
                    continue;
                }
                break;
            }
            if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                options.add(
                        equals < 0
                                ? new Option(argument, "")
                                : new Option(argument.substring(0, equals), argument.substring(equals + 1)));
                continue;
            }
            for (int at = 1; at < argument.length(); at++) {
                String name = "-" + argument.charAt(at);
                if (valued.indexOf(argument.charAt(at)) < 0) {
                    options.add(new Option(name, ""));
                    continue;
                }
                String rest = argument.substring(at + 1);
                if (rest.isEmpty() && i + 1 < arguments.size()) {
                    rest = arguments.get(++i);
                }
                options.add(new Option(name, rest));
                break;
            }
        }
        return options;
    }
}
