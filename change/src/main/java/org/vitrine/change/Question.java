package org.vitrine.change;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Fact;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// What a comparison is asked besides what changed and what that means: whether a rebuilt release equals the shipped
/// one, or whether somebody spoke of the changes.
public interface Question {
    /// The kinds of fact that its answer adds, each a table.
    List<Class<? extends Fact>> kinds();

    /// Answers.
    ///
    /// @param pair both dossiers, opened side by side
    /// @param facts what the comparison found so far
    /// @param contents what is in the files, where the releases are at hand
    /// @return the facts with the answer's: some may be replaced by others of their kind
    /// @throws IOException when a table can't be read
    /// @throws DossierRefused when one of the dossiers doesn't hold what a dossier must
    List<Fact> ask(Dossier pair, List<Fact> facts, Optional<Contents> contents) throws IOException, DossierRefused;
}
