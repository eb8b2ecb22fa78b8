package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;

/// Checkpoints that public logs signed and public witnesses cosigned in 2026, with keys that others
/// published. They were collected in the tests of github.com/florolf/tlog-scales (Apache-2.0).
final class RealCheckpointsTest {
    private static final Path NOTES = Path.of("src/test/resources/notes");

    private static final Map<String, NoteKey> KEYS = new HashMap<>();

    @BeforeAll
    static void keys() throws Exception {
        for (String vkey : Files.readAllLines(NOTES.resolve("keys.txt"))) {
            NoteKey key = NoteKey.parse(vkey);
            assertThat(key.vkey()).isEqualTo(vkey);
            KEYS.put(key.name() + " " + key.type(), key);
        }
    }

    /// Below it stand a log's Ed25519 signature, an RFC 6962 signature of type 0x05, which we don't
    /// understand, and cosignatures of five witnesses.
    @Test
    void aCheckpointWithEd25519Cosignatures() throws Exception {
        byte[] bytes = Files.readAllBytes(NOTES.resolve("arche2025h1.txt"));
        SignedNote note = SignedNote.parse(bytes);
        assertThat(note.encode()).isEqualTo(bytes);
        assertThat(note.signatures()).hasSize(6);
        assertThat(note.verify(KEYS.values()))
                .extracting(each -> each.key().name() + " " + each.time())
                .containsExactly(
                        "arche2025h1.staging.ct.transparency.dev 0",
                        "witness1.smartit.nu/witness1 1779573024",
                        "remora.n621.de 1779573024",
                        "witness.stagemole.eu 1779573024");
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertThat(checkpoint.size()).isEqualTo(1_432_088_532);
        assertThat(checkpoint.text()).isEqualTo(note.text());
    }

    /// One witness cosigned twice, with its Ed25519 key and with its ML-DSA-44 key.
    @Test
    void aCheckpointWithAnMlDsa44Cosignature() throws Exception {
        byte[] bytes = Files.readAllBytes(NOTES.resolve("coachandhorses2026h1.txt"));
        SignedNote note = SignedNote.parse(bytes);
        assertThat(note.encode()).isEqualTo(bytes);
        String witness = "witness.navigli.sunlight.geomys.org";
        assertThat(note.verify(KEYS.values()))
                .containsExactly(
                        new SignedNote.Signed(key(witness + " ED25519_COSIGNATURE"), 1_785_704_691),
                        new SignedNote.Signed(key(witness + " ML_DSA_44_COSIGNATURE"), 1_785_704_691));
    }

    @Test
    void noneOfThemHoldsForAnotherSize() throws Exception {
        for (String name : List.of("arche2025h1.txt", "coachandhorses2026h1.txt")) {
            String text = Files.readString(NOTES.resolve(name)).replaceFirst("\n[0-9]+\n", "\n42\n");
            SignedNote note = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
            for (NoteSignature signature : note.signatures()) {
                List<NoteKey> one =
                        KEYS.values().stream().filter(signature::isFrom).toList();
                assertThatThrownBy(() -> note.verify(one)).isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void aPolicyOfTwoWitnessesOfThreeAcceptsIt() throws Exception {
        SignedNote note = SignedNote.parse(Files.readAllBytes(NOTES.resolve("arche2025h1.txt")));
        String definitions = """
                log %s
                witness swede  %s https://witness.stagemole.eu
                witness smart\t%s
                witness other  %s
                group two 2 swede smart other
                group all all two
                """.formatted(
                        key("arche2025h1.staging.ct.transparency.dev ED25519"),
                        key("witness.stagemole.eu ED25519_COSIGNATURE"),
                        key("witness1.smartit.nu/witness1 ED25519_COSIGNATURE"),
                        key("witness.navigli.sunlight.geomys.org ED25519_COSIGNATURE"));
        Policy.Accepted accepted = policy(definitions + "quorum all\n").verify(note);
        assertThat(accepted.cosigners())
                .extracting(each -> each.witness().name())
                .containsExactly("swede", "smart");
        Policy stricter = policy(definitions.replace("2 swede", "3 swede") + "quorum all\n");
        assertThatThrownBy(() -> stricter.verify(note))
                .isInstanceOf(Refused.class)
                .hasMessage("policy: the quorum all is not reached, 2 of 3 witnesses cosigned");
    }

    private static NoteKey key(String nameAndType) {
        assertThat(KEYS).containsKey(nameAndType);
        return KEYS.get(nameAndType);
    }

    private static Policy policy(String text) throws Refused {
        return Policy.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
