package org.vitrine.centre;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.SealSecret;
import org.vitrine.ledger.verify.SealSecret.Use;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;

/// A dossier's tables as a seal shows them: name, version and a salted root, nothing from which a row
/// could be guessed.
final class SealedTables {
    private SealedTables() {}

    /// One table.
    ///
    /// @param name its name
    /// @param version of its schema
    /// @param root RFC 6962 root over its salted head and its salted rows; see [SealSecret]
    record Sealed(String name, int version, Hash root) {}

    /// All tables of a dossier, by name. The number of rows stands in the salted head: how many private
    /// keys a release has is its content, too.
    static List<Sealed> of(Dossier dossier, Manifest manifest, SealSecret secret) throws IOException, DossierRefused {
        List<Sealed> tables = new ArrayList<>();
        for (Manifest.Entry entry : manifest.tables()) {
            Frontier tree = new Frontier();
            leaves(dossier, entry, secret).forEach(tree::add);
            tables.add(new Sealed(entry.name(), entry.schema().version(), tree.root()));
        }
        return tables;
    }

    /// The leaves of a table's tree: its head, then its rows.
    static List<Hash> leaves(Dossier dossier, Manifest.Entry entry, SealSecret secret)
            throws IOException, DossierRefused {
        List<Hash> leaves = new ArrayList<>();
        byte[] head = entry.head().getBytes(StandardCharsets.UTF_8);
        leaves.add(SealSecret.hidden(secret.salt(Use.HEAD, entry.name(), 0), head));
        SealSecret.Salts salts = secret.salts(Use.ROW, entry.name());
        dossier.encodings(entry.name(), row -> leaves.add(SealSecret.hidden(salts.at(leaves.size()), row)));
        return leaves;
    }
}
