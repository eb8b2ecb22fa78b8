package org.vitrine.ledger.cose;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.ledger.Refused;
import org.vitrine.ledger.key.PublicKey;
import org.vitrine.ledger.key.SigningKey;
import org.vitrine.ledger.tree.Hash;

/// What somebody says of something, signed (SCITT Signed Statement; RFC 9943, section 6).
///
/// ```text
/// 18([ << { 1: alg, 3: content type, 4: kid, 15: { 1: issuer, 2: subject } } >>,
///      { 394: [ receipt, … ] },
///      payload,
///      signature ])
/// ```
/// Its issuer, its subject and a `kid` must be there; where the protected header names a certificate instead of
/// a `kid`, the issuer is a URI. A [HashEnvelope] carries a digest in place of what is said.
public final class SignedStatement {
    /// The media type of its bytes.
    public static final String MEDIA_TYPE = "application/scitt-statement+cose";
    /// How many bytes a log's entry may have (C2SP tlog-tiles: its length is written in two bytes).
    public static final int MAXIMUM_ENTRY = 65_535;
    /// How many characters an issuer or a subject may have.
    public static final int MAXIMUM_NAME = 8_192;
    /// How many receipts a statement may carry.
    public static final int MAXIMUM_RECEIPTS = 64;

    private final CoseSign1 cose;
    private final String issuer;
    private final String subject;
    private final List<byte[]> receipts;

    private SignedStatement(CoseSign1 cose) throws Refused {
        this.cose = cose;
        Cbor.Map header = cose.protectedHeader();
        header.require(Label.ALGORITHM, "statement: alg in the protected header").integer("statement: alg");
        Cbor.Map claims = header.require(Label.CLAIMS, "statement: CWT Claims in the protected header")
                .asMap("statement: CWT Claims");
        this.issuer = name(claims.require(Label.ISSUER, "statement: the issuer"), "statement: the issuer");
        this.subject = name(claims.require(Label.SUBJECT, "statement: the subject"), "statement: the subject");
        checkKeyName(header);
        HashEnvelope.check(cose);
        this.receipts = receipts(cose.unprotectedHeader());
    }

    /// The statement that these bytes are, receipts included.
    ///
    /// @throws Refused when they are none; nothing is said yet of the signature
    public static SignedStatement decode(byte[] bytes) throws Refused {
        return of(CoseSign1.decode(bytes));
    }

    /// The statement that a message is.
    ///
    /// @throws Refused when it is none; nothing is said yet of the signature
    public static SignedStatement of(CoseSign1 message) throws Refused {
        return new SignedStatement(message);
    }

    /// Signs a statement. Its `kid` is the key's thumbprint.
    ///
    /// @param issuer who says it, best as a URI
    /// @param subject what it is said of
    /// @param contentType the payload's media type
    /// @param payload what is said
    /// @throws Refused when the issuer or the subject is empty or too long
    public static SignedStatement sign(
            SigningKey key, String issuer, String subject, String contentType, byte[] payload) throws Refused {
        Cbor.Map header = header(key.publicKey(), issuer, subject).with(Label.CONTENT_TYPE, Cbor.of(contentType));
        return sign(key, header, payload);
    }

    /// Signs a statement under a protected header of the caller's, who begins with [#header] and adds to it.
    ///
    /// @throws Refused when that header makes no statement
    public static SignedStatement sign(SigningKey key, Cbor.Map header, byte[] payload) throws Refused {
        return of(CoseSign1.sign(header, payload, key));
    }

    /// The protected header that every statement of a key has.
    public static Cbor.Map header(PublicKey key, String issuer, String subject) {
        return Cbor.map(
                Cbor.of(Label.KEY_ID),
                Cbor.of(KeyThumbprint.of(key).bytes()),
                Cbor.of(Label.CLAIMS),
                claims(issuer, subject));
    }

    /// The claims of who says it and of what.
    static Cbor.Map claims(String issuer, String subject) {
        return Cbor.map(Cbor.of(Label.ISSUER), Cbor.of(issuer), Cbor.of(Label.SUBJECT), Cbor.of(subject));
    }

    /// A name that can be one.
    static String name(Cbor item, String field) throws Refused {
        String name = item.text(field);
        if (name.isEmpty() || name.length() > MAXIMUM_NAME) {
            throw new Refused(field + " has " + name.length() + " characters, not 1 to " + MAXIMUM_NAME);
        }
        return name;
    }

