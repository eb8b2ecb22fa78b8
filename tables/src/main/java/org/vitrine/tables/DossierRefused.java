package org.vitrine.tables;

import java.util.Objects;

/// A folder that is no dossier, or one whose files don't match its manifest. The message is one line.
public final class DossierRefused extends Exception {
    private static final long serialVersionUID = 1;

    /// A refusal.
    ///
    /// @param reason one line for the user
    public DossierRefused(String reason) {
        super(reason, null, false, false);
    }

    /// The reason; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
