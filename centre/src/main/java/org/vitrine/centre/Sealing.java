package org.vitrine.centre;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vitrine.evidence.Run;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.verify.Listing;
import org.vitrine.ledger.verify.ReceiptFiles;
import org.vitrine.ledger.verify.SealSecret;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;

/// Seals a dossier: opens it, and so checks it; states what [SealPredicate] says; leaves the statement
/// and its receipts in its folder. What has no sound manifest was aborted or changed, and is not sealed.
public final class Sealing {
    private Sealing() {}

    /// What sealing came to.
    ///
    /// @param receipts the statement's
    /// @param isNew whether the statement was not in the folder before
    public record Sealed(Receipts receipts, boolean isNew) {}

    /// Seals a dossier. One that is sealed and did not change gets fresh receipts for the same
    /// statement.
    ///
    /// @param folder the dossier's
    /// @param embargo the day before which the sealer asks that no content be published
    /// @throws IOException when something can't be read or written
    /// @throws DossierRefused when it is no sound dossier, or changed since it was sealed
    /// @throws Refused when the log does not take it
    public static Sealed seal(Path folder, SealingLog log, Optional<LocalDate> embargo)
            throws IOException, DossierRefused, Refused {
        if (Files.exists(folder.resolve(ReceiptFiles.STATEMENT), LinkOption.NOFOLLOW_LINKS)) {
            if (embargo.isPresent()) {
                throw new DossierRefused(folder + " was sealed before: an embargo can't be added to what was said");
            }
            return new Sealed(again(folder, log), false);
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            Listing listing = Listing.of(folder);
            SealSecret secret = SealSecret.generate();
            SealPredicate predicate =
                    new SealPredicate(dossier, Dossier.manifest(folder), secret, listing, now, embargo);
            Map<String, String> subjects = predicate.subjects();
            byte[] payload = InToto.payload(predicate.kind(), subjects, predicate.json());
            String release = new TreeMap<>(subjects).firstEntry().getValue();
            SealingLog.Said said = log.sign("sha256:" + release, payload);
            // First what opens the statement, then the statement, then the log: whoever seals again after
            // a crash logs the same statement, and can open it.
            keep(folder.resolve(SealSecret.FILE), secret);
            Receipts.put(folder, Listing.FILE, listing.text());
            if (said.content().isPresent()) {
                Receipts.put(folder, ReceiptFiles.CONTENT, said.content().get());
            }
            Receipts.put(folder, ReceiptFiles.STATEMENT, said.entry());
            Receipts receipts = log.receipts(said.entry(), said.content());
            receipts.write(folder);
            return new Sealed(receipts, true);
        }
    }

    /// Only its owner may read it, from its first byte on.
    private static void keep(Path file, SealSecret secret) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(secret.text().getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
    }

    private static Receipts again(Path folder, SealingLog log) throws IOException, DossierRefused, Refused {
        byte[] entry = Files.readAllBytes(folder.resolve(ReceiptFiles.STATEMENT));
        byte[] sealed = Files.readAllBytes(folder.resolve(Listing.FILE));
        if (!Arrays.equals(Listing.of(folder).text(), sealed)) {
            throw new DossierRefused(folder + " was sealed and has changed since: what is sealed can't be sealed"
                    + " otherwise; examine the release into another folder");
        }
        Path content = folder.resolve(ReceiptFiles.CONTENT);
        Receipts receipts = log.receipts(
                entry, Files.exists(content) ? Optional.of(Files.readAllBytes(content)) : Optional.empty());
        receipts.write(folder);
        return receipts;
    }

    /// The secret of a sealed folder.
    static SealSecret secret(Path folder) throws IOException, Refused {
        return SealSecret.parse(Files.readString(folder.resolve(SealSecret.FILE), StandardCharsets.ISO_8859_1));
    }

    /// Computes the salted roots of a sealed dossier's tables anew from its rows: the step `rows` of
    /// verifying, for which Parquet has to be read.
    ///
    /// @param folder holds the dossier and its statement, verified
    /// @return what holds, in a line
    /// @throws DossierRefused when a row, a table or a root is not what was sealed
    public static String checkRows(Path folder) throws IOException, DossierRefused, Refused {
        Map<String, String> said = new TreeMap<>();
        for (Json item : statement(folder).predicate().require("tables", "seal").items("seal: tables")) {
            Json.Object table = item.asObject("seal: a table");
            said.put(
                    table.require("name", "seal: a table").text("seal: name"),
                    table.require("root", "seal: a table").text("seal: root"));
        }
        SealSecret secret = secret(folder);
        Manifest manifest = Dossier.manifest(folder);
        try (Dossier dossier = Dossier.open(folder, Run.standard().temporary())) {
            Map<String, String> roots = new TreeMap<>();
            for (SealedTables.Sealed table : SealedTables.of(dossier, manifest, secret)) {
                roots.put(table.name(), table.root().toString());
            }
            for (Map.Entry<String, String> root : said.entrySet()) {
                if (!root.getValue().equals(roots.remove(root.getKey()))) {
                    throw new DossierRefused("the rows of table " + root.getKey() + " are not those that were sealed");
                }
            }
            if (!roots.isEmpty()) {
                throw new DossierRefused("table " + roots.keySet().iterator().next() + " was not sealed");
            }
        }
        long rows = manifest.tables().stream().mapToLong(Manifest.Entry::rows).sum();
        return "all " + rows + " rows of " + said.size() + " tables lead to their salted roots";
    }

    private static Statement statement(Path folder) throws IOException, Refused {
        Path content = folder.resolve(ReceiptFiles.CONTENT);
        if (Files.exists(content)) {
            return Statement.decode(Files.readAllBytes(content));
        }
        SignedStatement signed = SignedStatement.decode(Files.readAllBytes(folder.resolve(ReceiptFiles.STATEMENT)));
        return Statement.decode(signed.payload().orElseThrow(() -> new Refused("statement: it has no payload")));
    }
}
