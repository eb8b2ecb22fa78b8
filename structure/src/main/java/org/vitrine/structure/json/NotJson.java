package org.vitrine.structure.json;

import java.util.Objects;

/// A text that isn't the JSON it should be. The message is one line with the place.
public final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    /// A refusal.
    ///
    /// @param reason one line
    public NotJson(String reason) {
        super(reason, null, false, false);
    }

    /// The reason; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
