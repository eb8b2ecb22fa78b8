package org.vitrine.change.deployed;

/// A manifest that can't be read; the message names the line and is fit to be shown.
public final class ManifestRefused extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message in a line
    public ManifestRefused(String message) {
        super(message);
    }
}
