package org.vitrine.ledger.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vitrine.ledger.Refused;

/// A signing key in a file, encrypted by a passphrase, as `openssl pkey` reads and writes it: PKCS
/// #8 in PEM (RFC 5958, RFC 7468) with PBES2, PBKDF2 and AES-CBC (RFC 8018).
///
/// ```text
/// -----BEGIN ENCRYPTED PRIVATE KEY-----   PBKDF2 by HMAC-SHA-256, 600,000 rounds; AES-256-CBC
/// -----BEGIN PUBLIC KEY-----              its public key, in clear
/// ```
/// Its owner alone may read a file that is written here. The second part shows that the first was
/// not changed: AES-CBC alone would open a changed key as another. Files without it are read where
/// the key is Ed25519, which gives its public key itself; whoever reads one compares that with the
/// key expected.
public final class KeyFile {
    /// How many rounds of PBKDF2 a passphrase goes through in files that are written.
    public static final int ROUNDS = 600_000;
    /// How many rounds a file that is read may ask for: some seconds' work.
    public static final int MAXIMUM_ROUNDS = 5_000_000;
    /// How many bytes a file may have.
    public static final int MAXIMUM_BYTES = 64 * 1024;

    private static final String PRIVATE = "ENCRYPTED PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String CIPHER = "AES/CBC/PKCS5Padding";
    private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");
    private static final String WRONG = "key file: the passphrase does not open it";

    private KeyFile() {}

    /// Writes a key to a new file, and has it on the disk on return. Where the file system knows
    /// owners, only this one may read or write it.
    ///
    /// @param passphrase not empty; it stays the caller's to overwrite
    /// @throws java.nio.file.FileAlreadyExistsException when there is such a file: keys are not
    ///     overwritten
    /// @throws IOException when it can't be written
    /// @throws IllegalArgumentException when the passphrase is empty
    public static void write(Path file, SigningKey key, char[] passphrase) throws IOException {
        write(file, key, passphrase, ROUNDS);
    }

