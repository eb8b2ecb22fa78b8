package org.vitrine.inspect.setting;

import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.State;

/// A configuration file, and whether its program reads it.
///
/// @param reason why it does or doesn't
record ConfigFile(Artifact file, State state, String reason) {
    /// A file that this one includes: in force where this one is.
    ConfigFile including(Artifact other) {
        return new ConfigFile(other, state, reason);
    }

    /// Whether it is the program's own and not a sample or a copy, so that its includes mean something here.
    boolean isOwn() {
        return state != State.TEMPLATE && state != State.COPY;
    }
}
