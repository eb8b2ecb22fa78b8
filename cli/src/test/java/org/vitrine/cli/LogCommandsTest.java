package org.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.centre.FurtherStatement;
import org.vitrine.centre.SealingLog;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tlog.SignedNote;
import org.vitrine.ledger.verify.Verifier;

/// A log with a witness, from its beginning to its repair, by the commands.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LogCommandsTest {
    private static final NoteSigner WITNESS =
            NoteSigner.cosigner("witness.example", SigningKey.generate(Algorithm.ED25519));
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    private static Path room = Path.of("");

    @BeforeAll
    static void begin() throws Exception {
        Files.writeString(room.resolve("passphrase"), "correct horse\n");
        Called called = Called.with(
                "log",
                "init",
                log(),
                "--origin",
                "log.example.org/commands",
                "--witness",
                WITNESS.key().vkey(),
                "--quorum",
                "1",
                "--passphrase-file",
                room.resolve("passphrase").toString());
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out()).contains("witness w1 " + WITNESS.key().vkey(), "quorum asked");
        Path soc = Files.writeString(room.resolve("soc.txt"), "we ship OpenSSL 3.0.18");
        try (SealingLog open = SealingLog.open(room.resolve("log"), PASSPHRASE)) {
            new FurtherStatement(open).declare("0".repeat(64), "Vendor Ltd", soc, declared());
        }
    }

    private static String log() {
        return room.resolve("log").toString();
    }

    private static Path declared() {
        return room.resolve("declared");
    }

    private static String policy() {
        return room.resolve("log/policy").toString();
    }

    @Test
    @Order(1)
    void aSecondLogInTheSamePlaceIsNotBegun() throws IOException {
        byte[] key = Files.readAllBytes(room.resolve("log/keys/issuer.pem"));
        Called called = Called.with(
                "log",
                "init",
                log(),
                "--origin",
                "x",
                "--passphrase-file",
                room.resolve("passphrase").toString());
        assertThat(called.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(called.err()).contains("holds a log already");
        assertThat(Files.readAllBytes(room.resolve("log/keys/issuer.pem"))).isEqualTo(key);
        assertThat(new String(key, java.nio.charset.StandardCharsets.US_ASCII))
                .contains("BEGIN ENCRYPTED PRIVATE KEY")
                .doesNotContain("BEGIN PRIVATE KEY");
    }

    @Test
    @Order(2)
    void anotherPassphraseOpensNothing() throws IOException {
        Path other = Files.writeString(room.resolve("other"), "wrong horse\n");
        Called called = Called.with(
                "withdraw", "2", "--log", log(), "--reason", "error", "--passphrase-file", other.toString());
        assertThat(called.code()).isEqualTo(Vitrine.UNREADABLE);
        assertThat(called.err()).contains("passphrase").hasLineCount(1);
    }

    @Test
    @Order(3)
    void checkpointAndProofsAreShown() {
        assertThat(Called.with("log", "checkpoint", log()).out()).startsWith("log.example.org/commands\n3\n");
        Called proof = Called.with("log", "prove", log(), "2");
        assertThat(proof.out()).startsWith("c2sp.org/tlog-proof@v1\nindex 2\n");
        assertThat(Called.with(
                                "log",
                                "prove",
                                log(),
                                declared().resolve("statement.cose").toString())
                        .out())
                .isEqualTo(proof.out());
        assertThat(Called.with("log", "prove", log(), "3").code()).isEqualTo(Vitrine.MATTERED);
        assertThat(Called.with("log", "prove", log(), policy()).code()).isEqualTo(Vitrine.MATTERED);
    }

    @Test
    @Order(4)
    void aQuorumIsMetByAttachingWhatAWitnessSigned() throws Exception {
        assertThat(Verifier.verdict(Verifier.verify(declared(), Path.of(policy()))))
                .isEqualTo("NOT VERIFIED: step 'witnesses' failed");
        SignedNote note = SignedNote.parse(Files.readAllBytes(room.resolve("log/public/checkpoint")));
        NoteSigner stranger = NoteSigner.cosigner("witness.example", SigningKey.generate(Algorithm.ED25519));
        assertThat(cosign(stranger.sign(note.text(), 1_800_000_000L).line())).isEqualTo(Vitrine.UNREADABLE);
        assertThat(cosign(WITNESS.sign(note.text().replace("\n3\n", "\n4\n"), 1_800_000_000L)
                        .line()))
                .isEqualTo(Vitrine.UNREADABLE);
        String line = WITNESS.sign(note.text(), 1_800_000_000L).line();
        assertThat(cosign(line)).isZero();
        assertThat(Called.with("log", "checkpoint", log()).out()).contains(line);
        try (SealingLog open = SealingLog.open(room.resolve("log"), PASSPHRASE)) {
            open.receipts(Files.readAllBytes(declared().resolve("statement.cose")), Optional.empty())
                    .into(room.resolve("cosigned"));
        }
        assertThat(Verifier.verdict(Verifier.verify(room.resolve("cosigned"), Path.of(policy()))))
                .startsWith("VERIFIED");
        // The older receipts can be mended by themselves, too.
        for (String name : java.util.List.of("receipt.tlog-proof", "anchors.tlog-proof")) {
            Path lines = Files.writeString(room.resolve("lines"), line + "\n");
            assertThat(Called.with(
                                    "log",
                                    "cosign",
                                    declared().resolve(name).toString(),
                                    lines.toString(),
                                    "--policy",
                                    policy())
                            .code())
                    .isZero();
        }
        assertThat(Verifier.verdict(Verifier.verify(declared(), Path.of(policy()))))
                .startsWith("VERIFIED");
    }

    private static int cosign(String line) throws IOException {
        Path lines = Files.writeString(room.resolve("lines"), line + "\n");
        return Called.with("log", "cosign", log(), lines.toString()).code();
    }

    @Test
    @Order(5)
    void whatIsDamagedIsFoundAndMadeAnew() throws IOException {
        assertThat(Called.with("log", "fsck", log()).out()).isEqualTo("all is well\n");
        Path tile = room.resolve("log/public/tile/0/000.p/3");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[40] ^= 1;
        Files.write(tile, bytes);
        Called found = Called.with("log", "fsck", log());
        assertThat(found.code()).isEqualTo(Vitrine.MATTERED);
        assertThat(found.out()).contains("public/tile/0/000.p/3");
        assertThat(Called.with(
                                "log",
                                "repair",
                                log(),
                                "--passphrase-file",
                                room.resolve("passphrase").toString())
                        .code())
                .isZero();
        assertThat(Called.with("log", "fsck", log()).code()).isZero();
        Path copy = room.resolve("copy");
        assertThat(Called.with("log", "export", log(), copy.toString()).code()).isZero();
        assertThat(copy.resolve("tile/0/000.p/3")).hasSameBinaryContentAs(tile);
        assertThat(copy.resolve("checkpoint")).hasSameBinaryContentAs(room.resolve("log/public/checkpoint"));
    }

    @Test
    @Order(6)
    void everyPartExplainsItself() {
        for (String part : java.util.List.of(
                "init", "add", "checkpoint", "prove", "cosign", "serve", "fsck", "repair", "export")) {
            Called help = Called.with("log", part, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Usage: vitrine log " + part, "Exit codes: 0 ", "  vitrine log " + part);
            assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
        for (String command : java.util.List.of("seal", "verify", "publish", "reply", "withdraw", "log")) {
            assertThat(Called.with(command, "--help").out().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }
}
