package org.vitrine.evidence;

/// Listens to how far a run is. Called from several threads.
@FunctionalInterface
public interface Progress {
    /// Nobody listens.
    Progress SILENT = (_, _, _, _) -> {};

    /// Tells how far it is.
    ///
    /// @param phase what is being done, in a word: `unpack`, `inspect`
    /// @param done how much of it, in `total`'s unit
    /// @param total how much there is; 0 when that can't be known yet
    /// @param on what it is on, printable
    void at(String phase, long done, long total, String on);
}
