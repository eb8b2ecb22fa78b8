package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.Subtree;

/// What cosigners sign, as C2SP tlog-cosignature writes it. That signatures of others verify is shown
/// by [RealCheckpointsTest].
final class CosignatureTest {
    private static final NoteSigner ED25519 =
            NoteSigner.cosigner("witness.example.com/w1", SigningKey.generate(Algorithm.ED25519));
    private static final NoteSigner ML_DSA_44 =
            NoteSigner.cosigner("witness.example.com/w2", SigningKey.generate(Algorithm.ML_DSA_44));
    private static final String SOFA = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
            """;
    private static final Hash ROOT = Hash.ofContent(new byte[0]);

    /// The example of the specification.
    @Test
    void ed25519SignsTheWholeText() throws Exception {
        assertThat(new String(Cosignature.message(ED25519.key(), 1_679_315_147, SOFA), UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + SOFA);
    }

    @Test
    void mlDsa44SignsNamesSizesAndRoot() throws Exception {
        byte[] name = "witness.example.com/w2".getBytes(UTF_8);
        byte[] origin = "example.com/behind-the-sofa".getBytes(UTF_8);
        byte[] expected = ByteBuffer.allocate(12 + 23 + 8 + 28 + 16 + 32)
                .put(HexFormat.of().parseHex("737562747265652f76310a00"))
                .put((byte) 22)
                .put(name)
                .put(HexFormat.of().parseHex("00000000641850cb"))
                .put((byte) 27)
                .put(origin)
                .put(HexFormat.of().parseHex("0000000000000000" + "00000000013e2dc3"))
                .put(HexFormat.of().parseHex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"))
                .array();
        assertThat(Cosignature.message(ML_DSA_44.key(), 1_679_315_147, SOFA)).isEqualTo(expected);
    }

    @Test
    void extensionLinesAreSignedByOneTypeOnly() throws Exception {
        Cosignature first = Cosignature.of(ED25519.key(), ED25519.sign(SOFA, 7));
        Cosignature second = Cosignature.of(ML_DSA_44.key(), ML_DSA_44.sign(SOFA, 7));
        String more = SOFA + "more\n";
        assertThatThrownBy(() -> first.check(more)).isInstanceOf(Refused.class).hasMessageContaining("w1 is wrong");
        second.check(more);
    }

    @Test
    void aSubtreeIsCosignedWithoutATime() throws Exception {
        Subtree subtree = Subtree.of(8, 13);
        Cosignature cosignature = Cosignature.of(ML_DSA_44.key(), ML_DSA_44.sign("log", subtree, ROOT));
        assertThat(cosignature.time()).isZero();
        cosignature.check("log", subtree, ROOT);
        Subtree other = Subtree.of(8, 14);
        assertThatThrownBy(() -> cosignature.check("log", other, ROOT)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> cosignature.check("other", subtree, ROOT)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ED25519.sign("log", subtree, ROOT)).hasMessageContaining("w1 signs no subtrees");
        assertThatThrownBy(() ->
                        Cosignature.of(ED25519.key(), ED25519.sign(SOFA, 7)).check("log", subtree, ROOT))
                .hasMessageContaining("w1 signs no subtrees");
        assertThatThrownBy(() -> Cosignature.message("w", 1, "log", subtree, ROOT))
                .hasMessageContaining("without a time");
    }

    @Test
    void whatCantBeSignedIsRefused() {
        String text = "o".repeat(256) + "\n1\n" + ROOT.base64() + "\n";
        assertThatThrownBy(() -> ML_DSA_44.sign(text, 1))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> ML_DSA_44.sign("no checkpoint\n", 1)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ML_DSA_44.sign(SOFA, -1)).isInstanceOf(Refused.class);
    }

    @Test
    void anotherLengthOrTimeIsRefused() throws Exception {
        byte[] timed = ED25519.sign(SOFA, 7).signature();
        for (int length : new int[] {1, 8, 71, 73}) {
            NoteSignature line = NoteSignature.of(ED25519.key(), Arrays.copyOf(timed, length));
            assertThatThrownBy(() -> Cosignature.of(ED25519.key(), line))
                    .isInstanceOf(Refused.class)
                    .hasMessage("cosignature: witness.example.com/w1's has " + length + " bytes");
        }
        timed[0] = (byte) 0x80;
        NoteSignature late = NoteSignature.of(ED25519.key(), timed);
        assertThatThrownBy(() -> Cosignature.of(ED25519.key(), late)).hasMessageContaining("larger than 2^63 - 1");
        NoteSignature other = ML_DSA_44.sign(SOFA, 7);
        assertThatThrownBy(() -> Cosignature.of(ED25519.key(), other)).hasMessageContaining("not a cosignature of");
    }

    @Test
    void messagesShowNamesWithoutWhatATerminalObeys() {
        String name = "\u202egnp.exe\u009b31m" + "x".repeat(300);
        String line = "\u2014 " + name + " AAAA";
        assertThatThrownBy(() -> NoteSignature.parse(line))
                .hasMessageStartingWith("the signature of ?gnp.exe?31mxxx")
                .hasMessageContaining("… has no bytes");
    }
}
