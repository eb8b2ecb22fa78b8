package org.vitrine.ledger.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.testing.Corpus;

/// Envelopes: the specification's own, those of Sigstore bundles, and ours.
final class DsseTest {
    private static final String BUNDLES = "vectors/sigstore/sigstore-java/src/test/resources/dev/sigstore/samples/bundles";
    private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);
    private static final String TYPE = "http://example.com/HelloWorld";

    /// DSSE's protocol.md, "Test Vectors".
    @Test
    void theSpecificationsVectorIsVerified() throws Exception {
        assertThat(new String(Dsse.pae(TYPE, HELLO), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
        String sig = "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";
        String json = "{\"payload\": \"aGVsbG8gd29ybGQ=\",\n \"payloadType\": \"" + TYPE
                + "\",\n \"signatures\": [{\"sig\": \"" + sig + "\"}]}";
        byte[] point = new byte[65];
        point[0] = 4;
        put("46950820868899156662930047687818585632848591499744589407958293238635476079160", point, 33);
        put("5640078356564379163099075877009565129882514886557779369047442380624545832820", point, 65);
        PublicKey key = PublicKey.of(Algorithm.ES256, point);
        Dsse envelope = decode(json);
        assertThat(envelope.payload()).isEqualTo(HELLO);
        assertThat(envelope.payloadType()).isEqualTo(TYPE);
        assertThat(envelope.verify(Set.of(key), 1)).containsExactly(key);
        // The other alphabet of base64 says the same.
        assertThat(decode(json.replace('+', '-')).verify(Set.of(key), 1)).hasSize(1);
        Dsse changed = decode(json.replace("aGVsbG8gd29ybGQ=", "aGVsbG8gd29ybGU="));
        assertThatThrownBy(() -> changed.verify(Set.of(key), 1))
                .hasMessage("DSSE: 0 of 1 trusted keys signed it, and 1 must");
        Dsse retyped = decode(json.replace("HelloWorld", "HelloMoon"));
        assertThatThrownBy(() -> retyped.verify(Set.of(key), 1)).isInstanceOf(Refused.class);
    }

    private static void put(String decimal, byte[] target, int end) {
        byte[] digits = new BigInteger(decimal).toByteArray();
        int length = Math.min(32, digits.length);
        System.arraycopy(digits, digits.length - length, target, end - length, length);
    }

    /// Bundles of Sigstore hold envelopes signed by P-256 keys, in DER. Two have a bad signature; the defects of
    /// the others lie in their log entries, which are not read here: Python's `cryptography` says the same.
    @Test
    void envelopesOfSigstoreBundlesAreVerifiedOrRefused() throws Exception {
        Map<String, Boolean> verified = new HashMap<>();
        for (Path file : Corpus.files(BUNDLES)) {
            String name = file.getFileName().toString();
            if (!name.startsWith("bundle.dsse") && !name.equals("attestation.sigstore.json")) {
                continue;
            }
            Json.Object bundle = Json.decode(Files.readAllBytes(file)).asObject("bundle");
            Dsse envelope = Dsse.of(bundle.require("dsseEnvelope", "bundle"));
            assertThat(envelope.payloadType()).isEqualTo(Statement.MEDIA_TYPE);
            Statement statement = Statement.decode(envelope.payload());
            assertThat(statement.predicateType()).startsWith("https://slsa.dev/provenance/");
            assertThat(statement.subjects().getFirst().digest("sha256")).isPresent();
            assertThat(Statement.decode(statement.encode())).isEqualTo(statement);
            assertThat(Dsse.decode(envelope.encode())).isEqualTo(envelope);
            verified.put(name, !envelope.signers(Set.of(key(bundle))).isEmpty());
        }
        assertThat(verified).hasSize(10);
        verified.forEach((name, holds) ->
                assertThat(holds).as(name).isEqualTo(!name.contains("bad-signature")));
    }

    private static PublicKey key(Json.Object bundle) throws Exception {
        Json.Object material = bundle.require("verificationMaterial", "bundle").asObject("material");
        Optional<Json> single = material.get("certificate");
        Json certificate = single.isPresent()
                ? single.get()
                : material.require("x509CertificateChain", "material")
                        .asObject("chain")
                        .require("certificates", "chain")
                        .items("certificates")
                        .getFirst();
        String base64 = certificate.asObject("certificate").require("rawBytes", "certificate").text("rawBytes");
        Certificate x509 = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        return PublicKey.of(x509.getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void envelopesComeBack(Algorithm algorithm) throws Exception {
        SigningKey one = SigningKey.generate(algorithm);
        SigningKey two = SigningKey.generate(Algorithm.ED25519);
        PublicKey stranger = SigningKey.generate(algorithm).publicKey();
        Dsse signed = Dsse.sign(TYPE, HELLO, one).and("two", two);
        Dsse read = Dsse.decode(signed.encode());
        assertThat(read).isEqualTo(signed);
        assertThat(read.encode()).isEqualTo(signed.encode());
        assertThat(read.keyIds()).containsExactly("", "two");
        Set<PublicKey> trusted = new HashSet<>(Set.of(one.publicKey(), two.publicKey(), stranger));
        assertThat(read.verify(trusted, 2)).containsExactly(one.publicKey(), two.publicKey());
        assertThatThrownBy(() -> read.verify(trusted, 3)).hasMessage("DSSE: 2 of 3 trusted keys signed it, and 3 must");
        // One key that signs twice counts once.
        Dsse twice = Dsse.sign(TYPE, HELLO, two).and("", two);
        assertThatThrownBy(() -> twice.verify(trusted, 2)).isInstanceOf(Refused.class);
    }

    @Test
    void signaturesInDerAreReadStrictly() throws Exception {
        SigningKey key = SigningKey.generate(Algorithm.ES256);
        for (int i = 0; i < 8; i++) {
            byte[] payload = {(byte) i};
            Signature der = Signature.getInstance("SHA256withECDSA");
            der.initSign(key.privateKey());
            der.update(Dsse.pae(TYPE, payload));
            byte[] good = der.sign();
            assertThat(envelope(payload, good).signers(Set.of(key.publicKey()))).hasSize(1);
            for (int length = 0; length < good.length; length += 7) {
                assertThat(envelope(payload, Arrays.copyOf(good, length)).signers(Set.of(key.publicKey())))
                        .isEmpty();
            }
            for (int at = 0; at < good.length; at++) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) (1 << i % 8);
                assertThat(envelope(payload, changed).signers(Set.of(key.publicKey()))).isEmpty();
            }
        }
    }

    private static Dsse envelope(byte[] payload, byte[] signature) throws Refused {
        Base64.Encoder base64 = Base64.getEncoder();
        return decode("{\"payloadType\":\"" + TYPE + "\",\"payload\":\"" + base64.encodeToString(payload)
                + "\",\"signatures\":[{\"sig\":\"" + base64.encodeToString(signature) + "\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "array | [] | DSSE: the envelope is not an object",
                "no-type | {'payload':'','signatures':[]} | DSSE: the envelope has no payloadType",
                "no-payload | {'payloadType':'','signatures':[]} | DSSE: the envelope has no payload",
                "no-signatures | {'payloadType':'','payload':''} | DSSE: the envelope has no signatures",
                "unsigned | {'payloadType':'','payload':'','signatures':[]} | DSSE: it has 0 signatures, not 1 to 64",
                "payload-not-base64 | {'payloadType':'','payload':'!','signatures':[]} | DSSE: payload is not base64",
                "payload-of-both-alphabets | {'payloadType':'','payload':'+-==','signatures':[]} | DSSE: payload is not base64",
                "sig-missing | {'payloadType':'','payload':'','signatures':[{}]} | DSSE: a signature has no sig",
                "sig-number | {'payloadType':'','payload':'','signatures':[{'sig':1}]} | DSSE: sig is not a text",
                "keyid-null | {'payloadType':'','payload':'','signatures':[{'sig':'','keyid':null}]} | DSSE: keyid is not a text",
                "payload-twice | {'payloadType':'','payload':'','payload':'YQ==','signatures':[{'sig':''}]} | JSON, character 0: a name of the object stands twice",
            })
    void whatIsNoEnvelopeIsRefused(String defect, String text, String reason) {
        assertThatThrownBy(() -> decode(text.replace('\'', '"')))
                .as(defect)
                .isInstanceOf(Refused.class)
                .hasMessage(reason);
    }

    @Test
    void moreSignaturesThanAreReadAreRefused() {
        String many = "{\"sig\":\"\"},".repeat(64) + "{\"sig\":\"\"}";
        assertThatThrownBy(() -> decode("{\"payloadType\":\"\",\"payload\":\"\",\"signatures\":[" + many + "]}"))
                .hasMessage("DSSE: it has 65 signatures, not 1 to 64");
        List<Integer> thresholds = List.of(0, -1);
        for (int threshold : thresholds) {
            Dsse signed = Dsse.sign(TYPE, HELLO, SigningKey.generate(Algorithm.ED25519));
            assertThatThrownBy(() -> signed.verify(Set.of(), threshold)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Dsse decode(String json) throws Refused {
        return Dsse.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
