package org.vitrine.ledger.cose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.ConsistencyProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// A log's signed word that a statement is in its tree, or that its tree grew out of a smaller one (COSE Receipt,
/// RFC 9942, with the verifiable data structure RFC9162_SHA256).
///
/// ```text
/// 18([ << { 1: alg, 4: kid, 15: { 1: issuer, 2: subject }, 395: 1 } >>,
///      { 396: { -1: [ << [ size, index, [ hash, … ] ] >> ] } },          inclusion
///      { 396: { -2: [ << [ old size, new size, [ hash, … ] ] >> ] } },   or consistency
///      nil,                                            the payload is the root, which the proof leads to
///      signature ])
/// ```
/// RFC 9942 gives a path one hash at least: so a tree of one leaf has no receipts. RFC 9943 wants the issuer and
/// the subject, and the working group's own examples have no subject: they are written, and read where they are.
public final class Receipt {
    /// The media type of its bytes.
    public static final String MEDIA_TYPE = "application/scitt-receipt+cose";
    /// RFC9162_SHA256's number among verifiable data structures.
    public static final int RFC9162_SHA256 = 1;
    /// How many hashes a path may have: a tree has at most 63 levels, and a consistency path one more.
    public static final int MAXIMUM_PATH = 64;
    /// How many proofs a receipt may have.
    public static final int MAXIMUM_PROOFS = 16;

    private static final int INCLUSION = -1;
    private static final int CONSISTENCY = -2;

    private final CoseSign1 cose;
    private final Optional<String> issuer;
    private final Optional<String> subject;
    private final List<InclusionProof> inclusions;
    private final List<ConsistencyProof> consistencies;

    private Receipt(CoseSign1 cose) throws Refused {
        this.cose = cose;
        Cbor.Map header = cose.protectedHeader();
        header.require(Label.ALGORITHM, "receipt: alg in the protected header").integer("receipt: alg");
        long structure = header.require(Label.STRUCTURE, "receipt: vds in the protected header")
                .integer("receipt: vds");
        if (structure != RFC9162_SHA256) {
            throw new Refused("receipt: its verifiable data structure is number " + structure
                    + ", and only 1 (RFC9162_SHA256) is understood here");
        }
        Optional<Cbor> claims = header.get(Label.CLAIMS);
        Cbor.Map said = claims.isPresent() ? claims.get().asMap("receipt: CWT Claims") : Cbor.Map.EMPTY;
        this.issuer = claim(said, Label.ISSUER, "receipt: the issuer");
        this.subject = claim(said, Label.SUBJECT, "receipt: the subject");
        Optional<Cbor> keyId = header.get(Label.KEY_ID);
        if (keyId.isPresent()) {
            keyId.get().bytes("receipt: kid");
        }
        Cbor.Map proofs = cose.unprotectedHeader()
                .require(Label.PROOFS, "receipt: vdp in the unprotected header")
                .asMap("receipt: vdp");
        if (proofs.entries().size() != 1) {
            throw new Refused("receipt: it has " + proofs.entries().size() + " kinds of proof, not one");
        }
        Optional<Cbor> inclusion = proofs.get(INCLUSION);
        Optional<Cbor> consistency = proofs.get(CONSISTENCY);
        if (inclusion.isEmpty() && consistency.isEmpty()) {
            throw new Refused("receipt: its proof is neither of inclusion (-1) nor of consistency (-2)");
        }
        this.inclusions = new ArrayList<>();
        this.consistencies = new ArrayList<>();
        for (Cbor proof : proofs(inclusion)) {
            Parts parts = Parts.of(proof);
            inclusions.add(new InclusionProof(parts.second(), parts.first(), parts.path()));
        }
        for (Cbor proof : proofs(consistency)) {
            Parts parts = Parts.of(proof);
            consistencies.add(new ConsistencyProof(parts.first(), parts.second(), parts.path()));
        }
    }

    private static List<Cbor> proofs(Optional<Cbor> field) throws Refused {
        if (field.isEmpty()) {
            return List.of();
        }
        List<Cbor> proofs = field.get().items("receipt: its proofs");
        if (proofs.isEmpty() || proofs.size() > MAXIMUM_PROOFS) {
            throw new Refused("receipt: it has " + proofs.size() + " proofs, not 1 to " + MAXIMUM_PROOFS);
        }
        return proofs;
    }

    private static Optional<String> claim(Cbor.Map claims, int label, String field) throws Refused {
        Optional<Cbor> claim = claims.get(label);
        return claim.isEmpty() ? Optional.empty() : Optional.of(SignedStatement.name(claim.get(), field));
    }

    /// Two numbers and a path: both kinds of proof are written so.
    private record Parts(long first, long second, List<Hash> path) {
        static Parts of(Cbor proof) throws Refused {
            List<Cbor> parts = Cbor.decodeForeign(proof.bytes("receipt: a proof")).items("receipt: a proof");
            if (parts.size() != 3) {
                throw new Refused("receipt: a proof has " + parts.size() + " parts, not 3");
            }
            List<Cbor> items = parts.get(2).items("receipt: a path");
            if (items.isEmpty() || items.size() > MAXIMUM_PATH) {
                throw new Refused("receipt: a path has " + items.size() + " hashes, not 1 to " + MAXIMUM_PATH);
            }
            List<Hash> path = new ArrayList<>();
            for (Cbor item : items) {
                byte[] hash = item.bytes("receipt: a hash of a path");
                if (hash.length != Hash.SIZE) {
                    throw new Refused("receipt: a hash of a path has " + hash.length + " bytes, not " + Hash.SIZE);
                }
                path.add(Hash.of(hash));
            }
            return new Parts(number(parts.getFirst()), number(parts.get(1)), path);
        }

