package org.vitrine.centre;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Progress;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.Judge;
import org.vitrine.standards.Queries;
import org.vitrine.tables.Dossier;

/// The last step of every dossier: its facts are held against the catalogues, the verdicts become tables of it, it is
/// sealed, and its documents are written.
final class Judgement {
    private Judgement() {}

    /// Judges, seals and documents a dossier.
    ///
    /// @return the verdicts, as they stand in its tables
    static List<Fact> of(Dossier dossier, List<Catalogue> catalogues, Progress progress) throws IOException {
        List<Fact> verdicts = judge(dossier, catalogues, progress);
        progress.at("report", 0, 0, "");
        Documents.write(dossier, catalogues);
        return verdicts;
    }

    /// Judges and seals a dossier that nobody is going to read but the program: it gets no documents.
    static void undocumented(Dossier dossier, List<Catalogue> catalogues, Progress progress) throws IOException {
        judge(dossier, catalogues, progress);
        Documents.seal(dossier, catalogues);
    }

    private static List<Fact> judge(Dossier dossier, List<Catalogue> catalogues, Progress progress) throws IOException {
        List<Fact> verdicts = new ArrayList<>();
        for (Catalogue catalogue : catalogues) {
            progress.at("judge", 0, 0, catalogue.title());
            verdicts.addAll(Judge.judge(catalogue, Queries.of(dossier)));
        }
        dossier.append(Kinds.VERDICTS, verdicts);
        return verdicts;
    }
}
