package org.vitrine.inspect.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.State;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.RootFs;
import org.vitrine.inspect.spi.TreeInspector;

/// The program that a container image starts: its entry point with its default arguments.
public final class ContainerStart implements TreeInspector {
    private static final Set<String> FORMATS = Set.of("oci", "docker");

    private static final Card CARD = new Card(
            "container-start",
            "The program that a container image starts",
            List.of("OCI image specification 1.1, config.md, Entrypoint, Cmd and User"),
            List.of(
                    "Whoever runs the image can give another command, user and arguments.",
                    "Of an entry point that is a shell script, what it starts is not followed."));

    /// The inspector; it keeps nothing.
    public ContainerStart() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(RootFs root, Facts facts) {
        starts(root).forEach(start -> facts.add(start.service()));
    }

    static List<Start> starts(RootFs root) {
        List<String> words = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        String user = "";
        for (Header header : configuration(root)) {
            switch (header.field()) {
                case "Entrypoint" -> words.add(word(header));
                case "Cmd" -> arguments.add(word(header));
                case "User" -> user = header.value();
                default -> {}
            }
        }
        words.addAll(arguments);
        if (words.isEmpty()) {
            return List.of();
        }
        CommandLine line = CommandLine.of(words);
        String command = Lines.shown(String.join(" ", words));
        Start.Place place = new Start.Place(root.root(), 0, new Location(Digest.NONE, -1, 0));
        Start start = Start.of(
                root,
                place,
                "",
                command,
                new CommandLine(line.words(), line.user().isEmpty() ? user : line.user(), line.daemon(), line.stops()),
                Service.Starter.CONTAINER,
                State.ACTIVE,
                "the image's configuration names it as entry point or command");
        return List.of(start);
    }

    /// One character for each byte, as the words of scripts are.
    private static String word(Header header) {
        return new String(Display.raw(header.value()), StandardCharsets.ISO_8859_1);
    }

    /// The fields of the image that this root is the merged view of; with several images each is in a folder that
    /// bears its name.
    private static List<Header> configuration(RootFs root) {
        Artifact node = root.root();
        boolean alone = FORMATS.contains(node.format());
        Optional<Artifact> view = alone
                ? Optional.of(node)
                : Optional.of(node.parent())
                        .filter(parent -> parent >= 0)
                        .map(root.tree()::artifact)
                        .filter(parent -> FORMATS.contains(parent.format()));
        if (view.isEmpty()) {
            return List.of();
        }
        List<Header> fields = new ArrayList<>();
        boolean mine = false;
        for (Fact fact : root.tree().facts()) {
            if (fact instanceof Header header && header.artifact() == view.get().id()) {
                if (header.field().equals("image")) {
                    mine = alone || node.name().is(header.value());
                }
                if (mine) {
                    fields.add(header);
                }
            }
        }
        return fields;
    }
}
