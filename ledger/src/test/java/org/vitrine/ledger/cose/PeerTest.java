package org.vitrine.ledger.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrine.ledger.cose.Vectors.hex;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;

/// Statements and receipts between ours and Python's `cbor2` and `cryptography`, each reading the other's.
final class PeerTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    Path folder;

    private String python = "";

    @BeforeEach
    void findPython() throws Exception {
        // Debian's packages are in Debian's Python, which need not be the first on the path.
        for (String each : List.of("python3", "/usr/bin/python3")) {
            if (runs(each)) {
                python = each;
                return;
            }
        }
        Assumptions.abort("python3 with cbor2 and cryptography (Debian: python3-cbor2 python3-cryptography) is missing");
    }

    private static boolean runs(String each) throws InterruptedException {
        try {
            return new ProcessBuilder(each, "-c", "import cbor2, cryptography")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void itemsOfTheirsAreReadAndWrittenAsTheyWere() throws Exception {
        List<String> lines = peer("", "items", "11", "600");
        assertThat(lines).hasSize(600);
        for (String line : lines) {
            assertThat(HEX.formatHex(Cbor.decode(hex(line)).encode())).isEqualTo(line);
        }
    }

    @Test
    void theyReadItemsOfOursAndWriteThemAsTheyWere() throws Exception {
        Random random = new Random(5);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            lines.append(HEX.formatHex(item(random, 3).encode())).append('\n');
        }
        assertThat(peer(lines.toString(), "again")).isEqualTo(lines.toString().lines().toList());
    }

    private static Cbor item(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0:
                return Cbor.of(random.nextLong() >> random.nextInt(64));
            case 1:
                return new Cbor.Unsigned(random.nextLong());
            case 2:
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                return Cbor.of(bytes);
            case 3:
                return Cbor.of("å€😀".repeat(random.nextInt(20)));
            case 4:
                return List.of(Cbor.TRUE, Cbor.FALSE, Cbor.NULL).get(random.nextInt(3));
            case 5:
                List<Cbor> items = new ArrayList<>();
                for (int i = random.nextInt(30); i > 0; i--) {
                    items.add(item(random, depth - 1));
                }
                return new Cbor.Array(items);
            case 6:
                return new Cbor.Tagged(18, item(random, depth - 1));
            default:
                Cbor.Map map = Cbor.Map.EMPTY;
                for (int i = random.nextInt(30); i > 0; i--) {
                    map = map.with(random.nextLong() >> random.nextInt(64), item(random, depth - 1));
                }
                return map;
        }
    }

    @Test
    void statementsAndReceiptsOfTheirsAreVerified() throws Exception {
        List<String> lines = peer("", "sign");
        assertThat(lines).hasSize(4);
        for (String line : lines) {
            String[] fields = line.split(" ");
            Algorithm algorithm = Algorithm.valueOf(fields[0]);
            PublicKey key = PublicKey.of(algorithm, hex(fields[1]));
            SignedStatement statement = SignedStatement.decode(hex(fields[2]));
            statement.verify(key);
            assertThat(statement.issuer()).isEqualTo("https://peer.example");
            assertThat(statement.subject()).isEqualTo("urn:product:å");
            assertThat(statement.contentType()).hasValue("text/plain");
            assertThat(statement.payload()).hasValue(("said by " + algorithm).getBytes(StandardCharsets.UTF_8));
            assertThat(statement.entry()).isEqualTo(hex(fields[2]));
            assertThatThrownBy(() -> Cbor.decode(statement.cose().protectedBytes())).isInstanceOf(Refused.class);
            Receipt receipt = Receipt.decode(hex(fields[3]));
            receipt.verifyInclusion(statement.leaf(), key);
            assertThat(receipt.issuer()).hasValue("https://log.example");
            assertThat(receipt.subject()).hasValue("urn:product:å");
            assertThatThrownBy(() -> receipt.verifyInclusion(Hash.EMPTY_ROOT, key)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void theyVerifyStatementsAndReceiptsOfOurs() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (Algorithm algorithm : List.of(Algorithm.ED25519, Algorithm.ES256)) {
            SigningKey key = SigningKey.generate(algorithm);
            SignedStatement statement = SignedStatement.sign(
                    key, "https://lab.example", "urn:product:1", "text/plain", new byte[] {1, 2, 3});
            Hash sibling = Hash.ofLeaf(new byte[] {9});
            Receipt receipt = Receipt.sign(
                    key,
                    "https://log.example",
                    "urn:product:1",
                    new InclusionProof(1, 2, List.of(sibling)),
                    Hash.ofNode(sibling, statement.leaf()));
            String start = algorithm + " " + HEX.formatHex(key.publicKey().raw()) + " ";
            String receiptHex = HEX.formatHex(receipt.encode());
            lines.append(start)
                    .append(HEX.formatHex(statement.entry()))
                    .append(' ')
                    .append(receiptHex)
                    .append('\n');
            byte[] forged = statement.entry();
            forged[forged.length - 1] ^= 1;
            lines.append(start)
                    .append(HEX.formatHex(forged))
                    .append(' ')
                    .append(receiptHex)
                    .append('\n');
        }
        assertThat(peer(lines.toString(), "verify"))
                .containsExactly(
                        "-19 text/plain https://lab.example urn:product:1 010203",
                        "forged",
                        "-7 text/plain https://lab.example urn:product:1 010203",
                        "forged");
    }

    private List<String> peer(String input, String... arguments) throws IOException, InterruptedException {
        Path script = folder.resolve("peer.py");
        try (InputStream in = Objects.requireNonNull(PeerTest.class.getResourceAsStream("peer.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(python, "-X", "utf8", script.toString()));
        command.addAll(List.of(arguments));
        Path fed = Files.writeString(folder.resolve("in"), input);
        Path said = folder.resolve("out");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectInput(fed.toFile())
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return Files.readAllLines(said);
    }
}
