package org.vitrine.ledger.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.tree.Hash;

/// in-toto statements.
final class StatementTest {
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void statementsComeBack() throws Exception {
        Statement statement = new Statement(
                List.of(Statement.Subject.of("firmware.bin", Hash.EMPTY_ROOT)),
                "https://in-toto.io/attestation/svr/v0.1",
                Json.object(Json.member("b", Json.of(1)), Json.member("a", new Json.Null())));
        assertThat(new String(statement.encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"a\":null,\"b\":1},"
                        + "\"predicateType\":\"https://in-toto.io/attestation/svr/v0.1\","
                        + "\"subject\":[{\"digest\":{\"sha256\":\"" + SHA256 + "\"},\"name\":\"firmware.bin\"}]}");
        assertThat(Statement.decode(statement.encode())).isEqualTo(statement);
        Statement bare = new Statement(
                List.of(new Statement.Subject(Optional.empty(), List.of(new Statement.Digest("gitCommit", "abc")))),
                "x",
                Json.object());
        assertThat(Statement.decode(bare.encode())).isEqualTo(bare);
        assertThat(bare.subjects().getFirst().digest("gitCommit")).hasValue("abc");
        assertThat(bare.subjects().getFirst().digest("sha256")).isEmpty();
    }

    /// What newer producers add is passed over, as the specification's parsing rules ask.
    @Test
    void membersThatAreNotNamedArePassedOver() throws Exception {
        Statement statement = decode("{\"_type\":\"https://in-toto.io/Statement/v1\",\"later\":[1],\"predicateType\":\"x\","
                + "\"subject\":[{\"uri\":\"https://x\",\"digest\":{\"sha256\":\"" + SHA256 + "\",\"mine\":\"X\"}}]}");
        assertThat(statement.subjects().getFirst().digest("mine")).hasValue("X");
        assertThat(statement.predicate().members()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "array | [] | in-toto: the statement is not an object",
                "no-type | {} | in-toto: the statement has no _type",
                "version-0 | {'_type':'https://in-toto.io/Statement/v0.1'} | in-toto: _type is not https://in-toto.io/Statement/v1",
                "no-subject | {T,'predicateType':'x'} | in-toto: the statement has no subject",
                "subject-empty | {T,'subject':[]} | in-toto: it has 0 subjects, not 1 to 65536",
                "subject-text | {T,'subject':['x']} | in-toto: a subject is not an object",
                "no-digest | {T,'subject':[{'name':'x'}]} | in-toto: a subject has no digest",
                "digest-empty | {T,'subject':[{'digest':{}}]} | in-toto: a subject has an empty digest set",
                "digest-number | {T,'subject':[{'digest':{'sha256':1}}]} | in-toto: a digest is not a text",
                "digest-short | {T,'subject':[{'digest':{'sha256':'ab'}}]} | in-toto: a sha256 is not 64 lower-case hex digits",
                "digest-no-text | {T,'subject':[{'digest':{'x':''}}]} | in-toto: a digest is empty",
                "name-number | {T,'subject':[{'name':1,'digest':{'x':'y'}}]} | in-toto: a subject's name is not a text",
                "no-predicate-type | {T,'subject':[S]} | in-toto: the statement has no predicateType",
                "predicate-type-empty | {T,'subject':[S],'predicateType':''} | in-toto: predicateType is empty",
                "predicate-text | {T,'subject':[S],'predicateType':'x','predicate':'y'} | in-toto: predicate is not an object",
            })
    void whatIsNoStatementIsRefused(String defect, String text, String reason) {
        String json = text.replace("T,", "'_type':'https://in-toto.io/Statement/v1',")
                .replace("S]", "{'digest':{'sha256':'" + SHA256 + "'}}]")
                .replace('\'', '"');
        assertThatThrownBy(() -> decode(json))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    private static Statement decode(String json) throws Refused {
        return Statement.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