        private static long number(Cbor item) throws Refused {
            long number = item.integer("receipt: a size or index");
            if (number < 0) {
                throw new Refused("receipt: a size or index is negative");
            }
            return number;
        }

        static Cbor encode(long first, long second, List<Hash> path) {
            if (path.isEmpty() || path.size() > MAXIMUM_PATH) {
                throw new IllegalArgumentException("RFC 9942 has no form for a path of " + path.size() + " hashes");
            }
            Cbor.Array hashes = new Cbor.Array(
                    path.stream().map(hash -> (Cbor) Cbor.of(hash.bytes())).toList());
            return Cbor.of(Cbor.array(Cbor.of(first), Cbor.of(second), hashes).encode());
        }
    }

    /// The receipt that these bytes are.
    ///
    /// @throws Refused when they are none; nothing is said yet of the proof or the signature
    public static Receipt decode(byte[] bytes) throws Refused {
        return new Receipt(CoseSign1.decode(bytes));
    }

    /// Signs that a leaf is in a tree.
    ///
    /// @param issuer the log
    /// @param subject the statement's
    /// @param proof the leaf's, in a tree of two leaves at least
    /// @param root that tree's
    /// @throws Refused when the issuer or the subject is empty or too long
    /// @throws IllegalArgumentException when the path is empty
    public static Receipt sign(SigningKey key, String issuer, String subject, InclusionProof proof, Hash root)
            throws Refused {
        Cbor encoded = Parts.encode(proof.size(), proof.index(), proof.path());
        return signed(key, issuer, subject, INCLUSION, encoded, root);
    }

    /// Signs that a tree grew out of a smaller one.
    ///
    /// @param issuer the log
    /// @param subject the log again, or what it calls its tree
    /// @param proof from a smaller tree that is not empty
    /// @param root the larger tree's
    /// @throws Refused when the issuer or the subject is empty or too long
    /// @throws IllegalArgumentException when the path is empty
    public static Receipt sign(SigningKey key, String issuer, String subject, ConsistencyProof proof, Hash root)
            throws Refused {
        Cbor encoded = Parts.encode(proof.oldSize(), proof.newSize(), proof.path());
        return signed(key, issuer, subject, CONSISTENCY, encoded, root);
    }

    private static Receipt signed(SigningKey key, String issuer, String subject, int kind, Cbor proof, Hash root)
            throws Refused {
        Cbor.Map header = SignedStatement.header(key.publicKey(), issuer, subject)
                .with(Label.STRUCTURE, Cbor.of(RFC9162_SHA256));
        Cbor.Map proofs = Cbor.map(Cbor.of(kind), Cbor.array(proof));
        return new Receipt(CoseSign1.signDetached(header, root.bytes(), key)
                .withUnprotected(Cbor.map(Cbor.of(Label.PROOFS), proofs)));
    }

    /// Checks that a leaf is in the log's tree: each proof leads from it to one root, and the log signed that root.
    ///
    /// @param leaf the hash of the statement's entry
    /// @param key the log's
    /// @return the root
    /// @throws Refused when that is not shown; the message says by what it fails
    public Hash verifyInclusion(Hash leaf, PublicKey key) throws Refused {
        if (inclusions.isEmpty()) {
            throw new Refused("receipt: it has no proof of inclusion");
        }
        Hash root = inclusions.getFirst().root(leaf);
        for (InclusionProof proof : inclusions) {
            if (!proof.root(leaf).equals(root)) {
                throw new Refused("receipt: its proofs lead to different roots");
            }
        }
        cose.verifyDetached(key, root.bytes());
        return root;
    }

    /// Checks that the log's tree grew out of the one with this root: each proof leads from it to one newer root, and
    /// the log signed that.
    ///
    /// @param oldRoot the smaller tree's, which the verifier knows
    /// @param key the log's
    /// @return the newer root
    /// @throws Refused when that is not shown; the message says by what it fails
    public Hash verifyConsistency(Hash oldRoot, PublicKey key) throws Refused {
        if (consistencies.isEmpty()) {
            throw new Refused("receipt: it has no proof of consistency");
        }
        Hash root = consistencies.getFirst().newRoot(oldRoot);
        for (ConsistencyProof proof : consistencies) {
            if (!proof.newRoot(oldRoot).equals(root)) {
                throw new Refused("receipt: its proofs lead to different roots");
            }
        }
        cose.verifyDetached(key, root.bytes());
        return root;
    }

    /// The message that it is.
    public CoseSign1 cose() {
        return cose;
    }

    /// The log, where it names itself.
    public Optional<String> issuer() {
        return issuer;
    }

    /// What the statement is said of, where the receipt repeats it.
    public Optional<String> subject() {
        return subject;
    }

    /// A copy of the name of the log's key, where it has one.
    public Optional<byte[]> keyId() {
        return cose.protectedHeader()
                .get(Label.KEY_ID)
                .filter(Cbor.Bytes.class::isInstance)
                .map(id -> ((Cbor.Bytes) id).value());
    }

    /// Its proofs of inclusion, unchecked.
    public List<InclusionProof> inclusions() {
        return List.copyOf(inclusions);
    }

    /// Its proofs of consistency, unchecked.
    public List<ConsistencyProof> consistencies() {
        return List.copyOf(consistencies);
    }

    /// Its bytes.
    public byte[] encode() {
        return cose.encode();
    }
}
