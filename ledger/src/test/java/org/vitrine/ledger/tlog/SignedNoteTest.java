package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;

/// Notes against the example of C2SP signed-note, and what its rules refuse.
final class SignedNoteTest {
    private static final String VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String NOTE = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;
    private static final NoteSigner SIGNER =
            NoteSigner.log("example.com/signer", SigningKey.generate(Algorithm.ED25519));

    @Test
    void theExampleVerifies() throws Exception {
        NoteKey key = NoteKey.parse(VKEY);
        SignedNote note = parse(NOTE);
        assertThat(key.vkey()).isEqualTo(VKEY);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.verify(List.of(key))).containsExactly(new SignedNote.Signed(key, 0));
        assertThat(note.encode()).isEqualTo(bytes(NOTE));
    }

    @Test
    void theExampleWithAnotherTextIsRefused() throws Exception {
        SignedNote note = parse(NOTE.replace("an example", "no example"));
        assertThatThrownBy(() -> note.verify(List.of(NoteKey.parse(VKEY))))
                .isInstanceOf(Refused.class)
                .hasMessage("note: the signature of example.com/foo is wrong");
    }

    @Test
    void theTextEndsAtTheLastEmptyLine() throws Exception {
        String text = "one\n\n— two\n\n\n";
        SignedNote note = SignedNote.of(text, List.of(SIGNER), 0);
        assertThat(SignedNote.parse(note.encode())).isEqualTo(note);
        assertThat(SignedNote.parse(note.encode()).text()).isEqualTo(text);
    }

    @Test
    void whoeverIsNotKnownIsIgnored() throws Exception {
        NoteSigner other = NoteSigner.log("example.com/signer", SigningKey.generate(Algorithm.ED25519));
        SignedNote note = SignedNote.of("text\n", List.of(other, SIGNER, SIGNER), 0);
        assertThat(note.verify(List.of(SIGNER.key()))).containsExactly(new SignedNote.Signed(SIGNER.key(), 0));
        SignedNote strange = SignedNote.of("text\n", List.of(other), 0);
        assertThatThrownBy(() -> strange.verify(List.of(SIGNER.key())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("none of its 1 signatures is from a known key");
    }

    @Test
    void aKnownKeysWrongSignatureSpoilsTheNote() throws Exception {
        NoteSigner other = NoteSigner.log("example.com/other", SigningKey.generate(Algorithm.ED25519));
        NoteSignature wrong = other.sign("another text\n", 0);
        SignedNote note = SignedNote.of("text\n", List.of(SIGNER), 0).with(wrong);
        assertThat(note.verify(List.of(SIGNER.key()))).hasSize(1);
        assertThatThrownBy(() -> note.verify(List.of(SIGNER.key(), other.key())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("example.com/other is wrong");
    }

    @Test
    void allThreeTypesSignACheckpoint() throws Exception {
        Checkpoint checkpoint = new Checkpoint("example.com/log", 7, org.vitrine.ledger.tree.Hash.EMPTY_ROOT);
        NoteSigner post = NoteSigner.cosigner("example.com/p", SigningKey.generate(Algorithm.ML_DSA_44));
        NoteSigner witness = NoteSigner.cosigner("example.com/w", SigningKey.generate(Algorithm.ED25519));
        SignedNote note = SignedNote.of(checkpoint.text(), List.of(SIGNER, post, witness), 1_700_000_000);
        List<NoteKey> keys = List.of(witness.key(), post.key(), SIGNER.key());
        for (NoteKey key : keys) {
            assertThat(NoteKey.parse(key.vkey())).isEqualTo(key);
        }
        assertThat(SignedNote.parse(note.encode()).verify(keys))
                .containsExactly(
                        new SignedNote.Signed(SIGNER.key(), 0),
                        new SignedNote.Signed(post.key(), 1_700_000_000),
                        new SignedNote.Signed(witness.key(), 1_700_000_000));
    }

    private static SignedNote parse(String note) throws Refused {
        return SignedNote.parse(bytes(note));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