    private void checkKeyName(Cbor.Map header) throws Refused {
        boolean certified = header.get(Label.CERTIFICATES).isPresent()
                || header.get(Label.CERTIFICATE_DIGEST).isPresent();
        Optional<Cbor> keyId = header.get(Label.KEY_ID);
        if (keyId.isPresent()) {
            keyId.get().bytes("statement: kid");
        } else if (!certified) {
            throw new Refused("statement: the protected header names no key: neither kid nor x5t nor x5chain");
        }
        if (certified && !isUri(issuer)) {
            throw new Refused("statement: a certificate is named, and the issuer is no URI");
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static List<byte[]> receipts(Cbor.Map header) throws Refused {
        Optional<Cbor> field = header.get(Label.RECEIPTS);
        if (field.isEmpty()) {
            return List.of();
        }
        List<Cbor> items = field.get().items("statement: receipts");
        if (items.isEmpty() || items.size() > MAXIMUM_RECEIPTS) {
            throw new Refused(
                    "statement: it carries " + items.size() + " receipts, not 1 to " + MAXIMUM_RECEIPTS);
        }
        List<byte[]> receipts = new ArrayList<>();
        for (Cbor item : items) {
            receipts.add(item.bytes("statement: a receipt"));
        }
        return receipts;
    }

    /// The message that it is.
    public CoseSign1 cose() {
        return cose;
    }

    /// Who says it.
    public String issuer() {
        return issuer;
    }

    /// What it is said of.
    public String subject() {
        return subject;
    }

    /// The payload's media type, or the number of its CoAP content format in digits.
    ///
    /// @throws Refused when the header holds neither
    public Optional<String> contentType() throws Refused {
        Optional<Cbor> type = cose.protectedHeader().get(Label.CONTENT_TYPE);
        return type.isEmpty() ? Optional.empty() : Optional.of(contentType(type.get(), "statement: the content type"));
    }

    /// A media type, or the number of a CoAP content format in digits.
    static String contentType(Cbor item, String field) throws Refused {
        if (item instanceof Cbor.Unsigned) {
            return Long.toString(item.integer(field));
        }
        return item.text(field);
    }

    /// A copy of the name of the key that signed it, where it has one.
    public Optional<byte[]> keyId() {
        return cose.protectedHeader()
                .get(Label.KEY_ID)
                .filter(Cbor.Bytes.class::isInstance)
                .map(id -> ((Cbor.Bytes) id).value());
    }

    /// A copy of what is said, or none where the payload is detached.
    public Optional<byte[]> payload() {
        return cose.payload();
    }

    /// The digest it carries in place of what is said, where it does.
    public Optional<HashEnvelope> hashEnvelope() throws Refused {
        return cose.protectedHeader().get(Label.PAYLOAD_HASH_ALGORITHM).isPresent()
                ? Optional.of(HashEnvelope.of(cose))
                : Optional.empty();
    }

    /// Checks the signature.
    ///
    /// @throws Refused when it is not this key's, or the payload is detached
    public void verify(PublicKey key) throws Refused {
        cose.verify(key);
    }

    /// The bytes that a log holds: the statement with an empty unprotected header. Receipts, and whatever else
    /// nobody signed, don't change them.
    ///
    /// @throws Refused when they are too many for an entry
    public byte[] entry() throws Refused {
        byte[] entry = cose.withUnprotected(Cbor.Map.EMPTY).encode();
        if (entry.length > MAXIMUM_ENTRY) {
            throw new Refused("statement: its " + entry.length + " bytes are more than the " + MAXIMUM_ENTRY
                    + " of an entry; a hash envelope carries its digest instead");
        }
        return entry;
    }

    /// The hash of its entry as a leaf of the log's tree.
    ///
    /// @throws Refused when it is too long for an entry
    public Hash leaf() throws Refused {
        return Hash.ofLeaf(entry());
    }

    /// Its receipts' bytes, as they came. Each is judged by itself: [Receipt#decode].
    public List<byte[]> receipts() {
        return receipts.stream().map(byte[]::clone).toList();
    }

    /// The statement with these receipts and nothing else in its unprotected header. None is left out when the
    /// list is empty: then that header is too.
    ///
    /// @throws Refused when there are too many
    public SignedStatement withReceipts(List<byte[]> given) throws Refused {
        Cbor.Map header = given.isEmpty()
                ? Cbor.Map.EMPTY
                : Cbor.map(
                        Cbor.of(Label.RECEIPTS),
                        new Cbor.Array(given.stream().map(each -> (Cbor) Cbor.of(each)).toList()));
        return of(cose.withUnprotected(header));
    }

    /// Its bytes, receipts included.
    public byte[] encode() {
        return cose.encode();
    }
}
