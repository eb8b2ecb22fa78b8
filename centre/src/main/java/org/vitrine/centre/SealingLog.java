package org.vitrine.centre;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.cose.HashEnvelope;
import org.vitrine.ledger.cose.Receipt;
import org.vitrine.ledger.cose.SignedStatement;
import org.vitrine.ledger.key.Algorithm;
import org.vitrine.ledger.key.KeyFile;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.log.Disk;
import org.vitrine.ledger.log.Log;
import org.vitrine.ledger.log.Published;
import org.vitrine.ledger.log.Store;
import org.vitrine.ledger.tlog.NoteKey;
import org.vitrine.ledger.tlog.NoteSigner;
import org.vitrine.ledger.tlog.SignatureType;
import org.vitrine.ledger.tlog.TlogProof;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.verify.Anchors;
import org.vitrine.ledger.verify.ReceiptFiles;

/// A log of ours, open for writing, with its keys: statements are signed by the issuer's, receipts by
/// the receipts', checkpoints by the log's. Three keys, so that no signature of one protocol can be
/// shown in another.
public final class SealingLog implements AutoCloseable {
    /// The verifier's trust configuration in a log's folder (C2SP tlog-policy).
    public static final String POLICY = "policy";

    private static final String KEYS = "keys";
    private static final String CHECKPOINT_KEY = "checkpoint.pem";
    private static final String RECEIPT_KEY = "receipt.pem";
    private static final String ISSUER_KEY = "issuer.pem";

    private final Log log;
    private final String origin;
    private final Anchors anchors;
    private final SigningKey receiptKey;
    private final SigningKey issuerKey;
    private final Path folder;

    private SealingLog(
            Path folder, Log log, String origin, Anchors anchors, SigningKey receiptKey, SigningKey issuerKey) {
        this.folder = folder;
        this.log = log;
        this.origin = origin;
        this.anchors = anchors;
        this.receiptKey = receiptKey;
        this.issuerKey = issuerKey;
    }

