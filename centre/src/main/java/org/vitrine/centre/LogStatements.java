package org.vitrine.centre;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.structure.json.Json;

/// A log's first two entries: what it admits, and the keys that speak in it. Both are said of the log
/// itself.
///
/// @param log the key of its checkpoints, whose name is its origin
/// @param issuer the name under which statements are signed
/// @param key what signs them
record LogStatements(NoteKey log, String issuer, SigningKey key) {
    /// Entry 0.
    SignedStatement policy() throws Refused {
        Json predicate = Json.object()
                .put("admits", "signed statements of the issuers of entry 1, by Ed25519, ML-DSA-44 or ES256")
                .put("largest", SignedStatement.MAXIMUM_ENTRY)
                .put("log", log.vkey())
                .put("origin", log.name())
                .put("prunes", "never")
                .build();
        return said(StatementKind.POLICY, predicate);
    }

    /// Entry 1.
    ///
    /// @param receipts what checks the log's receipts
    SignedStatement anchors(PublicKey receipts) throws Refused {
        List<Json> keys = new ArrayList<>();
        keys.add(anchor("issuer", issuer, key.publicKey()));
        keys.add(anchor("receipt", log.name(), receipts));
        Json predicate =
                Json.object().put("keys", keys).put("origin", log.name()).build();
        return said(StatementKind.ANCHORS, predicate);
    }

    private static Json anchor(String use, String issuer, PublicKey key) {
        return Json.object()
                .put("alg", key.algorithm().standardName())
                .put("issuer", issuer)
                .put("key", Base64.getEncoder().encodeToString(key.raw()))
                .put("use", use)
                .build();
    }

    private SignedStatement said(StatementKind kind, Json predicate) throws Refused {
        Hash name = Hash.ofContent(log.vkey().getBytes(StandardCharsets.UTF_8));
        byte[] payload = InToto.payload(kind, Map.of("log", name.toString()), predicate);
        return SignedStatement.sign(key, issuer, log.name(), InToto.MEDIA_TYPE, payload);
    }
}
