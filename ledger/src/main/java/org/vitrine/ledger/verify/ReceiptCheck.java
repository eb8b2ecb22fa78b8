package org.vitrine.ledger.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.cose.HashEnvelope;
import org.vitrine.ledger.cose.Receipt;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.tlog.Checkpoint;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.Policy;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.tlog.TlogProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.ledger.verify.Steps.Found;

/// The steps from a statement to a log that the policy trusts, for the files in one folder.
final class ReceiptCheck {
    private static final int MOST_CONTENT = 16 << 20;

    private final Steps steps;
    private final Path folder;
    private final String prefix;

    /// @param prefix stands before the names of the steps; empty for the statement that was asked about
    ReceiptCheck(Steps steps, Path folder, String prefix) {
        this.steps = steps;
        this.folder = folder;
        this.prefix = prefix;
    }

    /// What was verified.
    ///
    /// @param said the in-toto Statement
    /// @param leaf the hash of its leaf
    record Verified(Statement said, Hash leaf) {}

    /// A statement's bytes, read.
    private record Read(SignedStatement signed, Statement said, Hash leaf) {}

    /// A checkpoint that a log of the policy signed.
    private record Signed(TlogProof proof, Checkpoint checkpoint) {}

    /// Takes the steps `statement` to `receipt`.
    ///
    /// @param trusted the policy, where that step passed
    /// @return the statement, when all passed
    Optional<Verified> take(Optional<Policy> trusted) {
        Optional<Read> read = steps.take(named("statement"), List.of(), this::statement);
        Optional<Signed> signed = steps.take(
                named("checkpoint"), List.of("policy"), () -> checkpoint(trusted.orElseThrow(), ReceiptFiles.PROOF));
        steps.take(
                named("witnesses"),
                List.of(named("checkpoint")),
                () -> witnesses(trusted.orElseThrow(), signed.orElseThrow()));
        steps.take(
                named("inclusion"),
                List.of(named("statement"), named("checkpoint")),
                () -> inclusion(signed.orElseThrow(), read.orElseThrow().leaf()));
        Optional<Anchors> anchors = steps.take(
                named("anchors"),
                List.of(named("checkpoint")),
                () -> anchors(
                        trusted.orElseThrow(), signed.orElseThrow().checkpoint().origin()));
        steps.take(
                named("issuer"),
                List.of(named("statement"), named("anchors")),
                () -> issuer(anchors.orElseThrow(), read.orElseThrow().signed()));
        Optional<Receipt> receipt = steps.take(
                named("receipt"),
                List.of(named("inclusion"), named("anchors")),
                () -> receipt(signed.orElseThrow(), anchors.orElseThrow(), read.orElseThrow()));
        boolean passed = receipt.isPresent()
                && steps.hasPassed(named("witnesses"))
                && steps.hasPassed(named("issuer"))
                && read.isPresent();
        return passed ? read.map(each -> new Verified(each.said(), each.leaf())) : Optional.empty();
    }

    private String named(String step) {
        return prefix + step;
    }

    private Found<Read> statement() throws Refused, IOException {
        byte[] bytes = ReceiptFiles.read(folder, ReceiptFiles.STATEMENT, SignedStatement.MAXIMUM_ENTRY);
        SignedStatement signed = Anchors.statement(bytes, "statement");
        byte[] payload = signed.payload().orElseThrow(() -> new Refused("statement: it has no payload"));
        Optional<HashEnvelope> envelope = signed.hashEnvelope();
        Optional<String> type = envelope.isPresent() ? envelope.get().contentType() : signed.contentType();
        if (!type.equals(Optional.of(Statement.MEDIA_TYPE))) {
            throw new Refused(
                    "statement: its content is " + type.orElse("of no type") + ", not " + Statement.MEDIA_TYPE);
        }
        if (envelope.isPresent()) {
            byte[] content = ReceiptFiles.read(folder, ReceiptFiles.CONTENT, MOST_CONTENT);
            if (!envelope.get().matches(content)) {
                throw new Refused(ReceiptFiles.CONTENT + " is not what the statement's digest is of");
            }
            payload = content;
        }
        Statement said = Statement.decode(payload);
        String about = said.subjects().stream()
                .map(subject -> subject.digest("sha256").orElse("no SHA-256"))
                .collect(Collectors.joining(", "));
        return new Found<>(
                new Read(signed, said, Hash.ofLeaf(bytes)), said.predicateType() + " about SHA-256 " + about);
    }

