package org.vitrine.tables.yaml;

/// A catalogue that can't be read. The message is one line, and begins with the file and the line where it has them.
public final class CatalogueRefused extends Exception {
    private static final long serialVersionUID = 1;

    /// A refusal.
    ///
    /// @param reason one line for the user
    public CatalogueRefused(String reason) {
        super(reason, null, false, false);
    }
}
