package org.vitrine.change.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left out of a text that is told, and what is not.
class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:$1$abcdefgh$SECRETSECRETSECRETSECR:10933:0:99999:7:::",
                "root:$6$rounds=5000$salt$SECRET/SECRET.SECRET:0:0:root:/root:/bin/sh",
                "admin:SECRETx012345:10933:0:99999:7:::",
                "admin:SECRETx012345:0:0:Administrator:/:/bin/sh",
                "htpasswd admin:$apr1$xxxx$SECRETSECRET",
                "userPassword: {SSHA}SECRETSECRETSECRET==",
                "wpa_passphrase=SECRET",
                "  option key_passphrase 'SECRET with blanks'",
                "        option password \"SECRET\"",
                "{\"user\": \"root\", \"password\": \"SECRET\"}",
                "psk = SECRET",
                "<Password type=\"x\">SECRET</Password>",
                "<X_PSKValue>SECRET</X_PSKValue>",
                "key: \"-----BEGIN RSA PRIVATE KEY-----\\nSECRETSECRET\\n-----END RSA PRIVATE KEY-----\"",
                "export API_KEY=SECRET",
                "src/gz base https://user:SECRET@updates.example.net/base",
                "rocommunity SECRET",
                "snmp.community=SECRET",
                "echo root:$1$x$SECRETSECRET | chpasswd -e"
            })
    void aSecretIsNotTold(String line) {
        assertThat(Secrets.line(line)).doesNotContain("SECRET").contains(Secrets.REDACTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:x:0:0:root:/root:/bin/sh",
                "daemon:*:10933:0:99999:7:::",
                "password=\"$1\"",
                "password=$(cat /etc/secret)",
                "PermitRootLogin yes",
                "PasswordAuthentication=",
                "option password ''",
                "mac: 00:11:22:33:44:55",
                "telnetd -l /bin/sh &",
                "-----BEGIN CERTIFICATE-----"
            })
    void whatIsNoSecretIsTold(String line) {
        assertThat(Secrets.line(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "wifi.psk, abc, <redacted>",
        "wifi.psk, '', ''",
        "root, $1$abcd$efghijkl:1:0:99999:7:::, $1$<redacted>:1:0:99999:7:::",
        "root, ABCDEFGHIJKLM:1:0:99999:7:::, <redacted>:1:0:99999:7:::",
        "port, 22, 22"
    })
    void aValueIsToldByItsKey(String key, String value, String told) {
        assertThat(Secrets.value(key, value)).isEqualTo(told);
    }

    @Test
    void theBodyOfAPrivateKeyIsNotTold() {
        String text = """
                before
                -----BEGIN EC PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED

                MHcCAQEEIAbcdef
                AAAAAAAAAA==
                -----END EC PRIVATE KEY-----
                after
                -----BEGIN CERTIFICATE-----
                MIIB
                """;
        assertThat(Secrets.bodies(
                                Lines.of(text.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                        .toString())
                .isEqualTo("{2, 3, 4, 5}");
    }
}
