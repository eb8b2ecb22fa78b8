package org.vitrine.ledger.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Dsse;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.cose.Cbor;
import org.vitrine.ledger.cose.CoseKey;
import org.vitrine.ledger.cose.CoseSign1;
import org.vitrine.ledger.cose.HashEnvelope;
import org.vitrine.ledger.cose.KeySet;
import org.vitrine.ledger.cose.Receipt;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.KeyFile;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// The parsers of COSE, of attestations and of key files. Most read more encodings than the one
/// they write: then what is written must be read again as the same, and be written the same.
final class CoseParsers {
    private static final SigningKey KEY = SigningKey.generate(Algorithm.ED25519);
    private static final SigningKey NIST = SigningKey.generate(Algorithm.ES256);

    /// Each with samples that it reads.
    static final List<Parser> ALL = List.of(
            new Parser("cbor", items(), bytes -> Cbor.decode(bytes).encode()),
            new Parser("cbor-foreign", foreign(), CoseParsers::foreign),
            new Parser(
                    "cose-sign1",
                    messages(),
                    stable(bytes -> CoseSign1.decode(bytes).encode())),
            new Parser("verified-cose-sign1", messages(), CoseParsers::verified),
            new Parser("signed-statement", statements(), CoseParsers::statement),
            new Parser("receipt", receipts(), CoseParsers::receipt),
            new Parser(
                    "cose-key",
                    keys(),
                    stable(bytes -> CoseKey.decode(bytes).map().encode())),
            new Parser("key-set", sets(), stable(bytes -> KeySet.decode(bytes).encode())),
            new Parser("json", jsons(), stable(bytes -> Json.decode(bytes).encode())),
            new Parser(
                    "in-toto", claims(), stable(bytes -> Statement.decode(bytes).encode())),
            new Parser("dsse", envelopes(), stable(bytes -> Dsse.decode(bytes).encode())),
            new Parser("verified-dsse", envelopes(), CoseParsers::signed),
            new Parser("verified-key-file", List.of(keyFile()), CoseParsers::keyFile));

    private CoseParsers() {}

    /// What a parser owes that keeps the meaning and not the bytes.
    private static Parser.Round stable(Parser.Round round) {
        return bytes -> {
            byte[] written = round.of(bytes);
            byte[] again;
            try {
                again = round.of(written);
            } catch (Refused e) {
                throw new AssertionError("refused what it wrote", e);
            }
            if (!Arrays.equals(again, written)) {
                throw new AssertionError("wrote something else the second time");
            }
            return bytes;
        };
    }

    private static byte[] foreign(byte[] bytes) throws Refused {
        Cbor item = Cbor.decodeForeign(bytes);
        byte[] written = item.encode();
        try {
            if (!Cbor.decode(written).equals(item)) {
                throw new AssertionError("wrote another item than it read");
            }
        } catch (Refused e) {
            throw new AssertionError("refused what it wrote", e);
        }
        return bytes;
    }

    private static byte[] verified(byte[] bytes) throws Refused {
        CoseSign1.decode(bytes).verify(KEY.publicKey());
        return bytes;
    }

    private static byte[] statement(byte[] bytes) throws Refused {
        SignedStatement statement = SignedStatement.decode(bytes);
        statement.contentType();
        statement.hashEnvelope();
        statement.receipts();
        statement.keyId();
        byte[] entry = statement.entry();
        try {
            if (!Arrays.equals(SignedStatement.decode(entry).entry(), entry)) {
                throw new AssertionError("wrote another entry the second time");
            }
        } catch (Refused e) {
            throw new AssertionError("refused its own entry", e);
        }
        return stable(each -> SignedStatement.decode(each).encode()).of(bytes);
    }

    private static byte[] receipt(byte[] bytes) throws Refused {
        Receipt receipt = Receipt.decode(bytes);
        for (InclusionProof proof : receipt.inclusions()) {
            proof.root(Hash.EMPTY_ROOT);
        }
        for (ConsistencyProof proof : receipt.consistencies()) {
            proof.newRoot(Hash.EMPTY_ROOT);
        }
        receipt.keyId();
        return stable(each -> Receipt.decode(each).encode()).of(bytes);
    }

    private static byte[] signed(byte[] bytes) throws Refused {
        Dsse.decode(bytes).verify(Set.of(NIST.publicKey(), KEY.publicKey()), 1);
        return bytes;
    }

    private static byte[] keyFile(byte[] bytes) throws Refused {
        KeyFile.decode(bytes, "x".toCharArray());
        return bytes;
    }

