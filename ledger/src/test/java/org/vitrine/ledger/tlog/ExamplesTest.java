package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The notes that stand in the text of the C2SP specifications. Their keys don't, except that of
/// [SignedNoteTest], so they are read and written but not verified.
final class ExamplesTest {
    @Test
    void theNoteWithTwoParagraphs() throws Exception {
        String note = """
                Ognuno sta solo sul cuor della terra
                trafitto da un raggio di sole:

                ed è subito sera.

                — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
                """;
        SignedNote read = SignedNote.parse(note.getBytes(UTF_8));
        assertThat(read.encode()).isEqualTo(note.getBytes(UTF_8));
        assertThat(read.text()).endsWith("\n\ned è subito sera.\n");
        assertThat(read.signatures()).hasSize(1);
        assertThat(read.signatures().getFirst().name()).isEqualTo("quasimodo.example/salvatore");
        assertThat(read.signatures().getFirst().id()).isEqualTo(0x367ba04b);
        assertThat(read.signatures().getFirst().signature()).hasSize(64);
    }

    @Test
    void theCosignedCheckpoint() throws Exception {
        String note = """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
                """;
        SignedNote read = SignedNote.parse(note.getBytes(UTF_8));
        assertThat(read.encode()).isEqualTo(note.getBytes(UTF_8));
        Checkpoint checkpoint = Checkpoint.parse(read.text());
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.root()).hasToString("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
        assertThat(checkpoint.extensions()).isEqualTo(List.of());
        byte[] timed = read.signatures().get(1).signature();
        assertThat(timed).hasSize(72);
        assertThat(ByteBuffer.wrap(timed).getLong()).isEqualTo(1_679_315_147);
    }
}
