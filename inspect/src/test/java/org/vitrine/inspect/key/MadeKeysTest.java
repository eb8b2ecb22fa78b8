package org.vitrine.inspect.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.key.PrivateKey.Encoding;
import org.vitrine.inspect.key.PrivateKey.Guard;
import org.vitrine.structure.der.PublicKeyInfo;
import org.vitrine.testing.Tool;

/// Keys that other people's tools make, in each form they can write.
class MadeKeysTest {
    @TempDir
    Path folder;

    private String openssl(String... arguments) {
        Tool.needs("openssl");
        String[] command = new String[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Tool.text(command);
    }

    /// SHA-256 of the public key as openssl writes it.
    private String spki(Path key) throws IOException {
        Path der = folder.resolve("public.der");
        openssl("pkey", "-in", "" + key, "-passin", "pass:secret", "-pubout", "-outform", "DER", "-out", "" + der);
        return Digest.ofContent(Bytes.of(Files.readAllBytes(der))).toString();
    }

    private static PrivateKey only(Path file) throws IOException {
        Found found = Found.in(new PrivateKeyInspector(), Files.readAllBytes(file));
        assertThat(found.problem()).isFalse();
        assertThat(found.facts()).hasSize(1);
        return (PrivateKey) found.facts().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, rsa_keygen_bits:1024, rsa, 1024",
        "RSA, rsa_keygen_bits:2056, rsa, 2056",
        "EC, ec_paramgen_curve:P-256, ec, 256",
        "EC, ec_paramgen_curve:secp521r1, ec, 521",
        "EC, ec_paramgen_curve:brainpoolP384r1, ec, 384",
        "EC, ec_paramgen_curve:sect283k1, ec, 283",
        "ED25519, , ed25519, 256",
        "ED448, , ed448, 456",
        "X25519, , x25519, 256",
    })
    void opensslKeys(String algorithm, String option, String expected, int bits) throws IOException {
        Path plain = folder.resolve("plain.pem");
        if (option == null) {
            openssl("genpkey", "-algorithm", algorithm, "-out", "" + plain);
        } else {
            openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", "" + plain);
        }
        String fingerprint = bits == 456 || algorithm.equals("X25519") ? "" : spki(plain);
        assertKey(only(plain), Encoding.PEM, expected, bits, fingerprint);
        assertThat(only(plain).location().length()).isEqualTo(Files.size(plain) - 1);

        Path der = folder.resolve("plain.der");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "" + plain, "-outform", "DER", "-out", "" + der);
        assertKey(only(der), Encoding.DER, expected, bits, fingerprint);

        Path guarded = folder.resolve("guarded.pem");
        openssl("pkcs8", "-topk8", "-in", "" + plain, "-passout", "pass:secret", "-out", "" + guarded);
        assertThat(only(guarded).guard()).isEqualTo(Guard.PASSPHRASE);
        openssl("pkcs8", "-topk8", "-in", "" + plain, "-passout", "pass:secret", "-outform", "DER", "-out", "" + der);
        assertThat(only(der).guard()).isEqualTo(Guard.PASSPHRASE);

