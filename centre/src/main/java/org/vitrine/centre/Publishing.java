package org.vitrine.centre;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Run;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.ReceiptFiles;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;

/// Opens rows of a sealed dossier, and states in the log that they were opened.
public final class Publishing {
    private Publishing() {}

    /// What was published.
    ///
    /// @param receipts the publication's
    /// @param withheld how many chosen rows of each table stay closed, since they seem to hold a secret
    public record Published(Receipts receipts, SortedMap<String, Integer> withheld) {}

    /// Publishes an edition.
    ///
    /// @param folder the sealed dossier's
    /// @param tables tables whose rows are all opened; with `rows` instead of the edition's own choice
    /// @param rows `TABLE: CONDITION`
    /// @param embargo the day before which it is not to be public
    /// @param target a folder that is not there yet
    /// @throws DossierRefused when the dossier is not sound, is not sealed, or changed since
    /// @throws QueryRefused when a condition is none
    /// @throws Refused when the log does not take it
    public static Published publish(
            Path folder,
            SealingLog log,
            Edition.Kind kind,
            List<String> tables,
            List<String> rows,
            Optional<LocalDate> embargo,
            Path target)
            throws IOException, DossierRefused, QueryRefused, Refused {
        if (!Files.isRegularFile(folder.resolve(ReceiptFiles.STATEMENT))) {
            throw new DossierRefused(folder + " is not sealed; 'vitrine seal' does that");
        }
        // Receipts of now for the seal, and whether it is still what was sealed.
        Receipts seal = Sealing.seal(folder, log, Optional.empty()).receipts();
        SignedStatement sealed = SignedStatement.decode(Files.readAllBytes(folder.resolve(ReceiptFiles.STATEMENT)));
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            Edition edition = new Edition(dossier, Dossier.manifest(folder), Sealing.secret(folder));
            Map<String, String> chosen = edition.chosen(kind, tables, rows);
            Receipts.folder(target);
            Path file = target.resolve(Edition.FILE);
            SortedMap<String, Integer> withheld;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                withheld = edition.write(out, kind, seal.leaf(), chosen);
            }
            Json predicate = predicate(kind, seal.leaf(), chosen, file, embargo);
            Map<String, String> subjects =
                    new TreeMap<>(Map.of("release", sealed.subject().replaceFirst("^sha256:", "")));
            Receipts receipts =
                    log.say(sealed.subject(), InToto.payload(StatementKind.PUBLICATION, subjects, predicate));
            seal.write(target.resolve("sealed"));
            receipts.write(target);
            return new Published(receipts, withheld);
        }
    }

    private static Json predicate(
            Edition.Kind kind, Hash about, Map<String, String> chosen, Path file, Optional<LocalDate> embargo)
            throws IOException {
        List<Json> names = new ArrayList<>();
        new TreeMap<>(chosen).keySet().forEach(name -> names.add(Json.of(name)));
        Json.Builder predicate = Json.object()
                .put("about", about.toString())
                .put("content", content(Digest.ofContent(Bytes.map(file)).toString(), Files.size(file)))
                .put("edition", kind.name().toLowerCase(Locale.ROOT))
                .put("published", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("tables", names);
        embargo.ifPresent(day -> predicate.put("embargo", day.toString()));
        return predicate.sorted();
    }

    static Json content(String sha256, long size) {
        return Json.object().put("sha256", sha256).put("size", size).build();
    }
}
