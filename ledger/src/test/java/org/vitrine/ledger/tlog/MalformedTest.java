package org.vitrine.ledger.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.ledger.Refused;

/// Notes, verifier keys, checkpoints and receipts with one defect each, and the reason they are refused
/// with.
final class MalformedTest {
    private static final String LINE = "\u2014 name AAAAAAA=\n";
    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String NOTE = "origin\n0\n" + ROOT + "\n\n" + LINE;
    private static final String PROOF = "c2sp.org/tlog-proof@v1\nindex 0\n";

    static Stream<Arguments> notes() {
        return Stream.of(
                Arguments.of("empty", "", "no empty line"),
                Arguments.of("noEmptyLine", "text\n" + LINE, "no empty line"),
                Arguments.of("noText", "\n" + LINE, "no empty line"),
                Arguments.of("noSignature", "text\n\n", "no signature"),
                Arguments.of("lastLineNotEnded", "text\n\n\u2014 name AAAAAAA=", "its last line is not ended"),
                Arguments.of("carriageReturn", "text\r\n\n" + LINE, "a control character"),
                Arguments.of("nul", "te\0xt\n\n" + LINE, "a control character"),
                Arguments.of("tab", "te\txt\n\n" + LINE, "a control character"),
                Arguments.of("hyphenForDash", "text\n\n- name AAAAAAA=\n", "an em dash and a space"),
                Arguments.of("enDash", "text\n\n\u2013 name AAAAAAA=\n", "an em dash and a space"),
                Arguments.of("noName", "text\n\n\u2014  AAAAAAA=\n", "a key name is empty"),
                Arguments.of("noBase64", "text\n\n\u2014 name\n", "no space behind the key name"),
                Arguments.of("plusInName", "text\n\n\u2014 na+me AAAAAAA=\n", "a plus sign, white space"),
                Arguments.of("noBreakSpaceInName", "text\n\n\u2014 na\u00a0me AAAAAAA=\n", "a plus sign, white space"),
                Arguments.of("ideographicSpaceInName", "text\n\n\u2014 na\u3000me AAAAAAA=\n", "white space"),
                Arguments.of("keyIdOnly", "text\n\n\u2014 name AAAAAA==\n", "no bytes behind its key id"),
                Arguments.of("paddingMissing", "text\n\n\u2014 name AAAAAAA\n", "not base64 as RFC 4648"),
                Arguments.of("strayBits", "text\n\n\u2014 name AAAAAAB=\n", "not base64 as RFC 4648"),
                Arguments.of("urlAlphabet", "text\n\n\u2014 name AAAAAA_=\n", "is not base64"),
                Arguments.of("spaceBehind", "text\n\n\u2014 name AAAAAAA= \n", "is not base64"),
                Arguments.of("twoSpaces", "text\n\n\u2014 name  AAAAAAA=\n", "is not base64"),
                Arguments.of("lineAmongSignatures", "text\n\n" + LINE + "more\n" + LINE, "an em dash"),
                Arguments.of("101Signatures", "text\n\n" + LINE.repeat(101), "101 signatures stand below it"),
                Arguments.of("tooLarge", "x".repeat(1 << 20) + "\n\n" + LINE, "bytes, at most 1048576 are read"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notes")
    void notesAreRefused(String defect, String note, String reason) {
        assertThatThrownBy(() -> SignedNote.parse(note.getBytes(UTF_8)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason)
                .hasMessageStartingWith("note: ");
    }

    @Test
    void aNoteThatIsNotUtf8IsRefused() {
        byte[] latin = ("t\u00e9xt\n\n" + "- name AAAAAAA=\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> SignedNote.parse(latin))
                .isInstanceOf(Refused.class)
                .hasMessage("note: it is not UTF-8");
    }

    @Test
    void aHundredSignaturesAreRead() throws Exception {
        assertThat(SignedNote.parse(("text\n\n" + LINE.repeat(100)).getBytes(UTF_8))
                        .signatures())
                .hasSize(100);
    }

    static Stream<Arguments> checkpoints() {
        return Stream.of(
                Arguments.of("empty", "", "its last line is not ended"),
                Arguments.of("twoLines", "origin\n0\n", "it has 2 lines"),
                Arguments.of("notEnded", "origin\n0\n" + ROOT, "not ended"),
                Arguments.of("emptyOrigin", "\n0\n" + ROOT + "\n", "a line is empty"),
                Arguments.of("emptyExtension", "origin\n0\n" + ROOT + "\n\n", "a line is empty"),
                Arguments.of("leadingZero", "origin\n00\n" + ROOT + "\n", "size has a leading zero"),
                Arguments.of("plusSign", "origin\n+1\n" + ROOT + "\n", "size is not a decimal number"),
                Arguments.of("minusSign", "origin\n-1\n" + ROOT + "\n", "size is not a decimal number"),
                Arguments.of("arabicDigits", "origin\n\u0661\n" + ROOT + "\n", "size is not a decimal number"),
                Arguments.of("spaceBehindSize", "origin\n1 \n" + ROOT + "\n", "size is not a decimal number"),
                Arguments.of("sizeOf63Bits", "origin\n9223372036854775808\n" + ROOT + "\n", "larger than 2^63 - 1"),
                Arguments.of("sizeOf20Digits", "origin\n10000000000000000000\n" + ROOT + "\n", "larger than 2^63"),
                Arguments.of("rootTooShort", "origin\n0\nAAAA\n", "the root has 3 bytes"),
                Arguments.of("rootNotPadded", "origin\n0\n" + ROOT.substring(0, 43) + "\n", "as RFC 4648 writes it"),
                Arguments.of("rootInHex", "origin\n0\n" + "e3".repeat(32) + "\n", "the root has 48 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checkpoints")
    void checkpointsAreRefused(String defect, String text, String reason) {
        assertThatThrownBy(() -> Checkpoint.parse(text))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason)
                .hasMessageStartingWith("checkpoint: ");
    }

    @Test
    void extensionLinesAreKept() throws Exception {
        String text = "origin\n9223372036854775807\n" + ROOT + "\nmore 1\nmore 2\n";
        Checkpoint checkpoint = Checkpoint.parse(text);
        assertThat(checkpoint.extensions()).containsExactly("more 1", "more 2");
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    static Stream<Arguments> proofs() {
        String big = "A".repeat(TlogProof.MOST_EXTRA / 3 * 4 + 4);
        return Stream.of(
                Arguments.of("empty", "", "no empty line"),
                Arguments.of("anotherVersion", "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE, "its first line"),
                Arguments.of("spicySignature", "c2sp.org/spicy-signature@v1\nindex 0\n\n" + NOTE, "its first line"),
                Arguments.of("noIndex", "c2sp.org/tlog-proof@v1\n\n" + NOTE, "it has no index"),
                Arguments.of("indexNegative", "c2sp.org/tlog-proof@v1\nindex -1\n\n" + NOTE, "not a decimal"),
                Arguments.of("indexSpelledOddly", "c2sp.org/tlog-proof@v1\nindex 01\n\n" + NOTE, "a leading zero"),
                Arguments.of("indexTwice", PROOF + "index 0\n\n" + NOTE, "hash 0 of the path is not base64"),
                Arguments.of(
                        "extraEmpty", "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + NOTE, "extra data of 0 bytes"),
                Arguments.of("extraBehind", PROOF + "extra AAAA\n\n" + NOTE, "hash 0 of the path is not base64"),
                Arguments.of(
                        "extraTwice", "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n" + NOTE, "no index"),
                Arguments.of(
                        "extraTooLarge",
                        "c2sp.org/tlog-proof@v1\nextra " + big + "\nindex 0\n\n" + NOTE,
                        "extra data of"),
                Arguments.of("hashTooShort", PROOF + "AAAA\n\n" + NOTE, "hash 0 of the path has 3 bytes"),
                Arguments.of(
                        "64Hashes", PROOF + (ROOT + "\n").repeat(64) + "\n" + NOTE, "longer than any tree is high"),
                Arguments.of("twoEmptyLines", PROOF + "\n\n\n" + LINE, "checkpoint: it has 1 lines"),
                Arguments.of("carriageReturns", PROOF.replace("\n", "\r\n") + "\n" + NOTE, "its first line is not"),
                Arguments.of("notAscii", PROOF + "\u00e9\n\n" + NOTE, "it is not ASCII"),
                Arguments.of("noCheckpoint", PROOF + "\n", "note: no empty line"),
                Arguments.of("tooLarge", PROOF + "\n" + "x".repeat(TlogProof.MOST_BYTES), "bytes, at most"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proofs")
    void receiptsAreRefused(String defect, String proof, String reason) {
        assertThatThrownBy(() -> TlogProof.parse(proof.getBytes(UTF_8)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    /// The example of C2SP tlog-proof, with its shortened signatures made whole, in shape if not in
    /// value.
    @Test
    void theExampleOfTheSpecificationIsRead() throws Exception {
        String example = """
                c2sp.org/tlog-proof@v1
                extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
                index 73894
                gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
                B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
                EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
                RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
                AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

                example.com/fancylog
                109482
                sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

                \u2014 example.com/fancylog hI2DJw1roloI
                \u2014 witness1.example mJirIklqY9v2B/5bg
                """.replace("/5bg\n", "/5b\n");
        TlogProof proof = TlogProof.parse(example.getBytes(UTF_8));
        assertThat(proof.index()).isEqualTo(73_894);
        assertThat(proof.path()).hasSize(5);
        assertThat(proof.extra().orElseThrow()).asString().isEqualTo("age-v1.2.1-darwin-arm64.tar.gz");
        assertThat(Checkpoint.parse(proof.checkpoint().text()).size()).isEqualTo(109_482);
        assertThat(proof.encode()).isEqualTo(example.getBytes(UTF_8));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("empty", "", "three parts"),
                Arguments.of("twoParts", "name+530d903a", "three parts"),
                Arguments.of("noName", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "is empty"),
                Arguments.of(
                        "idInCapitals",
                        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                        "the key id of another key"),
                Arguments.of(
                        "anotherName",
                        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                        "the key id of another key"),
                Arguments.of("noKey", "example.com/foo+530d903a+", "is empty"),
                Arguments.of("typeOnly", "example.com/foo+530d903a+AQ==", "keys have 32 bytes, not 0"),
                Arguments.of("privateType", "example.com/foo+530d903a+/w==", "type 0xff are not understood"),
                Arguments.of("strayBits", "example.com/foo+530d903a+AR==", "as RFC 4648 writes it"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void verifierKeysAreRefused(String defect, String vkey, String reason) {
        assertThatThrownBy(() -> NoteKey.parse(vkey))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }
}
