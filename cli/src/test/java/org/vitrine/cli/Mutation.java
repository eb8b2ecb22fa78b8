package org.vitrine.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.change.ChangeKind;

/// A change of a root file system, and how it must be found.
///
/// @param name what is done
/// @param path where it shows
/// @param kind the class that this path is in
/// @param found the rules that find it, each with its severity
/// @param step does it
record Mutation(String name, String path, ChangeKind kind, List<String> found, Step step) {
    /// Does something to a tree.
    interface Step {
        void on(RootTree tree) throws IOException;
    }

    /// The catalogue: those that are found in the tree that they are applied to.
    static Stream<Mutation> each(SmallRoot root) {
        return Stream.of(
                        MetadataMutations.all(root),
                        LoginMutations.all(root),
                        SettingMutations.all(root),
                        ExposureMutations.all(root),
                        ProgramMutations.all(root),
                        SystemMutations.all(root))
                .flatMap(List::stream);
    }

    /// Adds one; `found` is a list with commas, empty where no rule may find it.
    static void add(List<Mutation> all, String name, String path, ChangeKind kind, String found, Step step) {
        all.add(new Mutation(name, path, kind, found.isEmpty() ? List.of() : List.of(found.split(", ", -1)), step));
    }

    @Override
    public String toString() {
        return name;
    }

    /// The name of a folder for it.
    String folder() {
        return name.replaceAll("[^A-Za-z0-9]", "-");
    }
}
