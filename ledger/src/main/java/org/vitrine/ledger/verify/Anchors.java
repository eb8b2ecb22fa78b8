package org.vitrine.ledger.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.cose.KeyThumbprint;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;

/// The keys that speak in a log: who may sign statements, and what signs its receipts. They are the
/// log's second entry and stay what they are, so that one key of a policy is enough to find them all.
public final class Anchors {
    /// Where they stand in the log.
    public static final long INDEX = 1;

    /// The predicate type of their statement.
    public static final String TYPE = "urn:vitrine:statement:anchors:1";

    private static final int MOST_KEYS = 256;

    private final List<Anchor> keys;

    private Anchors(List<Anchor> keys) {
        this.keys = List.copyOf(keys);
    }

    /// What a key may do.
    enum Use {
        ISSUER,
        RECEIPT
    }

    private record Anchor(Use use, String issuer, PublicKey key) {
        boolean isNamed(byte[] keyId) {
            return Arrays.equals(KeyThumbprint.of(key).bytes(), keyId);
        }
    }

    /// The anchors that an entry states.
    ///
    /// @param entry the log's second
    /// @param origin the log's
    /// @throws Refused when it states none, those of another log, or is signed by none of its own
    ///     issuers
    public static Anchors of(byte[] entry, String origin) throws Refused {
        SignedStatement signed = statement(entry, "anchors");
        byte[] payload = signed.payload().orElseThrow(() -> new Refused("anchors: they have no payload"));
        Statement said = Statement.decode(payload);
        if (!said.predicateType().equals(TYPE)) {
            throw new Refused("anchors: the entry is of type " + said.predicateType());
        }
        String named = said.predicate().require("origin", "anchors").text("anchors: origin");
        if (!named.equals(origin)) {
            throw new Refused("anchors: they are those of " + named + ", not of " + origin);
        }
        List<Json> items = said.predicate().require("keys", "anchors").items("anchors: keys");
        if (items.size() > MOST_KEYS) {
            throw new Refused("anchors: " + items.size() + " keys are too many");
        }
        List<Anchor> keys = new ArrayList<>();
        for (Json item : items) {
            keys.add(anchor(item.asObject("anchors: a key")));
        }
        Anchors anchors = new Anchors(keys);
        anchors.check(signed);
        return anchors;
    }

    private static Anchor anchor(Json.Object item) throws Refused {
        String use = item.require("use", "anchors: a key").text("anchors: use");
        String alg = item.require("alg", "anchors: a key").text("anchors: alg");
        String issuer = item.require("issuer", "anchors: a key").text("anchors: issuer");
        byte[] raw;
        try {
            raw = Base64.getDecoder()
                    .decode(item.require("key", "anchors: a key").text("anchors: key"));
        } catch (IllegalArgumentException e) {
            throw new Refused("anchors: a key is not base64", e);
        }
        for (Use known : Use.values()) {
            for (Algorithm algorithm : Algorithm.values()) {
                if (use.equals(known.name().toLowerCase(java.util.Locale.ROOT))
                        && alg.equals(algorithm.standardName())) {
                    return new Anchor(known, issuer, PublicKey.of(algorithm, raw));
                }
            }
        }
        throw new Refused("anchors: a key of " + alg + " for " + use + " is not understood here");
    }

    /// A statement whose bytes are exactly what a log holds.
    static SignedStatement statement(byte[] bytes, String what) throws Refused {
        SignedStatement statement = SignedStatement.decode(bytes);
        if (!Arrays.equals(statement.entry(), bytes)) {
            throw new Refused(what + ": its bytes are not a log's entry: another encoding, or an unprotected header");
        }
        return statement;
    }

    /// Whether a log with these anchors may hold an entry.
    ///
    /// @throws Refused when it is no statement, or signed by none of the issuers
    public void admit(byte[] entry) throws Refused {
        check(statement(entry, "statement"));
    }

    /// Checks who signed a statement.
    ///
    /// @return the issuer's name
    /// @throws Refused when none of the issuers did, under its own name
    String check(SignedStatement statement) throws Refused {
        PublicKey key = key(Use.ISSUER, statement.keyId().orElse(new byte[0]), statement.issuer());
        statement.verify(key);
        return statement.issuer();
    }

    /// The receipt key of that name.
    PublicKey receipts(byte[] keyId, String issuer) throws Refused {
        return key(Use.RECEIPT, keyId, issuer);
    }

    private PublicKey key(Use use, byte[] keyId, String issuer) throws Refused {
        for (Anchor anchor : keys) {
            if (anchor.use() == use && anchor.isNamed(keyId)) {
                if (!anchor.issuer().equals(issuer)) {
                    throw new Refused("the key is that of " + anchor.issuer() + ", and " + issuer + " is named");
                }
                return anchor.key();
            }
        }
        throw new Refused(
                "its kid names no " + use.name().toLowerCase(java.util.Locale.ROOT) + " key of the log's anchors");
    }

    /// The name under which an issuer's key signs.
    ///
    /// @throws Refused when it is no issuer's
    public String issuer(PublicKey key) throws Refused {
        for (Anchor anchor : keys) {
            if (anchor.use() == Use.ISSUER && anchor.key().equals(key)) {
                return anchor.issuer();
            }
        }
        throw new Refused("the issuer's key is not among the log's anchors");
    }
}
