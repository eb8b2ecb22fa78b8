package org.vitrine.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.attestation.Json;
import org.vitrine.ledger.attestation.Statement;
import org.vitrine.ledger.cose.HashEnvelope;
import org.vitrine.ledger.cose.Receipt;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.log.Admission;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Log;
import org.vitrine.ledger.log.Published;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tlog.TlogProof;
import org.vitrine.ledger.tree.Hash;

/// What somebody would try who wants a statement believed that the trusted log did not take from a
/// trusted issuer: each is refused, by the step that is there for it.
class VerifierTest {
    private static final String ORIGIN = "log.example.org/verifier";
    private static final String ISSUER = "https://example.org";
    private static final SigningKey CHECKPOINTS = SigningKey.generate(Algorithm.ED25519);
    private static final SigningKey RECEIPTS = SigningKey.generate(Algorithm.ED25519);
    private static final SigningKey ISSUERS = SigningKey.generate(Algorithm.ED25519);
    private static final SigningKey STRANGER = SigningKey.generate(Algorithm.ED25519);

    @TempDir
    private Path room = Path.of("");

    private Path policy = Path.of("");
    private Log log;

    @BeforeEach
    void begin() throws Exception {
        NoteSigner signer = NoteSigner.log(ORIGIN, CHECKPOINTS);
        policy = Files.writeString(room.resolve("policy"), "log " + signer.key().vkey() + "\nquorum none\n");
        byte[] first = signed(ISSUERS, ISSUER, payload("urn:vitrine:statement:policy:1"))
                .entry();
        log = Log.create(
                Disk.of(room.resolve("log")),
                ORIGIN,
                List.of(signer),
                Admission.ALL,
                List.of(first, anchors(ISSUERS, ORIGIN).entry()));
    }

    @AfterEach
    void end() throws IOException {
        log.close();
    }

    private static SignedStatement signed(SigningKey key, String issuer, byte[] payload) throws Refused {
        return SignedStatement.sign(key, issuer, "sha256:" + "0".repeat(64), Statement.MEDIA_TYPE, payload);
    }

    private static byte[] payload(String type, Json.Member... members) {
        return new Statement(
                        List.of(Statement.Subject.of("release", Hash.EMPTY_ROOT)),
                        type,
                        new Json.Object(List.of(members)))
                .encode();
    }

    private static SignedStatement anchors(SigningKey issuers, String origin) throws Refused {
        Json keys = new Json.Array(List.of(anchor("issuer", ISSUER, issuers), anchor("receipt", ORIGIN, RECEIPTS)));
        return signed(
                issuers,
                ISSUER,
                payload(Anchors.TYPE, Json.member("keys", keys), Json.member("origin", Json.of(origin))));
    }

    private static Json anchor(String use, String issuer, SigningKey key) {
        return Json.object(
                Json.member("alg", Json.of("Ed25519")),
                Json.member("issuer", Json.of(issuer)),
                Json.member(
                        "key",
                        Json.of(Base64.getEncoder()
                                .encodeToString(key.publicKey().raw()))),
                Json.member("use", Json.of(use)));
    }

    private long add(byte[] entry) throws Exception {
        return log.add(entry).get();
    }

    /// The files of a statement, with the anchors at some place.
    private Path files(String name, long index, long anchors) throws Exception {
        Path folder = Files.createDirectories(room.resolve(name));
        Published now = log.published();
        byte[] entry = now.entry(index);
        Files.write(folder.resolve(ReceiptFiles.STATEMENT), entry);
        Files.write(
                folder.resolve(ReceiptFiles.PROOF),
                TlogProof.of(now.prove(index), now.note()).encode());
        Files.write(
                folder.resolve(ReceiptFiles.RECEIPT),
                Receipt.sign(
                                RECEIPTS,
                                ORIGIN,
                                SignedStatement.decode(entry).subject(),
                                now.prove(index),
                                now.checkpoint().root())
                        .encode());
        Files.write(folder.resolve(ReceiptFiles.ANCHORS), now.entry(anchors));
        Files.write(
                folder.resolve(ReceiptFiles.ANCHORS_PROOF),
                TlogProof.of(now.prove(anchors), now.note()).encode());
        return folder;
    }