    /// Begins a log: makes its keys, writes its first two entries and the policy of whoever verifies.
    ///
    /// @param folder is made, or is empty
    /// @param origin the log's identity for good, best a name of the internet without scheme
    /// @param issuer the name that statements are signed under
    /// @param witnesses verifier keys of cosigners (C2SP signed-note)
    /// @param quorum how many of them a verifier asks for; 0 for none
    /// @param passphrase encrypts the keys
    /// @throws IOException when there is something already, or it can't be written
    /// @throws Refused when a name can't stand in a log
    public static void init(
            Path folder, String origin, String issuer, List<String> witnesses, int quorum, char[] passphrase)
            throws IOException, Refused {
        Path keys = folder.resolve(KEYS);
        if (Files.exists(keys) || Files.exists(folder.resolve(POLICY))) {
            throw new FileSystemException(folder.toString(), null, "holds a log already");
        }
        SigningKey checkpointKey = SigningKey.generate(Algorithm.ED25519);
        SigningKey receiptKey = SigningKey.generate(Algorithm.ED25519);
        SigningKey issuerKey = SigningKey.generate(Algorithm.ED25519);
        NoteSigner signer = signer(origin, checkpointKey);
        String policy = policy(signer.key(), witnesses, quorum);
        LogStatements first = new LogStatements(signer.key(), issuer, issuerKey);
        List<byte[]> entries = List.of(
                first.policy().entry(), first.anchors(receiptKey.publicKey()).entry());
        Files.createDirectories(keys);
        Files.setPosixFilePermissions(keys, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        KeyFile.write(keys.resolve(CHECKPOINT_KEY), checkpointKey, passphrase);
        KeyFile.write(keys.resolve(RECEIPT_KEY), receiptKey, passphrase);
        KeyFile.write(keys.resolve(ISSUER_KEY), issuerKey, passphrase);
        Log.create(Disk.of(folder), origin, List.of(signer), entry -> {}, entries)
                .close();
        Files.writeString(folder.resolve(POLICY), policy, StandardOpenOption.CREATE_NEW);
    }

    private static NoteSigner signer(String origin, SigningKey key) throws Refused {
        try {
            return NoteSigner.of(origin, SignatureType.ED25519, key);
        } catch (IllegalArgumentException e) {
            throw new Refused("no log can be called " + origin + ": " + e.getMessage(), e);
        }
    }

    /// The policy's text, which is read back before anybody relies on it.
    private static String policy(NoteKey log, List<String> witnesses, int quorum) throws Refused {
        StringBuilder text = new StringBuilder("log " + log.vkey() + "\n");
        List<String> names = new ArrayList<>();
        for (String vkey : witnesses) {
            names.add("w" + (names.size() + 1));
            text.append("witness ")
                    .append(names.getLast())
                    .append(' ')
                    .append(NoteKey.parse(vkey).vkey())
                    .append('\n');
        }
        if (quorum < 0 || quorum > names.size()) {
            throw new Refused("a quorum of " + quorum + " needs as many cosigners, and " + names.size() + " are given");
        }
        if (quorum > 0) {
            text.append("group asked ")
                    .append(quorum)
                    .append(' ')
                    .append(String.join(" ", names))
                    .append('\n');
        }
        return text.append("quorum ")
                .append(quorum == 0 ? "none" : "asked")
                .append('\n')
                .toString();
    }

    /// Who signs a log's checkpoints. The origin is the one that the policy beside the key names.
    static NoteSigner signer(Path folder, char[] passphrase) throws IOException, Refused {
        SigningKey key = KeyFile.read(folder.resolve(KEYS).resolve(CHECKPOINT_KEY), passphrase);
        for (NoteKey known : LogReading.keys(folder)) {
            if (known.key().equals(key.publicKey())) {
                return signer(known.name(), key);
            }
        }
        throw new Refused("the log's policy does not name the key of its checkpoints");
    }

    /// Opens a log.
    ///
    /// @param passphrase opens its keys
    /// @throws IOException when it can't be read, or somebody else writes to it
    /// @throws Refused when the passphrase is another, or the log is not sound
    public static SealingLog open(Path folder, char[] passphrase) throws IOException, Refused {
        Path keys = folder.resolve(KEYS);
        if (!Files.isDirectory(keys)) {
            throw new FileSystemException(folder.toString(), null, "holds no log; 'vitrine log init' begins one");
        }
        NoteSigner signer = signer(folder, passphrase);
        SigningKey receiptKey = KeyFile.read(keys.resolve(RECEIPT_KEY), passphrase);
        SigningKey issuerKey = KeyFile.read(keys.resolve(ISSUER_KEY), passphrase);
        Disk disk = Disk.of(folder);
        String origin = signer.key().name();
        Anchors anchors = Anchors.of(Published.open(disk, List.of(signer.key())).entry(Anchors.INDEX), origin);
        Log log = Log.open(disk, origin, List.of(signer), anchors::admit);
        return new SealingLog(folder, log, origin, anchors, receiptKey, issuerKey);
    }

    /// What is published now.
    Published published() {
        return log.published();
    }

    /// The name that statements of ours are signed under.
    String issuer() throws Refused {
        return anchors.issuer(issuerKey.publicKey());
    }

    /// Signs and logs a statement.
    ///
    /// @param subject what it is said of
    /// @param payload an in-toto Statement
    Receipts say(String subject, byte[] payload) throws IOException, Refused {
        Said said = sign(subject, payload);
        return receipts(said.entry(), said.content());
    }

    /// A statement that is signed.
    ///
    /// @param entry its bytes, as the log gets them
    /// @param content what they carry the digest of, where they do
    // Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Said(byte[] entry, Optional<byte[]> content) {}

    /// Signs a statement. One that is too long for an entry goes by Hash Envelope.
    ///
    /// @param subject what it is said of
    /// @param payload an in-toto Statement
    Said sign(String subject, byte[] payload) throws Refused {
        SignedStatement statement = SignedStatement.sign(issuerKey, issuer(), subject, InToto.MEDIA_TYPE, payload);
        if (statement.encode().length <= SignedStatement.MAXIMUM_ENTRY) {
            return new Said(statement.entry(), Optional.empty());
        }
        Hash digest = Hash.ofContent(payload);
        return new Said(
                HashEnvelope.sign(issuerKey, issuer(), subject, InToto.MEDIA_TYPE, Optional.empty(), digest)
                        .entry(),
                Optional.of(payload));
    }

    /// Puts content beside the log, under its SHA-256.
    void keep(byte[] content) throws IOException {
        Store.of(Disk.of(folder)).put(new ByteArrayInputStream(content));
    }

    /// Logs a statement, unless it is there, and makes its receipts.
    ///
    /// @param content what a hash envelope's digest is of
    /// @throws Refused when the log does not admit it
    public Receipts receipts(byte[] entry, Optional<byte[]> content) throws IOException, Refused {
        if (content.isPresent()) {
            keep(content.get());
        }
        long index;
        try {
            index = log.add(entry).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the statement was logged", e);
        }
        SignedStatement statement = SignedStatement.decode(entry);
        Published now = log.published();
        Receipt receipt = Receipt.sign(
                receiptKey,
                origin,
                statement.subject(),
                now.prove(index),
                now.checkpoint().root());
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ReceiptFiles.STATEMENT, entry);
        content.ifPresent(bytes -> files.put(ReceiptFiles.CONTENT, bytes));
        files.put(ReceiptFiles.PROOF, TlogProof.of(now.prove(index), now.note()).encode());
        files.put(ReceiptFiles.RECEIPT, receipt.encode());
        files.put(ReceiptFiles.ANCHORS, now.entry(Anchors.INDEX));
        files.put(
                ReceiptFiles.ANCHORS_PROOF,
                TlogProof.of(now.prove(Anchors.INDEX), now.note()).encode());
        return new Receipts(origin, index, now.size(), Hash.ofLeaf(entry), files);
    }

    /// The place of a statement that is in the log already.
    ///
    /// @return −1 where it is not
    long find(byte[] entry) throws IOException {
        return log.find(entry);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
