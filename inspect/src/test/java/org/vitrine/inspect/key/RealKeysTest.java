package org.vitrine.inspect.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.State;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.HandMadeTree;
import org.vitrine.inspect.key.PrivateKey.Encoding;
import org.vitrine.structure.der.PublicKeyInfo;
import org.vitrine.testing.Corpus;
import org.vitrine.testing.Extracted;
import org.vitrine.testing.Tool;

/// Keys and certificates of real products.
class RealKeysTest {
    @Test
    void publishedKeysAreAllFound(@TempDir Path folder) throws IOException, Unreadable {
        Tool.needs("ssh-keygen");
        Tool.text("tar", "-xzf", "" + Corpus.path("credentials/ssh-badkeys.tar.gz"), "-C", "" + folder);
        int count = 0;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(each -> each.toString().endsWith(".key"))
                    .sorted()
                    .toList()) {
                List<PrivateKey> keys = Found.keys(Files.readAllBytes(path));
                assertThat(keys).as("%s", path).hasSize(1);
                Path twin = Path.of(path.toString().replaceAll("key$", "pub"));
                PrivateKey key = keys.get(0);
                // The public part of this one lacks a leading zero; ssh-keygen refuses it.
                if (!path.endsWith("exagrid-cve-2016-1561.key")) {
                    String listed = Tool.text("ssh-keygen", "-lf", "" + twin);
                    assertThat(listed).as("%s", path).startsWith(key.bits() + " ");
                    assertThat(listed.toLowerCase(Locale.ROOT)).contains("(" + key.algorithm() + ")");
                }
                String line = Files.readString(twin);
                String coded = Arrays.stream(line.split(" ", -1))
                        .filter(word -> word.startsWith("AAAA"))
                        .findFirst()
                        .orElseThrow()
                        .strip();
                SshPublicKey shared =
                        SshPublicKey.of(Bytes.of(Base64.getDecoder().decode(coded)));
                assertThat(key.fingerprint())
                        .as("%s", path)
                        .isEqualTo(shared.info().map(PublicKeyInfo::fingerprint).orElseThrow());
                count++;
            }
        }
        assertThat(count).isEqualTo(61);
    }

    private static List<KeyUse> uses(String rootfs) throws IOException {
        return HandMadeTree.of(Extracted.rootfs(rootfs))
                .inspect(KeyUse.class, new KeyUseInspector(), new PrivateKeyInspector(), new CertificateInspector());
    }

    private static String dropbear(String rootfs, String path) throws Unreadable {
        String line = Tool.text(
                        "dropbearkey", "-y", "-f", "" + Extracted.rootfs(rootfs).resolve(path))
                .lines()
                .filter(each -> each.startsWith("ssh-"))
                .findFirst()
                .orElseThrow();
        SshPublicKey key = SshPublicKey.of(Bytes.of(Base64.getDecoder().decode(line.split(" ", -1)[1])));
        return key.info().map(PublicKeyInfo::fingerprint).orElseThrow();
    }

    @Test
    void femtocellCarriesItsHostKeys() throws IOException, Unreadable {
        List<KeyUse> uses = uses("cisco-dph153-femtocell-fs1");
        List<KeyUse> host = uses.stream()
                .filter(use -> use.purpose().equals("ssh host key"))
                .toList();
        assertThat(host)
                .extracting(KeyUse::fingerprint)
                .containsExactly(
                        dropbear("cisco-dph153-femtocell-fs1", "etc/ssh/dss_host_key"),
                        dropbear("cisco-dph153-femtocell-fs1", "etc/ssh/rsa_host_key"));
        assertThat(host)
                .extracting(KeyUse::state, KeyUse::reason)
                .containsExactly(
                        tuple(State.ACTIVE, "its path stands in etc/init.d/sshd:18"),
                        tuple(State.ACTIVE, "its path stands in etc/init.d/sshd:19"));
    }

    @Test
    void zteCarriesItsHostKeyAndServerKey() throws IOException, Unreadable {
        List<KeyUse> uses = uses("zte-zxhn-h298n-jazz");
        assertThat(uses)
                .filteredOn(use -> use.purpose().equals("ssh host key"))
                .extracting(KeyUse::fingerprint)
                .containsExactly(dropbear("zte-zxhn-h298n-jazz", "etc/rsa_host_key"));
        assertThat(uses)
                .filteredOn(use -> use.purpose().startsWith("certificate"))
                .isNotEmpty();
    }

    @Test
    void technicolorCarriesADevelopersHostKey() throws IOException {
        List<KeyUse> uses = uses("technicolor-dga4131-18.3.0439");
        assertThat(uses).hasSize(1);
        assertThat(uses.get(0).purpose()).isEqualTo("ssh host key");
        assertThat(uses.get(0).state()).isEqualTo(State.COPY);
        assertThat(uses.get(0).reason())
                .isEqualTo("copied to tmp/dropbear/dropbear_rsa_host_key"
                        + " by etc/uci-defaults/tch_9003-firstboot-dropbear:11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cisco-dph153-femtocell-fs1", "technicolor-dga4131-18.3.0439", "zte-zxhn-h298n-jazz"})
    void certificatesAreReadAsJavaReadsThem(String name) throws IOException, CertificateException, Unreadable {
        Path root = Extracted.rootfs(name);
        int count = 0;
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(path);
                Found found = Found.in(new CertificateInspector(), bytes);
                assertThat(found.problem()).as("%s", path).isFalse();
                assertThat(Found.in(new PrivateKeyInspector(), bytes).problem())
                        .as("%s", path)
                        .isFalse();
                for (var fact : found.facts()) {
                    compare((Certificate) fact, bytes);
                    count++;
                }
            }
        }
        assertThat(count).isPositive();
    }

    private static void compare(Certificate certificate, byte[] bytes) throws CertificateException, Unreadable {
        byte[] block = Arrays.copyOfRange(bytes, (int) certificate.location().offset(), (int)
                (certificate.location().offset() + certificate.location().length()));
        X509Certificate java = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block));
        assertThat(certificate.fingerprint())
                .isEqualTo(Digest.ofContent(Bytes.of(java.getEncoded())).toString());
        assertThat(new BigInteger(certificate.serial(), 16)).isEqualTo(java.getSerialNumber());
        assertThat(certificate.notBefore())
                .isEqualTo(java.getNotBefore().toInstant().getEpochSecond());
        assertThat(certificate.notAfter())
                .isEqualTo(java.getNotAfter().toInstant().getEpochSecond());
        assertThat(certificate.authority()).isEqualTo(java.getBasicConstraints() >= 0 ? 1 : 0);
        assertThat(certificate.signature()).isEqualToIgnoringCase(signature(java));
        assertThat(certificate.publicKey())
                .isEqualTo(Digest.ofContent(Bytes.of(java.getPublicKey().getEncoded()))
                        .toString());
        if (java.getPublicKey() instanceof RSAPublicKey rsa) {
            assertThat(certificate.bits()).isEqualTo(rsa.getModulus().bitLength());
        }
        same(certificate.subject(), java.getSubjectX500Principal());
        same(certificate.issuer(), java.getIssuerX500Principal());
    }

    private static String signature(X509Certificate certificate) {
        return switch (certificate.getSigAlgName()) {
            case "SHA384withECDSA" -> "ecdsa-with-SHA384";
            case "SHA256withECDSA" -> "ecdsa-with-SHA256";
            case "MD2withRSA" -> "md2WithRSAEncryption";
            default -> certificate.getSigAlgName() + "Encryption";
        };
    }

    private static void same(String name, X500Principal principal) {
        Map<String, String> keywords = Map.of(
                "EMAILADDRESS", "1.2.840.113549.1.9.1",
                "SERIALNUMBER", "2.5.4.5",
                "POSTALCODE", "2.5.4.17",
                "ORGANIZATIONIDENTIFIER", "2.5.4.97");
        assertThat(new X500Principal(name, keywords).toString()).isEqualTo(principal.toString());
    }

    @Test
    void encodingIsToldApart() throws IOException {
        Path root = Extracted.rootfs("zte-zxhn-h298n-jazz");
        assertThat(Found.keys(Files.readAllBytes(root.resolve("etc/rsa_host_key"))))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.encoding()).isEqualTo(Encoding.DROPBEAR);
                    assertThat(key.bits()).isEqualTo(1040);
                });
    }
}
