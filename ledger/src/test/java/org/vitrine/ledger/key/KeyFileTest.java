package org.vitrine.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.ledger.Refused;
import org.vitrine.testing.Tool;

/// Key files against OpenSSL, which reads ours and writes those that we read.
final class KeyFileTest {
    private static final char[] PASSPHRASE = "två små grisar".toCharArray();
    private static final int FEW = 1000;
    private static final byte[] MESSAGE = "said once".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aKeyComesBackFromItsFile(Algorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm);
        Path file = folder.resolve("key.pem");
        KeyFile.write(file, key, PASSPHRASE, FEW);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        SigningKey read = KeyFile.read(file, PASSPHRASE);
        assertThat(read.publicKey()).isEqualTo(key.publicKey());
        assertThat(key.publicKey().verifies(MESSAGE, read.sign(MESSAGE))).isTrue();
        assertThatThrownBy(() -> KeyFile.write(file, key, PASSPHRASE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> KeyFile.read(file, "tre små grisar".toCharArray()))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("key file: ");
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256"})
    void opensslReadsOurs(Algorithm algorithm) throws Exception {
        SigningKey key = SigningKey.generate(algorithm);
        Path file = folder.resolve("key.pem");
        KeyFile.write(file, key, PASSPHRASE);
        Path out = folder.resolve("public.der");
        openssl(
                "pkey",
                "-in",
                file.toString(),
                "-passin",
                pass(),
                "-pubout",
                "-outform",
                "DER",
                "-out",
                out.toString());
        assertThat(Files.readAllBytes(out)).isEqualTo(key.publicKey().encoded());
        String parameters = openssl("asn1parse", "-in", file.toString());
        assertThat(parameters).contains("PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v2 aes-256-cbc",
                "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000",
                "-v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 10000"
            })
    void oursReadsThatOfOpenssl(String options) throws Exception {
        Path clear = folder.resolve("clear.pem");
        Path file = folder.resolve("key.pem");
        Path out = folder.resolve("public.der");
        openssl("genpkey", "-algorithm", "ed25519", "-out", clear.toString());
        openssl("pkey", "-in", clear.toString(), "-pubout", "-outform", "DER", "-out", out.toString());
        List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-in", clear.toString()));
        command.addAll(List.of("-out", file.toString(), "-passout", pass()));
        command.addAll(List.of(options.split(" ", -1)));
        openssl(command.toArray(String[]::new));
        SigningKey key = KeyFile.read(file, PASSPHRASE);
        assertThat(key.publicKey().encoded()).isEqualTo(Files.readAllBytes(out));
        assertThat(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-scrypt", "-v1 PBE-SHA1-3DES"})
    void otherEncryptionIsRefused(String options) throws Exception {
        Path clear = folder.resolve("clear.pem");
        Path file = folder.resolve("key.pem");
        openssl("genpkey", "-algorithm", "ed25519", "-out", clear.toString());
        List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-in", clear.toString()));
        command.addAll(List.of("-out", file.toString(), "-passout", pass()));
        command.addAll(List.of(options.split(" ", -1)));
        openssl(command.toArray(String[]::new));
        assertThatThrownBy(() -> KeyFile.read(file, PASSPHRASE)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> KeyFile.read(clear, PASSPHRASE))
                .isInstanceOf(Refused.class)
                .hasMessage("key file: it holds no encrypted private key in PEM");
    }

    @Test
    void aPublicKeyOfAnotherIsRefused() throws Exception {
        Path one = folder.resolve("one.pem");
        KeyFile.write(one, SigningKey.generate(Algorithm.ED25519), PASSPHRASE, FEW);
        for (Algorithm algorithm : Algorithm.values()) {
            Path other = folder.resolve(algorithm + ".pem");
            KeyFile.write(other, SigningKey.generate(algorithm), PASSPHRASE, FEW);
            String text = Files.readString(one);
            String strange = Files.readString(other);
            String mixed = text.substring(0, text.indexOf("-----BEGIN PUBLIC"))
                    + strange.substring(strange.indexOf("-----BEGIN PUBLIC"));
            assertThatThrownBy(() -> KeyFile.decode(mixed.getBytes(StandardCharsets.US_ASCII), PASSPHRASE))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void bytesChangedAtRandomAreRefusedOrLeadToTheSameKey() throws Exception {
        Path file = folder.resolve("key.pem");
        Path clear = folder.resolve("clear.pem");
        openssl("genpkey", "-algorithm", "ed25519", "-out", clear.toString());
        openssl("pkcs8", "-topk8", "-in", clear.toString(), "-passout", pass(), "-iter", "1", "-out", file.toString());
        PublicKey key = KeyFile.read(file, PASSPHRASE).publicKey();
        String open = openssl("pkey", "-in", file.toString(), "-passin", pass(), "-pubout");
        byte[] bytes = (Files.readString(file) + open).getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) (random.nextInt(95) + 32);
            try {
                assertThat(KeyFile.decode(changed, PASSPHRASE).publicKey()).isEqualTo(key);
            } catch (Refused e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    /// Found by fuzzing: the last hyphens of the one line are the first of the other.
    @ParameterizedTest
    @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "PUBLIC KEY"})
    void anEndWithinTheLineOfTheBeginningIsNone(String label) throws Exception {
        Path file = folder.resolve("key.pem");
        KeyFile.write(file, SigningKey.generate(Algorithm.ED25519), PASSPHRASE, 1);
        String text = Files.readString(file)
                .replace("-----BEGIN " + label + "-----", "-----BEGIN " + label + "-----END " + label + "-----");
        assertThat(text).contains("-----END " + label);
        assertThatThrownBy(() -> KeyFile.decode(text.getBytes(StandardCharsets.US_ASCII), PASSPHRASE))
                .isInstanceOf(Refused.class);
    }

    @Test
    void tooManyRoundsAreRefusedAtOnce() throws Exception {
        Path file = folder.resolve("key.pem");
        KeyFile.write(file, SigningKey.generate(Algorithm.ED25519), PASSPHRASE);
        String text = Files.readString(file);
        int from = text.indexOf('\n') + 1;
        int to = text.indexOf("\n-----END");
        byte[] der = Base64.getMimeDecoder().decode(text.substring(from, to));
        // 600,000 becomes 8,388,607.
        String hex = HexFormat.of().formatHex(der).replaceFirst("02030927c0", "02037fffff");
        String changed = text.substring(0, from)
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex))
                + text.substring(to);
        assertThatThrownBy(() -> KeyFile.decode(changed.getBytes(StandardCharsets.US_ASCII), PASSPHRASE))
                .isInstanceOf(Refused.class)
                .hasMessage("key file: it asks for 8388607 rounds, not 1 to 5000000");
    }

    private static String pass() {
        return "pass:" + new String(PASSPHRASE);
    }

    private static String openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        return Tool.of(command).succeed().text();
    }
}
