package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Frontier;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// Statements and the digests that stand for them.
final class SignedStatementTest {
    private static final byte[] PAYLOAD = "{\"verdict\":\"PASS\"}".getBytes(StandardCharsets.UTF_8);
    private static final SigningKey KEY = SigningKey.generate(Algorithm.ED25519);

    @ParameterizedTest
    @EnumSource
    void statementsComeBack(Algorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm);
        SignedStatement signed =
                SignedStatement.sign(key, "https://lab.example", "urn:product:1", "application/json", PAYLOAD);
        SignedStatement read = SignedStatement.decode(signed.encode());
        assertThat(read.encode()).isEqualTo(signed.encode());
        assertThat(read.entry()).isEqualTo(signed.encode());
        assertThat(read.issuer()).isEqualTo("https://lab.example");
        assertThat(read.subject()).isEqualTo("urn:product:1");
        assertThat(read.contentType()).hasValue("application/json");
        assertThat(read.keyId())
                .hasValue(KeyThumbprint.of(key.publicKey()).bytes());
        assertThat(read.payload()).hasValue(PAYLOAD);
        assertThat(read.hashEnvelope()).isEmpty();
        read.verify(key.publicKey());
        PublicKey other = SigningKey.generate(algorithm).publicKey();
        assertThatThrownBy(() -> read.verify(other)).isInstanceOf(Refused.class);
    }

    @Test
    void receiptsAndOtherUnsignedWordsLeaveTheEntryAsItIs() throws Exception {
        SignedStatement bare = statement();
        SignedStatement full = bare.withReceipts(List.of(new byte[] {1}, new byte[] {2, 3}));
        assertThat(full.encode()).isNotEqualTo(bare.encode());
        SignedStatement read = SignedStatement.decode(full.encode());
        assertThat(read.receipts()).containsExactly(new byte[] {1}, new byte[] {2, 3});
        assertThat(read.entry()).isEqualTo(bare.encode());
        assertThat(read.leaf()).isEqualTo(Hash.ofLeaf(bare.encode()));
        assertThat(read.withReceipts(List.of()).encode()).isEqualTo(bare.encode());
        CoseSign1 chatty = bare.cose().withUnprotected(Cbor.map(Cbor.of("note"), Cbor.of("unsigned")));
        assertThat(SignedStatement.of(chatty).entry()).isEqualTo(bare.encode());
        for (Cbor wrong : List.of(Cbor.NULL, Cbor.array(), Cbor.array(Cbor.of(1)), Cbor.of(new byte[0]))) {
            CoseSign1 message = bare.cose().withUnprotected(Cbor.map(Cbor.of(394), wrong));
            assertThatThrownBy(() -> SignedStatement.of(message)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void whatMustBeProtectedIsAskedFor() {
        Cbor.Map header = SignedStatement.header(KEY.publicKey(), "https://lab.example", "urn:product:1");
        refused(header.without(15), "statement: CWT Claims in the protected header (label 15) is missing");
        refused(header.with(15, Cbor.array()), "statement: CWT Claims is not a map");
        refused(header.with(15, Cbor.map(Cbor.of(2), Cbor.of("s"))), "statement: the issuer (label 1) is missing");
        refused(header.with(15, Cbor.map(Cbor.of(1), Cbor.of("i"))), "statement: the subject (label 2) is missing");
        refused(header.with(15, SignedStatement.claims("", "s")), "statement: the issuer has 0 characters, not 1 to 8192");
        refused(
                header.with(15, SignedStatement.claims("i", "s".repeat(8193))),
                "statement: the subject has 8193 characters, not 1 to 8192");
        refused(header.with(4, Cbor.of("text")), "statement: kid is not a byte string");
        refused(
                header.without(4),
                "statement: the protected header names no key: neither kid nor x5t nor x5chain");
        Cbor.Map certified = header.without(4).with(34, Cbor.array(Cbor.of(-16), Cbor.of(new byte[32])));
        refused(
                certified.with(15, SignedStatement.claims("a laboratory", "s")),
                "statement: a certificate is named, and the issuer is no URI");
        assertThat(read(certified)).isPresent();
        assertThat(read(header)).isPresent();
    }

    @Test
    void theAlgorithmMustBeProtected() throws Exception {
        CoseSign1 signed = statement().cose();
        Cbor.Map without = signed.protectedHeader().without(1);
        byte[] moved = new Cbor.Tagged(
                        18,
                        Cbor.array(
                                Cbor.of(without.encode()),
                                Cbor.map(Cbor.of(1), Cbor.of(-19)),
                                Cbor.of(PAYLOAD),
                                Cbor.of(signed.signature())))
                .encode();
        assertThatThrownBy(() -> SignedStatement.decode(moved))
                .hasMessage("statement: alg in the protected header (label 1) is missing");
    }

    @Test
    void aStatementTooLargeForAnEntrySaysWhatToDo() throws Exception {
        SignedStatement fits = SignedStatement.sign(KEY, "i", "s", "text/plain", new byte[65_300]);
        assertThat(fits.entry().length).isBetween(65_400, 65_535);
        SignedStatement large = SignedStatement.sign(KEY, "i", "s", "text/plain", new byte[65_535]);
        assertThatThrownBy(large::entry)
                .isInstanceOf(Refused.class)
                .hasMessageEndingWith("bytes are more than the 65535 of an entry; a hash envelope carries its digest instead");
    }

    @Test
    void hashEnvelopesComeBackAndKnowTheirContent() throws Exception {
        byte[] content = new byte[100_000];
        SignedStatement signed = HashEnvelope.sign(
                KEY,
                "https://lab.example",
                "urn:product:1",
                "application/json",
                Optional.of("https://log.example/x"),
                Hash.ofContent(content));
        SignedStatement read = SignedStatement.decode(signed.encode());
        read.verify(KEY.publicKey());
        HashEnvelope envelope = read.hashEnvelope().orElseThrow();
        assertThat(envelope.algorithm()).isEqualTo(-16);
        assertThat(envelope.contentType()).hasValue("application/json");
        assertThat(envelope.location()).hasValue("https://log.example/x");
        assertThat(envelope.matches(content)).isTrue();
        content[99_999] = 1;
        assertThat(envelope.matches(content)).isFalse();
        assertThat(read.contentType()).isEmpty();
    }

    @Test
    void wrongEnvelopesAreRefused() throws Exception {
        Cbor.Map header = SignedStatement.header(KEY.publicKey(), "i", "s");
        Cbor.Map envelope = header.with(258, Cbor.of(-16));
        refused(
                envelope.with(3, Cbor.of("text/plain")),
                "hash envelope: content type (label 3) must not stand beside payload-hash-alg (258)");
        refused(
                header.with(259, Cbor.of("text/plain")),
                "hash envelope: label 259 stands without payload-hash-alg (258)");
        refused(header.with(260, Cbor.of("x")), "hash envelope: label 260 stands without payload-hash-alg (258)");
        for (int label = 258; label <= 260; label++) {
            CoseSign1 open = statement().cose().withUnprotected(Cbor.map(Cbor.of(label), Cbor.of(-16)));
            assertThatThrownBy(() -> SignedStatement.of(open))
                    .hasMessage("hash envelope: label " + label + " stands in the unprotected header");
        }
        // The digest's length is asked for once somebody asks for the envelope, and there it is refused.
        SignedStatement shortDigest = SignedStatement.sign(KEY, envelope, new byte[31]);
        assertThatThrownBy(shortDigest::hashEnvelope).hasMessage("hash envelope: its digest has 31 bytes, not 32");
        SignedStatement unknown = SignedStatement.sign(KEY, header.with(258, Cbor.of(-999)), new byte[32]);
        assertThatThrownBy(unknown::hashEnvelope)
                .hasMessage("hash envelope: the algorithm -999 is not understood here");
        SignedStatement wide = SignedStatement.sign(KEY, header.with(258, Cbor.of(-44)), new byte[64]);
        assertThat(wide.hashEnvelope()).isPresent();
        CoseSign1 detached = CoseSign1.signDetached(envelope, new byte[32], KEY);
        SignedStatement without = SignedStatement.of(detached);
        assertThatThrownBy(without::hashEnvelope).hasMessage("hash envelope: the payload is detached");
    }

    @Test
    void aStatementCarriesItsReceipt() throws Exception {
        SigningKey log = SigningKey.generate(Algorithm.ML_DSA_44);
        SignedStatement statement = statement();
        Hash sibling = Hash.ofLeaf(new byte[0]);
        Frontier tree = new Frontier();
        tree.add(sibling);
        tree.add(statement.leaf());
        InclusionProof proof = new InclusionProof(1, 2, List.of(sibling));
        Receipt receipt = Receipt.sign(log, "https://log.example", statement.subject(), proof, tree.root());
        SignedStatement transparent = SignedStatement.decode(
                statement.withReceipts(List.of(receipt.encode())).encode());
        Receipt read = Receipt.decode(transparent.receipts().getFirst());
        assertThat(read.verifyInclusion(transparent.leaf(), log.publicKey())).isEqualTo(tree.root());
        transparent.verify(KEY.publicKey());
    }

    @Test
    void anyChangedBitOfAnEntryIsSeen() throws Exception {
        byte[] good = statement().encode();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = Arrays.copyOf(good, good.length);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> SignedStatement.decode(changed).verify(KEY.publicKey()))
                    .as("bit " + bit)
                    .isInstanceOf(Refused.class);
        }
    }

    private static SignedStatement statement() throws Refused {
        return SignedStatement.sign(KEY, "https://lab.example", "urn:product:1", "application/json", PAYLOAD);
    }

    private static Optional<SignedStatement> read(Cbor.Map header) {
        try {
            return Optional.of(SignedStatement.decode(
                    CoseSign1.sign(header, PAYLOAD, KEY).encode()));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private static void refused(Cbor.Map header, String reason) {
        byte[] bytes = CoseSign1.sign(header, PAYLOAD, KEY).encode();
        assertThatThrownBy(() -> SignedStatement.decode(bytes))
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }
}
