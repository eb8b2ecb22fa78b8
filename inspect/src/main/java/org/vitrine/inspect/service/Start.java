package org.vitrine.inspect.service;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.shell.Programs;
import org.vitrine.inspect.shell.Step;
import org.vitrine.inspect.spi.RootFs;

/// A row of the table `service` with its command line taken apart, for those who look for options in it.
///
/// @param service the row
/// @param words the program and its arguments, expanded as far as their values are known
public record Start(Service service, List<String> words) {
    /// Copies the words.
    public Start {
        words = List.copyOf(words);
    }

    /// The place a start was read from.
    ///
    /// @param file the file whose line it is
    /// @param line from 1
    record Place(Artifact file, int line, Location location) {
        static Place of(Step step) {
            return new Place(step.script(), step.command().line(), step.location());
        }
    }

    static Start of(
            RootFs root,
            Place place,
            String name,
            String command,
            CommandLine line,
            Service.Starter starter,
            State state,
            String reason) {
        String first = line.words().isEmpty() ? "" : line.words().getFirst();
        Optional<Artifact> file = Programs.find(root, first);
        String program = file.map(root::pathOf).orElseGet(() -> missing(root, first));
        Service service = new Service(
                root.root().id(),
                place.file().id(),
                place.line(),
                name.isEmpty() ? Lines.shown(first.contains("`") ? first : Programs.name(first)) : name,
                command,
                program,
                file.map(Artifact::id).orElse(-1L),
                Lines.shown(line.user()),
                starter,
                state,
                reason,
                place.location());
        return new Start(service, line.words());
    }

    /// Where an absolute path leads that ends nowhere; empty for what names no path.
    private static String missing(RootFs root, String word) {
        boolean path = word.startsWith("/") && word.indexOf('$') < 0 && word.indexOf('`') < 0 && word.length() <= 1024;
        return path ? Lines.shown(root.resolve(word.substring(1))) : "";
    }

    /// The start that a command of a script is, when it is one: a program that stays, or is put into the background.
    static Optional<Start> of(RootFs root, Step step, Service.Starter starter, State state) {
        CommandLine line = CommandLine.of(step.words());
        if (line.stops() || line.words().isEmpty()) {
            return Optional.empty();
        }
        String first = line.words().getFirst();
        if (OneShot.is(Programs.name(first)) || !couldBeProgram(first)) {
            return Optional.empty();
        }
        boolean background = step.command().background();
        Optional<Artifact> file = Programs.find(root, first);
        boolean stays = line.daemon() || background || file.isPresent() && !step.called();
        boolean commented = step.comment() && !(file.isPresent() && (background || line.daemon()));
        if (!stays || commented) {
            return Optional.empty();
        }
        String command = step.command().text() + (background ? " &" : "");
        return Optional.of(of(
                root,
                Place.of(step),
                "",
                command,
                line,
                starter,
                step.comment() ? State.INACTIVE : state,
                step.reason()));
    }

    private static boolean couldBeProgram(String word) {
        return !word.startsWith("-") && !word.startsWith("(") && !word.equals("$") && !word.isBlank();
    }
}