        if (algorithm.equals("RSA") || algorithm.equals("EC")) {
            Path old = folder.resolve("old.pem");
            openssl("pkey", "-in", "" + plain, "-traditional", "-out", "" + old);
            assertKey(only(old), Encoding.PEM, expected, bits, fingerprint);
            String kind = algorithm.equals("RSA") ? "rsa" : "ec";
            openssl(kind, "-in", "" + plain, "-outform", "DER", "-out", "" + der);
            assertKey(only(der), Encoding.DER, expected, bits, fingerprint);
            openssl("pkey", "-in", "" + plain, "-traditional", "-aes128", "-passout", "pass:secret", "-out", "" + old);
            assertThat(Files.readString(old)).contains("DEK-Info");
            assertThat(only(old).guard()).isEqualTo(Guard.PASSPHRASE);
            assertThat(only(old).algorithm()).isEqualTo(expected);
        }
    }

    @Test
    void dsaKeyWithoutItsPublicPart() throws IOException {
        Path parameters = folder.resolve("parameters.pem");
        Path key = folder.resolve("key.pem");
        openssl("dsaparam", "-out", "" + parameters, "1024");
        openssl("gendsa", "-out", "" + key, "" + parameters);
        assertKey(only(key), Encoding.PEM, "dsa", 1024, spki(key));
        Path der = folder.resolve("key.der");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "" + key, "-outform", "DER", "-out", "" + der);
        assertKey(only(der), Encoding.DER, "dsa", 1024, spki(key));
    }

    @Test
    void curveGivenByAllItsParameters() throws IOException {
        Path key = folder.resolve("key.pem");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-param_enc", "explicit", "-out", "" + key);
        assertKey(only(key), Encoding.PEM, "ec", 256, spki(key));
        Path bare = folder.resolve("bare.pem");
        openssl("ec", "-in", "" + key, "-no_public", "-out", "" + bare);
        assertKey(only(bare), Encoding.PEM, "ec", 256, "");
    }

    private static void assertKey(PrivateKey key, Encoding encoding, String algorithm, int bits, String fingerprint) {
        assertThat(key.encoding()).isEqualTo(encoding);
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(key.bits()).isEqualTo(bits);
        assertThat(key.guard()).isEqualTo(Guard.NONE);
        if (!fingerprint.isEmpty()) {
            assertThat(key.fingerprint()).isEqualTo(fingerprint);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, 2048, rsa",
        "dsa, 1024, dsa",
        "ecdsa, 256, ec",
        "ecdsa, 384, ec",
        "ecdsa, 521, ec",
        "ed25519, 256, ed25519"
    })
    void opensshKeys(String type, int bits, String algorithm) throws IOException, Unreadable {
        Tool.needs("ssh-keygen");
        for (String phrase : List.of("", "secret")) {
            Path key = folder.resolve("key" + phrase);
            Tool.text("ssh-keygen", "-q", "-t", type, "-b", "" + bits, "-N", phrase, "-f", "" + key);
            PrivateKey found = only(key);
            assertThat(found.encoding()).isEqualTo(Encoding.OPENSSH);
            assertThat(found.algorithm()).isEqualTo(algorithm);
            assertThat(found.bits()).isEqualTo(bits);
            assertThat(found.guard()).isEqualTo(phrase.isEmpty() ? Guard.NONE : Guard.PASSPHRASE);
            String line = Files.readString(folder.resolve("key" + phrase + ".pub"));
            assertThat(found.fingerprint()).isEqualTo(ofPublic(line));
            String listed = Tool.text("ssh-keygen", "-lf", "" + key + ".pub");
            assertThat(listed).startsWith(bits + " " + SshPublicKey.fingerprint(blob(line)) + " ");
            if (phrase.isEmpty() && !type.equals("ed25519")) {
                Tool.text("ssh-keygen", "-q", "-p", "-N", "", "-m", "PEM", "-f", "" + key);
                assertKey(only(key), Encoding.PEM, algorithm, bits, spki(key));
                assertThat(spki(key)).isEqualTo(ofPublic(line));
            }
        }
    }

    private static Bytes blob(String line) {
        return Bytes.of(Base64.getDecoder().decode(line.split(" ", -1)[1].strip()));
    }

    private static String ofPublic(String line) throws Unreadable {
        return SshPublicKey.of(blob(line))
                .info()
                .map(PublicKeyInfo::fingerprint)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({"rsa, 1024, rsa", "ecdsa, 256, ec", "ecdsa, 521, ec", "ed25519, 256, ed25519"})
    void dropbearKeys(String type, int bits, String algorithm) throws IOException, Unreadable {
        Tool.needs("dropbearkey");
        Path key = folder.resolve("host_key");
        if (type.equals("ed25519")) {
            Tool.text("dropbearkey", "-t", type, "-f", "" + key);
        } else {
            Tool.text("dropbearkey", "-t", type, "-s", "" + bits, "-f", "" + key);
        }
        String line = Tool.text("dropbearkey", "-y", "-f", "" + key)
                .lines()
                .filter(each -> each.startsWith("ssh-") || each.startsWith("ecdsa-"))
                .findFirst()
                .orElseThrow();
        assertKey(only(key), Encoding.DROPBEAR, algorithm, bits, ofPublic(line));
        assertThat(only(key).location().length()).isEqualTo(Files.size(key));
        // The public key alone is no private one.
        Bytes blob = blob(line);
        assertThat(Found.keys(blob.array(0, blob.size(), "blob"))).isEmpty();
    }

    @Test
    void keysInOtherFiles() throws IOException {
        Path key = folder.resolve("key.pem");
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", "" + key);
        String pem = Files.readString(key);
        String elf =
                "\u007fELF\0\0-----BEGIN RSA PRIVATE KEY-----\0-----END RSA PRIVATE KEY-----\0" + pem + "\0rest" + pem;
        assertThat(Found.keys(elf)).hasSize(2).allMatch(found -> found.bits() == 1024);
        assertThat(Found.keys(elf).get(0).location().offset()).isEqualTo(elf.indexOf("-----BEGIN PRIVATE"));
        assertThat(Found.keys("key=\"" + pem.replace("\n", "\\n") + "\"")).hasSize(1);
        assertThat(Found.keys(pem.replace("\n", "\\n\"\n  \""))).hasSize(1);
        assertThat(Found.keys(pem.replace("\n", "\r\n"))).hasSize(1);
        // Four dashes were seen in published keys.
        assertThat(Found.keys(pem.substring(1))).hasSize(1);
        assertThat(Found.keys(pem.substring(0, pem.indexOf("-----END")))).hasSize(1);
        assertThat(Found.keys(openssl("pkey", "-in", "" + key, "-pubout"))).isEmpty();
        assertThat(Found.keys("-----BEGIN RSA PRIVATE KEY-----\n")).isEmpty();
        assertThat(Found.keys("-----BEGIN %s PRIVATE KEY-----\n%s-----END %s PRIVATE KEY-----\n"))
                .isEmpty();
    }

    @Test
    void aDamagedKeyIsAProblem() throws IOException {
        Path key = folder.resolve("key.pem");
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", "" + key);
        String pem = Files.readString(key).replaceFirst("MII", "MIJ");
        Found found =
                Found.in(new PrivateKeyInspector(), (pem + Files.readString(key)).getBytes(StandardCharsets.US_ASCII));
        assertThat(found.problem()).isTrue();
        assertThat(found.facts()).hasSize(1);
    }

    @Test
    void manyBeginningsTakeLittleTime() {
        String many = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n".repeat(200_000);
        Found found = Found.in(new PrivateKeyInspector(), many.getBytes(StandardCharsets.US_ASCII));
        assertThat(found.facts()).isEmpty();
        assertThat(found.problem()).isTrue();
    }

    @Test
    void noDamageEscapes() throws IOException {
        Tool.needs("openssl", "ssh-keygen", "dropbearkey");
        Path rsa = folder.resolve("rsa.der");
        openssl("genrsa", "-out", "" + folder.resolve("rsa.pem"), "1024");
        openssl(
                "pkcs8",
                "-topk8",
                "-nocrypt",
                "-in",
                "" + folder.resolve("rsa.pem"),
                "-outform",
                "DER",
                "-out",
                "" + rsa);
        Path ssh = folder.resolve("ssh");
        Tool.text("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "" + ssh);
        Path dropbear = folder.resolve("dropbear");
        Tool.text("dropbearkey", "-t", "rsa", "-s", "1024", "-f", "" + dropbear);
        Path certificate = folder.resolve("certificate.pem");
        openssl("req", "-x509", "-key", "" + folder.resolve("rsa.pem"), "-subj", "/CN=x/O=y", "-out", "" + certificate);
        Path der = folder.resolve("certificate.der");
        openssl("x509", "-in", "" + certificate, "-outform", "DER", "-out", "" + der);
        Random random = new Random(3);
        for (Path path : List.of(rsa, folder.resolve("rsa.pem"), ssh, dropbear, certificate, der)) {
            byte[] sound = Files.readAllBytes(path);
            for (int i = 0; i < 3000; i++) {
                byte[] bytes = Arrays.copyOf(sound, i % 3 == 0 ? random.nextInt(sound.length) : sound.length);
                for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Found.in(new PrivateKeyInspector(), bytes);
                Found.in(new CertificateInspector(), bytes);
            }
        }
    }
}
