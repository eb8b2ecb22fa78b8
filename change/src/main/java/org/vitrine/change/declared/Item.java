package org.vitrine.change.declared;

import java.util.Optional;
import org.vitrine.change.Change;
import org.vitrine.change.Delta;

/// Something that a declaration says was changed.
interface Item {
    /// In what form.
    DeclaredItem.Form form();

    /// The declaration's file.
    String source();

    /// Its own name.
    String id();

    /// What it says.
    String text();

    /// Why it speaks of a change with a meaning; empty where it doesn't.
    Optional<String> speaksOf(Delta delta);

    /// Whether it names a changed path.
    boolean names(Change change);

    /// What it names that can be looked for; empty where it names nothing.
    String lookedFor();
}