    private Found<Signed> checkpoint(Policy policy, String name) throws Refused, IOException {
        byte[] bytes = ReceiptFiles.read(folder, name, TlogProof.MOST_BYTES);
        TlogProof proof = TlogProof.parse(bytes);
        if (!Arrays.equals(proof.encode(), bytes)) {
            throw new Refused(name + " is not written as it should be");
        }
        SignedNote note = proof.checkpoint();
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        List<NoteKey> logs = policy.logs().stream()
                .map(Policy.Log::key)
                .filter(key -> key.name().equals(checkpoint.origin()))
                .toList();
        if (logs.isEmpty()) {
            throw new Refused("the policy trusts no log whose origin is " + checkpoint.origin());
        }
        note.verify(logs);
        return new Found<>(
                new Signed(proof, checkpoint),
                checkpoint.origin() + " signed its tree of " + checkpoint.size() + " statements");
    }

    private static Found<Policy.Accepted> witnesses(Policy policy, Signed signed) throws Refused {
        Policy.Accepted accepted = policy.verify(signed.proof().checkpoint());
        if (policy.quorum().equals(Policy.NONE)) {
            return new Found<>(accepted, "the policy asks for none: that all see the same log is the log's word alone");
        }
        String cosigners = accepted.cosigners().stream()
                .map(each -> each.witness().key().name()
                        + (each.time() == 0 ? "" : " at " + Instant.ofEpochSecond(each.time())))
                .collect(Collectors.joining(", "));
        return new Found<>(accepted, "cosigned by " + cosigners);
    }

    private static Found<Hash> inclusion(Signed signed, Hash leaf) throws Refused {
        Checkpoint checkpoint = signed.checkpoint();
        TlogProof proof = signed.proof();
        new InclusionProof(proof.index(), checkpoint.size(), proof.path()).check(leaf, checkpoint.root());
        return new Found<>(
                checkpoint.root(), "statement " + proof.index() + " of " + checkpoint.size() + ", leaf " + leaf);
    }

    private Found<Anchors> anchors(Policy policy, String origin) throws Refused, IOException {
        Signed signed = checkpoint(policy, ReceiptFiles.ANCHORS_PROOF).value();
        witnesses(policy, signed);
        if (!signed.checkpoint().origin().equals(origin)) {
            throw new Refused(
                    "anchors: they are in the log of " + signed.checkpoint().origin());
        }
        if (signed.proof().index() != Anchors.INDEX) {
            throw new Refused("anchors: the entry is number " + signed.proof().index() + ", not " + Anchors.INDEX);
        }
        byte[] entry = ReceiptFiles.read(folder, ReceiptFiles.ANCHORS, SignedStatement.MAXIMUM_ENTRY);
        inclusion(signed, Hash.ofLeaf(entry));
        return new Found<>(Anchors.of(entry, origin), "entry " + Anchors.INDEX + " of the log names its keys");
    }

    private static Found<String> issuer(Anchors anchors, SignedStatement statement) throws Refused {
        String issuer = anchors.check(statement);
        return new Found<>(issuer, "signed by " + issuer);
    }

    private Found<Receipt> receipt(Signed signed, Anchors anchors, Read read) throws Refused, IOException {
        byte[] bytes = ReceiptFiles.read(folder, ReceiptFiles.RECEIPT, 1 << 16);
        Receipt receipt = Receipt.decode(bytes);
        if (!Arrays.equals(receipt.encode(), bytes)) {
            throw new Refused("receipt: it is not written as it should be");
        }
        String origin = signed.checkpoint().origin();
        if (!receipt.issuer().equals(Optional.of(origin))) {
            throw new Refused("receipt: it is from " + receipt.issuer().orElse("nobody") + ", not from " + origin);
        }
        if (!receipt.subject().equals(Optional.of(read.signed().subject()))) {
            throw new Refused("receipt: its subject is not the statement's");
        }
        if (receipt.inclusions().stream()
                .anyMatch(proof -> proof.index() != signed.proof().index())) {
            throw new Refused("receipt: it is for another place in the log than the checkpoint's proof");
        }
        Hash root = receipt.verifyInclusion(
                read.leaf(), anchors.receipts(receipt.keyId().orElse(new byte[0]), origin));
        return new Found<>(receipt, "the log's COSE receipt is for it, root " + root);
    }
}