    private String verdict(Path folder) throws IOException {
        List<Step> steps = Verifier.verify(folder, policy);
        String verdict = Verifier.verdict(steps);
        assertThat(Verifier.isVerified(steps)).as(verdict).isEqualTo(verdict.startsWith("VERIFIED"));
        return verdict;
    }

    private static String failed(String step) {
        return "NOT VERIFIED: step '" + step + "' failed";
    }

    @Test
    void aStatementOfAnIssuerVerifies() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        assertThat(verdict(files("good", index, 1))).startsWith("VERIFIED: the statement");
    }

    @Test
    void aStatementOfAStrangerThatTheLogTookIsRefused() throws Exception {
        long stranger = add(signed(STRANGER, ISSUER, payload("urn:test")).entry());
        assertThat(verdict(files("stranger", stranger, 1))).isEqualTo(failed("issuer"));
        long named = add(signed(ISSUERS, "https://elsewhere.example", payload("urn:test"))
                .entry());
        assertThat(verdict(files("named", named, 1))).isEqualTo(failed("issuer"));
    }

    @Test
    void laterAnchorsAreNone() throws Exception {
        long fake = add(anchors(STRANGER, ORIGIN).entry());
        long index = add(signed(STRANGER, ISSUER, payload("urn:test")).entry());
        assertThat(verdict(files("fake", index, fake))).isEqualTo(failed("anchors"));
    }

    @Test
    void receiptsOfAnotherStatementAreRefused() throws Exception {
        long one = add(signed(ISSUERS, ISSUER, payload("urn:one")).entry());
        long other = add(signed(ISSUERS, ISSUER, payload("urn:other")).entry());
        Path folder = files("one", one, 1);
        Path stolen = files("other", other, 1);
        Files.copy(stolen.resolve(ReceiptFiles.RECEIPT), folder.resolve("kept"));
        byte[] proof = Files.readAllBytes(folder.resolve(ReceiptFiles.PROOF));
        Files.write(folder.resolve(ReceiptFiles.PROOF), Files.readAllBytes(stolen.resolve(ReceiptFiles.PROOF)));
        Files.delete(folder.resolve("kept"));
        assertThat(verdict(folder)).isEqualTo(failed("inclusion"));
        Files.write(folder.resolve(ReceiptFiles.PROOF), proof);
        Files.write(folder.resolve(ReceiptFiles.RECEIPT), Files.readAllBytes(stolen.resolve(ReceiptFiles.RECEIPT)));
        assertThat(verdict(folder)).isEqualTo(failed("receipt"));
    }

    @Test
    void aReceiptOfAnIssuersKeyIsRefused() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        Path folder = files("crossed", index, 1);
        Published now = log.published();
        Files.write(
                folder.resolve(ReceiptFiles.RECEIPT),
                Receipt.sign(
                                ISSUERS,
                                ORIGIN,
                                "sha256:" + "0".repeat(64),
                                now.prove(index),
                                now.checkpoint().root())
                        .encode());
        assertThat(verdict(folder)).isEqualTo(failed("receipt"));
    }

    @Test
    void aLogThatNobodyTrustsIsRefused() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        Path folder = files("untrusted", index, 1);
        Files.writeString(
                policy, "log " + NoteSigner.log(ORIGIN, STRANGER).key().vkey() + "\nquorum none\n");
        assertThat(verdict(folder)).isEqualTo(failed("checkpoint"));
        Files.writeString(policy, "quorum none\n");
        assertThat(verdict(folder)).isEqualTo(failed("policy"));
    }

    @Test
    void whatIsNotCosignedEnoughIsRefused() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        Path folder = files("cosigned", index, 1);
        List<NoteSigner> cosigners = new ArrayList<>();
        StringBuilder text = new StringBuilder(Files.readString(policy).replace("quorum none\n", ""));
        for (String name : List.of("w1", "w2", "w3")) {
            cosigners.add(NoteSigner.cosigner(name + ".example", SigningKey.generate(Algorithm.ED25519)));
            text.append("witness ")
                    .append(name)
                    .append(' ')
                    .append(cosigners.getLast().key().vkey())
                    .append('\n');
        }
        Files.writeString(policy, text + "group some 2 w1 w2 w3\nquorum some\n");
        assertThat(verdict(folder)).isEqualTo(failed("witnesses"));
        for (int signing = 1; signing <= 2; signing++) {
            for (String name : List.of(ReceiptFiles.PROOF, ReceiptFiles.ANCHORS_PROOF)) {
                TlogProof proof = TlogProof.parse(Files.readAllBytes(folder.resolve(name)));
                Files.write(
                        folder.resolve(name),
                        proof.with(cosigners
                                        .get(signing)
                                        .sign(proof.checkpoint().text(), 1_800_000_000L))
                                .encode());
            }
            assertThat(verdict(folder)).startsWith(signing == 1 ? failed("witnesses") : "VERIFIED");
        }
        assertThat(Verifier.verify(folder, policy).toString()).contains("w2.example at 2027-01-15T08:00:00Z");
    }

    @Test
    void anUnprotectedHeaderIsNotTheLogsEntry() throws Exception {
        SignedStatement statement = signed(ISSUERS, ISSUER, payload("urn:test"));
        Path folder = files("header", add(statement.entry()), 1);
        Files.write(
                folder.resolve(ReceiptFiles.STATEMENT),
                statement.withReceipts(List.of(new byte[] {1})).encode());
        assertThat(verdict(folder)).isEqualTo(failed("statement"));
    }

    @Test
    void whatAnEnvelopeIsOfHasToBeThere() throws Exception {
        byte[] content = payload("urn:large");
        SignedStatement envelope = HashEnvelope.sign(
                ISSUERS,
                ISSUER,
                "sha256:" + "0".repeat(64),
                Statement.MEDIA_TYPE,
                Optional.empty(),
                Hash.ofContent(content));
        Path folder = files("envelope", add(envelope.entry()), 1);
        assertThat(verdict(folder)).isEqualTo(failed("statement"));
        Files.write(folder.resolve(ReceiptFiles.CONTENT), content);
        assertThat(verdict(folder)).startsWith("VERIFIED");
        Files.write(folder.resolve(ReceiptFiles.CONTENT), payload("urn:other"));
        assertThat(verdict(folder)).isEqualTo(failed("statement"));
    }

    @Test
    void everyFileHasToBeThere() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        Path folder = files("missing", index, 1);
        for (String name : ReceiptFiles.NAMES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                Files.delete(file);
                assertThat(verdict(folder)).startsWith("NOT VERIFIED");
                Files.createSymbolicLink(file, policy);
                assertThat(verdict(folder)).startsWith("NOT VERIFIED");
                Files.delete(file);
                Files.write(file, new byte[2_000_000]);
                assertThat(verdict(folder)).startsWith("NOT VERIFIED");
                Files.write(file, bytes);
            }
        }
        assertThat(verdict(folder)).startsWith("VERIFIED");
    }

    @Test
    void theProgramSaysHowItIsCalledAndHowItWent() throws Exception {
        long index = add(signed(ISSUERS, ISSUER, payload("urn:test")).entry());
        Path folder = files("called", index, 1);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(run(folder.toString(), "--policy", policy.toString())).isZero();
        assertThat(run("--policy", policy.toString(), folder.toString())).isZero();
        assertThat(run(room.resolve("nothing").toString(), "--policy", policy.toString()))
                .isEqualTo(3);
        assertThat(run(folder.toString(), "--policy", room.resolve("nothing").toString()))
                .isEqualTo(1);
    }

    private static int run(String... arguments) {
        return Main.run(arguments, new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.US_ASCII));
    }
}