    /// The same, with as many rounds as tests have time for.
    static void write(Path file, SigningKey key, char[] passphrase, int rounds) throws IOException {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("an empty passphrase protects nothing");
        }
        String text = pem(PRIVATE, encrypted(key.privateKey(), passphrase, rounds))
                + pem(PUBLIC, key.publicKey().encoded());
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /// Reads a key.
    ///
    /// @param passphrase it stays the caller's to overwrite
    /// @throws IOException when the file can't be read
    /// @throws Refused when the passphrase is another, or the file holds no encrypted key that is
    ///     understood here
    public static SigningKey read(Path file, char[] passphrase) throws IOException, Refused {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAXIMUM_BYTES + 1);
        }
        return decode(bytes, passphrase);
    }

    /// The key that a file's bytes hold.
    ///
    /// @param passphrase it stays the caller's to overwrite
    /// @throws Refused when the passphrase is another, or the bytes hold no encrypted key that is
    ///     understood here
    public static SigningKey decode(byte[] bytes, char[] passphrase) throws Refused {
        if (bytes.length > MAXIMUM_BYTES) {
            throw new Refused("key file: it has more than " + MAXIMUM_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] sealed = part(text, PRIVATE)
                .orElseThrow(() -> new Refused("key file: it holds no encrypted private key in PEM"));
        Optional<byte[]> open = part(text, PUBLIC);
        byte[] clear = decrypted(sealed, passphrase);
        try {
            Algorithm algorithm = algorithm(clear);
            KeyFactory factory = KeyFactory.getInstance(algorithm.keyName());
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(clear));
            if (open.isPresent()) {
                return SigningKey.of(
                        new KeyPair(factory.generatePublic(new X509EncodedKeySpec(open.get())), privateKey));
            }
            return SigningKey.of(privateKey);
        } catch (GeneralSecurityException e) {
            throw new Refused("key file: what the passphrase opens is no key that is understood here", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /// The algorithm of a PrivateKeyInfo: its identifier stands behind the version.
    private static Algorithm algorithm(byte[] info) throws Refused {
        for (Algorithm algorithm : Algorithm.values()) {
            // SubjectPublicKeyInfo: sequence, its length, then the same AlgorithmIdentifier.
            byte[] prefix = algorithm.keyPrefix();
            int from = (prefix[1] & 0x80) == 0 ? 2 : 2 + (prefix[1] & 0x7f);
            byte[] identifier = Arrays.copyOfRange(prefix, from, from + 2 + prefix[from + 1]);
            int start = info.length > 1 && (info[1] & 0x80) == 0 ? 5 : 5 + (info[1] & 0x7f);
            if (info.length >= start + identifier.length
                    && Arrays.equals(info, start, start + identifier.length, identifier, 0, identifier.length)) {
                return algorithm;
            }
        }
        throw new Refused("key file: it holds a key of an algorithm that is not understood here");
    }

    private static byte[] encrypted(PrivateKey key, char[] passphrase, int rounds) {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[16];
        byte[] iv = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(iv);
        byte[] clear = key.getEncoded();
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBEWithHmacSHA256AndAES_256");
            parameters.init(new PBEParameterSpec(salt, rounds, new IvParameterSpec(iv)));
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.ENCRYPT_MODE, derived("HmacSHA256", passphrase, salt, rounds, 256), new IvParameterSpec(iv));
            byte[] algorithm = der(0x30, PBES2, parameters.getEncoded());
            return der(0x30, algorithm, der(0x04, cipher.doFinal(clear)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java does not encrypt keys", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static byte[] decrypted(byte[] sealed, char[] passphrase) throws Refused {
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(sealed);
            Scheme scheme = Scheme.named(info.getAlgName());
            PBEParameterSpec parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
            int rounds = parameters.getIterationCount();
            if (rounds < 1 || rounds > MAXIMUM_ROUNDS) {
                throw new Refused("key file: it asks for " + rounds + " rounds, not 1 to " + MAXIMUM_ROUNDS);
            }
            Cipher cipher = Cipher.getInstance(CIPHER);
            SecretKeySpec key = derived(scheme.mac(), passphrase, parameters.getSalt(), rounds, scheme.bits());
            cipher.init(Cipher.DECRYPT_MODE, key, parameters.getParameterSpec());
            return cipher.doFinal(info.getEncryptedData());
        } catch (BadPaddingException e) {
            throw new Refused(WRONG, e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // The JDK's DER parser throws unchecked exceptions for some malformed parameters.
            throw new Refused("key file: its encryption is malformed or not understood here", e);
        }
    }

    /// What a scheme of PBES2 is made of.
    ///
    /// @param mac PBKDF2's
    /// @param bits how long AES's key is
    private record Scheme(String mac, int bits) {
        static Scheme named(String name) throws Refused {
            return switch (name) {
                case "PBEWithHmacSHA256AndAES_256" -> new Scheme("HmacSHA256", 256);
                case "PBEWithHmacSHA256AndAES_128" -> new Scheme("HmacSHA256", 128);
                case "PBEWithHmacSHA512AndAES_256" -> new Scheme("HmacSHA512", 256);
                case "PBEWithHmacSHA512AndAES_128" -> new Scheme("HmacSHA512", 128);
                default -> throw new Refused("key file: only PBES2 with AES and SHA-2 is understood, not this one");
            };
        }
    }

    private static SecretKeySpec derived(String mac, char[] passphrase, byte[] salt, int rounds, int bits)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, rounds, bits);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2With" + mac)
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(key, "AES");
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length + 4);
        out.put((byte) tag);
        if (length < 0x80) {
            out.put((byte) length);
        } else if (length < 0x100) {
            out.put((byte) 0x81).put((byte) length);
        } else {
            out.put((byte) 0x82).putShort((short) length);
        }
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String pem(String label, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /// The bytes of a PEM part, or none where there is no such part.
    private static Optional<byte[]> part(String text, String label) throws Refused {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        if (from < 0) {
            return Optional.empty();
        }
        // Behind the whole line: the hyphens at its end may look like the beginning of the other one.
        int to = text.indexOf("-----END " + label + "-----", from + begin.length());
        if (to < 0) {
            throw new Refused("key file: a part has no end");
        }
        String base64 = text.substring(from + begin.length(), to).replaceAll("[ \t\r\n]", "");
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Refused("key file: a part is not base64", e);
        }
    }
}
