package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;

/// Policies: the example of C2SP tlog-policy with real keys, and what its rules refuse.
final class PolicyTest {
    private static final String ORIGIN = "example.com/log";
    private static final NoteSigner LOG = NoteSigner.log(ORIGIN, SigningKey.generate(Algorithm.ED25519));
    private static final Map<String, NoteSigner> WITNESSES = new LinkedHashMap<>();
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 1, Hash.ofLeaf(new byte[0]));

    static {
        for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
            Algorithm algorithm = name.equals("Y3") ? Algorithm.ML_DSA_44 : Algorithm.ED25519;
            WITNESSES.put(name, NoteSigner.cosigner("example.com/" + name, SigningKey.generate(algorithm)));
        }
    }

    private static final String EXAMPLE = """
            log {log}

            witness X1 {X1}
            witness X2 {X2}
            witness X3 {X3}
            group X-witnesses 2 X1 X2 X3

            witness Y1 {Y1}
            witness Y2 {Y2}
            witness Y3 {Y3}
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    @Test
    void theExampleWantsTwoOfXAndOneOfY() throws Exception {
        Policy policy = parse(EXAMPLE);
        List<String> names = List.copyOf(WITNESSES.keySet());
        for (int set = 0; set < 64; set++) {
            int chosen = set;
            List<String> cosigners = IntStream.range(0, 6)
                    .filter(i -> (chosen >> i & 1) == 1)
                    .mapToObj(names::get)
                    .toList();
            boolean isQuorum = Integer.bitCount(set & 7) >= 2 && (set & 56) != 0;
            SignedNote note = note(cosigners);
            if (isQuorum) {
                assertThat(policy.verify(note).cosigners())
                        .extracting(each -> each.witness().name())
                        .containsExactlyElementsOf(cosigners);
            } else {
                assertThatThrownBy(() -> policy.verify(note))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining("the quorum X-and-Y is not reached");
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        String spaced =
                EXAMPLE.replace("witness X1 ", " \twitness\t X1 \t").replace("quorum", "# what counts\n\n quorum");
        byte[] once = parse(spaced).encode();
        assertThat(Policy.parse(once).encode()).isEqualTo(once);
        assertThat(parse(EXAMPLE).encode()).isEqualTo(once);
        assertThat(new String(once, StandardCharsets.UTF_8)).contains("\ngroup X-and-Y 2 X-witnesses Y-witnesses\n");
    }

    /// Names are octets: the Kelvin sign is no K, and half of it is a name too.
    @Test
    void namesAreOctets() throws Exception {
        String text = "witness K {X1}\nwitness \u212a {X2}\nwitness \u00e9t\u00e9 {X3}\ngroup g 1 \u212a\nquorum g\n";
        Policy policy = parse(text);
        assertThat(policy.groups().getFirst().members()).containsExactly("\u00e2\u0084\u00aa");
        assertThat(Policy.shown(policy.witnesses().get(2).name())).isEqualTo("\u00e9t\u00e9");
        byte[] half = filled(text).getBytes(StandardCharsets.UTF_8);
        half[8] = (byte) 0xe2;
        assertThat(Policy.parse(half).witnesses().getFirst().name()).isEqualTo("\u00e2");
    }

    @Test
    void sizesThatEveryoneMustReadAreRead() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 33; i++) {
            String key = NoteSigner.log("log" + i, SigningKey.generate(Algorithm.ED25519))
                    .key()
                    .vkey();
            String cosigner = NoteSigner.cosigner("w" + i, SigningKey.generate(Algorithm.ED25519))
                    .key()
                    .vkey();
            text.append("log ")
                    .append(key)
                    .append("\nwitness w")
                    .append(i)
                    .append(' ')
                    .append(cosigner);
            text.append("\ngroup g")
                    .append(i)
                    .append(" all w")
                    .append(i)
                    .append(i > 0 ? " g" + (i - 1) : "")
                    .append('\n');
        }
        Policy policy = parse(text + "quorum g32\n");
        assertThat(policy.logs()).hasSize(33);
        assertThat(policy.witnesses()).hasSize(33);
        assertThat(policy.groups()).hasSize(33);
        String more = "#\n".repeat(Policy.MOST_BYTES / 2);
        assertThatThrownBy(() -> parse(more + "quorum none\n"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("bytes");
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of("empty", "", "its last line is not ended"),
                Arguments.of("noQuorum", "log {log}\n", "no quorum line"),
                Arguments.of("quorumTwice", "quorum none\nquorum none\n", "line 2: a quorum is there already"),
                Arguments.of("quorumOfTwo", "witness X1 {X1}\nquorum X1 X1\n", "a quorum is one name"),
                Arguments.of("quorumNotDefined", "quorum X1\n", "the name X1 is not defined before"),
                Arguments.of(
                        "quorumDefinedAfter", "quorum X1\nwitness X1 {X1}\n", "line 1: the name X1 is not defined"),
                Arguments.of("lastLineNotEnded", "quorum none", "its last line is not ended"),
                Arguments.of("carriageReturn", "quorum none\r\n", "a control character"),
                Arguments.of("delete", "# \u007f\nquorum none\n", "a control character"),
                Arguments.of("unknownKeyword", "mirror {X1}\nquorum none\n", "line 1: it defines neither"),
                Arguments.of("keywordInCapitals", "Quorum none\n", "it defines neither"),
                Arguments.of("commentBehind", "quorum none # all\n", "a quorum is one name"),
                Arguments.of("logWithoutKey", "log\nquorum none\n", "a log has a verifier key"),
                Arguments.of("logTwice", "log {log}\nlog {log}\nquorum none\n", "same public key"),
                Arguments.of("witnessTwice", "witness a {X1}\nwitness b {X1}\nquorum a\n", "same public key"),
                Arguments.of("nameTwice", "witness a {X1}\nwitness a {X2}\nquorum a\n", "the name a is taken"),
                Arguments.of("groupNamedAsWitness", "witness a {X1}\ngroup a all a\nquorum a\n", "the name a is taken"),
                Arguments.of("witnessNamedNone", "witness none {X1}\nquorum none\n", "the name none is taken"),
                Arguments.of("noneAsMember", "group g any none\nquorum g\n", "the name none is not defined"),
                Arguments.of("logKeyAsWitness", "witness a {log}\nquorum a\n", "doesn't cosign"),
                Arguments.of(
                        "keyIdOfAnother",
                        "log {log}\nquorum none\n"
                                .replace("{log}", LOG.key().vkey().replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+")),
                        "key id of another key"),
                Arguments.of("keyOfUnknownType", "log a+00000000+Av8=\nquorum none\n", "type 0x02 are not understood"),
                Arguments.of("keyTooShort", "log a+00000000+Af8=\nquorum none\n", "keys have 32 bytes, not 1"),
                Arguments.of("keyIsWords", "log my-log\nquorum none\n", "three parts"),
                Arguments.of("groupWithoutMembers", "group g any\nquorum g\n", "a group has"),
                Arguments.of("thresholdZero", "witness a {X1}\ngroup g 0 a\nquorum g\n", "the threshold is 0 of 1"),
                Arguments.of("thresholdTooHigh", "witness a {X1}\ngroup g 2 a\nquorum g\n", "the threshold is 2 of 1"),
                Arguments.of("thresholdNegative", "witness a {X1}\ngroup g -1 a\nquorum g\n", "not a decimal"),
                Arguments.of("thresholdHuge", "witness a {X1}\ngroup g 4294967297 a\nquorum g\n", "4294967297 of 1"),
                Arguments.of("thresholdSpelledOddly", "witness a {X1}\ngroup g 01 a\nquorum g\n", "a leading zero"),
                Arguments.of("memberTwice", "witness a {X1}\ngroup g 1 a a\nquorum g\n", "a member already"),
                Arguments.of(
                        "memberOfTwo",
                        "witness a {X1}\ngroup g 1 a\ngroup h 1 a g\nquorum h\n",
                        "line 3: the name a is a member already"),
                Arguments.of("memberOfItself", "group g any g\nquorum g\n", "the name g is not defined before"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void defectsAreRefused(String defect, String policy, String reason) {
        assertThatThrownBy(() -> parse(policy))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aCheckpointOfAnotherOriginIsRefused() throws Exception {
        Policy policy = parse("log {log}\nquorum none\n");
        NoteSigner other = NoteSigner.log("example.com/other", SigningKey.generate(Algorithm.ED25519));
        Checkpoint strange = new Checkpoint("example.com/other", 1, CHECKPOINT.root());
        SignedNote note = SignedNote.of(strange.text(), List.of(other, LOG), 0);
        assertThatThrownBy(() -> policy.verify(note))
                .isInstanceOf(Refused.class)
                .hasMessage("policy: it trusts no log whose origin is example.com/other");
        Policy without = parse("quorum none\n");
        assertThatThrownBy(() -> without.verify(note(List.of()))).isInstanceOf(Refused.class);
    }

    /// Another trusted log can't speak for this one, and neither can its witnesses.
    @Test
    void onlyTheLogItselfSignsItsCheckpoint() throws Exception {
        NoteSigner other = NoteSigner.log("example.com/other", SigningKey.generate(Algorithm.ED25519));
        Policy policy = parse("log {log}\nlog " + other.key() + "\nwitness X1 {X1}\nquorum X1\n");
        SignedNote note = SignedNote.of(CHECKPOINT.text(), List.of(other, WITNESSES.get("X1")), 5);
        assertThatThrownBy(() -> policy.verify(note))
                .isInstanceOf(Refused.class)
                .hasMessage("policy: no trusted key of example.com/log signed it");
    }

    @Test
    void oneWitnessManyTimesIsOneWitness() throws Exception {
        Policy policy = parse("log {log}\nwitness a {X1}\nwitness b {X2}\ngroup g 2 a b\nquorum g\n");
        SignedNote note = note(List.of("X1", "X1", "X1"));
        assertThatThrownBy(() -> policy.verify(note))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1 of 2");
    }

    private static SignedNote note(List<String> cosigners) throws Refused {
        List<NoteSigner> signers = new ArrayList<>(List.of(LOG));
        cosigners.forEach(name -> signers.add(WITNESSES.get(name)));
        return SignedNote.of(CHECKPOINT.text(), signers, 1_700_000_000);
    }

    private static Policy parse(String text) throws Refused {
        return Policy.parse(filled(text).getBytes(StandardCharsets.UTF_8));
    }

    private static String filled(String text) {
        String filled = text.replace("{log}", LOG.key().vkey());
        for (Map.Entry<String, NoteSigner> witness : WITNESSES.entrySet()) {
            filled = filled.replace(
                    "{" + witness.getKey() + "}", witness.getValue().key().vkey());
        }
        return filled;
    }
}