    private static List<byte[]> items() {
        return List.of(
                Cbor.map(
                                Cbor.of(1),
                                Cbor.of(-19),
                                Cbor.of("a"),
                                Cbor.array(new Cbor.Floating(1.5), Cbor.Simple.NULL, new Cbor.Tagged(18, Cbor.of("å"))))
                        .encode(),
                new Cbor.Unsigned(-1).encode());
    }

    private static List<byte[]> foreign() {
        List<byte[]> items = new ArrayList<>(items());
        items.add(HexFormat.of()
                .parseHex(
                        "bf01bf61611802ff021802035f42010243030405ff049f01820203ff05fb3ff0000000000000067f616160ffff"));
        return items;
    }

    private static List<byte[]> messages() {
        Cbor.Map header = Cbor.map(Cbor.of(2), Cbor.array(Cbor.of(4)), Cbor.of(4), Cbor.of(new byte[] {1}));
        return List.of(CoseSign1.sign(header, new byte[] {1, 2, 3}, KEY).encode());
    }

    private static List<byte[]> statements() {
        return made(() -> {
            SignedStatement plain = SignedStatement.sign(KEY, "https://a", "b", "text/plain", new byte[] {1, 2, 3});
            SignedStatement digest =
                    HashEnvelope.sign(KEY, "https://a", "b", "text/plain", Optional.of("https://c"), Hash.EMPTY_ROOT);
            return List.of(
                    plain.encode(), plain.withReceipts(List.of(new byte[] {1})).encode(), digest.encode());
        });
    }

    private static List<byte[]> receipts() {
        return made(() -> {
            List<Hash> path = List.of(Hash.EMPTY_ROOT, Hash.EMPTY_ROOT);
            Hash root = Hash.ofNode(Hash.ofNode(Hash.EMPTY_ROOT, Hash.EMPTY_ROOT), Hash.EMPTY_ROOT);
            return List.of(
                    Receipt.sign(KEY, "https://a", "b", new InclusionProof(1, 3, path), root)
                            .encode(),
                    Receipt.sign(KEY, "https://a", "b", new ConsistencyProof(1, 3, path), root)
                            .encode());
        });
    }

    private static List<byte[]> keys() {
        return List.of(
                CoseKey.of(KEY.publicKey()).map().encode(),
                CoseKey.of(NIST.publicKey()).map().encode(),
                CoseKey.of(SigningKey.generate(Algorithm.ML_DSA_44).publicKey())
                        .map()
                        .encode());
    }

    private static List<byte[]> sets() {
        return List.of(new KeySet(List.of(CoseKey.of(KEY.publicKey()), CoseKey.of(NIST.publicKey()))).encode());
    }

    private static List<byte[]> jsons() {
        return List.of(
                "{\"a\":[1,-2.5e3,true,null,\"\\u00e5\\n\\ud83d\\ude00\"],\"b\":{}}".getBytes(UTF_8),
                " [ ] ".getBytes(UTF_8));
    }

    private static List<byte[]> claims() {
        return List.of(new Statement(
                        List.of(Statement.Subject.of("a", Hash.EMPTY_ROOT)),
                        "https://b",
                        Json.object(Json.member("c", Json.of(1))))
                .encode());
    }

    private static List<byte[]> envelopes() {
        return List.of(Dsse.sign("text/plain", new byte[] {1, 2, 3}, KEY)
                .and("b", NIST)
                .encode());
    }

    /// Encrypted by OpenSSL with 1 round, for the passphrase `x`.
    private static byte[] keyFile() {
        return """
                -----BEGIN ENCRYPTED PRIVATE KEY-----
                MIGaMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAiCR5pZ2HfHmQIBATAM
                BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQxYkln3fdK4N6hHPi0g9mSwRAN7sO
                se+a+aOjlOVN5+JCCHAaEvMA4/rJ+ErJwhG03C7PJa5JCxqIPhsapBxyaX+qR+c3
                XsPx+4FWXmXHGBfxsg==
                -----END ENCRYPTED PRIVATE KEY-----
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGjzFrO5N9SWhHNcxxravo3VqmuPYkt9Rmwzj7EgSa+M=
                -----END PUBLIC KEY-----
                """.getBytes(UTF_8);
    }

    private interface Samples {
        List<byte[]> made() throws Refused;
    }

    private static List<byte[]> made(Samples samples) {
        try {
            return samples.made();
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }
}
