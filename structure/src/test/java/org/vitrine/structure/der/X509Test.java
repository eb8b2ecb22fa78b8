package org.vitrine.structure.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;

class X509Test {
    private static byte[] sequence(byte[]... pieces) {
        return DerWriter.element(Der.SEQUENCE, pieces);
    }

    private static byte[] name(String oid, int type, byte[] value) {
        return sequence(DerWriter.element(Der.SET, sequence(DerWriter.oid(oid), DerWriter.element(type, value))));
    }

    private static byte[] name(String common) {
        return name("2.5.4.3", 0x0c, common.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] time(String text) {
        int type = text.startsWith("20") && text.length() > 13 ? 0x18 : 0x17;
        return DerWriter.element(type, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] certificate(String subject, String from, boolean authority) throws Malformed {
        byte[] algorithm = sequence(DerWriter.oid("1.2.840.113549.1.1.11"), DerWriter.element(Der.NULL));
        Bytes key = PublicKeyInfo.rsa(BigInteger.ONE.shiftLeft(1023), BigInteger.valueOf(65537))
                .encoded();
        byte[] constraints = sequence(
                DerWriter.oid(Oid.BASIC_CONSTRAINTS),
                DerWriter.element(Der.BOOLEAN, new byte[] {-1}),
                DerWriter.element(
                        Der.OCTET_STRING,
                        authority ? sequence(DerWriter.element(Der.BOOLEAN, new byte[] {-1})) : sequence()));
        byte[] signed = sequence(
                DerWriter.element(0xa0, DerWriter.integer(BigInteger.TWO)),
                DerWriter.integer(BigInteger.valueOf(-129)),
                algorithm,
                name("ca"),
                sequence(time(from), time("20501231235959Z")),
                name(subject),
                key.array(0, key.size(), "key"),
                DerWriter.element(0xa3, sequence(constraints)));
        return sequence(signed, algorithm, DerWriter.bits(new byte[128]));
    }

    private static X509 read(byte[] bytes) throws Malformed {
        return X509.of(Der.whole(Bytes.of(bytes), Der.Rules.DISTINGUISHED));
    }

    @Test
    void readsACertificate() throws Malformed {
        X509 x509 = read(certificate("me", "700101000001Z", true));
        assertThat(x509.version()).isEqualTo(3);
        assertThat(x509.serial()).isEqualTo(BigInteger.valueOf(-129));
        assertThat(DistinguishedName.text(x509.subject())).isEqualTo("CN=me");
        assertThat(x509.selfIssued()).isFalse();
        assertThat(x509.authority()).isTrue();
        assertThat(x509.notBefore()).isEqualTo(1);
        assertThat(x509.notAfter()).isEqualTo(2556143999L);
        assertThat(x509.publicKey().bits()).isEqualTo(1024);
        assertThat(read(certificate("ca", "700101000001Z", false)).selfIssued()).isTrue();
        assertThat(read(certificate("ca", "700101000001Z", false)).authority()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "491231235959Z, 2524607999",
        "500101000000Z, -631152000",
        "7001010000Z, 0",
        "700101010000+0100, 0",
        "19700101000000Z, -1",
        "20380119031408Z, 2147483648",
    })
    void readsTimes(String text, long seconds) throws Malformed {
        if (seconds == -1) {
            assertThatThrownBy(() -> read(certificate("x", text, false))).isInstanceOf(Malformed.class);
        } else {
            assertThat(read(certificate("x", text, false)).notBefore()).isEqualTo(seconds);
        }
    }

    @ParameterizedTest
    @CsvSource({"700230000000Z", "701301000000Z", "700101250000Z", "70010100000Z", "Z", "7001010000001Z"})
    void refusesTimesThatAreNone(String text) {
        assertThatThrownBy(() -> read(certificate("x", text, false))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|CN=plain",
                "a,b+c=d|CN=a\\,b\\+c=d",
                "#x|CN=\\#x",
                "Lučić|CN=Lučić",
                "a\\b\"c<d>e;f|CN=a\\\\b\\\"c\\<d\\>e\\;f",
            })
    void writesNames(String value, String text) throws Malformed {
        assertThat(DistinguishedName.text(Bytes.of(name(value)))).isEqualTo(text);
    }

    @Test
    void namesCannotDeceive() throws Malformed {
        assertThat(DistinguishedName.text(Bytes.of(name("a\u202Eb\u001b[2J\0"))))
                .isEqualTo("CN=a\\e2\\80\\aeb\\1b[2J\\00");
        assertThat(DistinguishedName.text(Bytes.of(name(" x ")))).isEqualTo("CN=\\ x\\ ");
        assertThat(DistinguishedName.text(Bytes.of(name("2.5.4.3", 0x0c, new byte[] {(byte) 0xff}))))
                .isEqualTo("CN=#0c01ff");
        assertThat(DistinguishedName.text(Bytes.of(name("1.2.3", 0x0c, new byte[] {'a'}))))
                .isEqualTo("1.2.3=#0c0161");
        assertThat(DistinguishedName.text(Bytes.of(name("2.5.4.10", 0x1e, new byte[] {0, 'a', 1, 1}))))
                .isEqualTo("O=aā");
    }

    @Test
    void damageGivesMalformedOnly() throws Malformed {
        byte[] sound = certificate("me", "700101000001Z", true);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(sound, i % 4 == 0 ? random.nextInt(sound.length) : sound.length);
            for (int flips = random.nextInt(3); flips >= 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                X509 x509 = X509.of(Der.at(Bytes.of(bytes), 0, Der.Rules.BASIC));
                DistinguishedName.text(x509.subject());
                x509.authority();
            } catch (Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
