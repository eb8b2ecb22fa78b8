package org.vitrine.ledger.cose;

import java.util.Set;

/// Labels of COSE header parameters (IANA, "COSE Header Parameters") that are read or written here.
public final class Label {
    /// `alg`: the signature algorithm (RFC 9052, section 3.1).
    public static final int ALGORITHM = 1;
    /// `crit`: labels that whoever reads the message must understand (RFC 9052, section 3.1).
    public static final int CRITICAL = 2;
    /// `content type`: the payload's, a media type or a CoAP content format (RFC 9052, section 3.1).
    public static final int CONTENT_TYPE = 3;
    /// `kid`: which key signed (RFC 9052, section 3.1).
    public static final int KEY_ID = 4;
    /// `CWT Claims`: who says it and of what (RFC 9597).
    public static final int CLAIMS = 15;
    /// `x5chain`: certificates of the key (RFC 9360).
    public static final int CERTIFICATES = 33;
    /// `x5t`: the digest of the key's certificate (RFC 9360).
    public static final int CERTIFICATE_DIGEST = 34;
    /// `payload-hash-alg`: the payload is a digest by this algorithm (RFC 9995).
    public static final int PAYLOAD_HASH_ALGORITHM = 258;
    /// `preimage-content-type`: the type of what was digested (RFC 9995).
    public static final int PREIMAGE_CONTENT_TYPE = 259;
    /// `payload-location`: where what was digested may be had (RFC 9995).
    public static final int PAYLOAD_LOCATION = 260;
    /// `receipts`: what logs gave for the statement (RFC 9942).
    public static final int RECEIPTS = 394;
    /// `vds`: which verifiable data structure a receipt is of (RFC 9942).
    public static final int STRUCTURE = 395;
    /// `vdp`: a receipt's proofs (RFC 9942).
    public static final int PROOFS = 396;

    /// The claim of who says it, within [#CLAIMS] (RFC 8392).
    public static final int ISSUER = 1;
    /// The claim of what it is said of, within [#CLAIMS] (RFC 8392).
    public static final int SUBJECT = 2;

    /// What a message may call critical. Certificates are not among them, since none are checked here.
    static final Set<Cbor> UNDERSTOOD = Set.of(
            Cbor.of(ALGORITHM),
            Cbor.of(CONTENT_TYPE),
            Cbor.of(KEY_ID),
            Cbor.of(CLAIMS),
            Cbor.of(PAYLOAD_HASH_ALGORITHM),
            Cbor.of(PREIMAGE_CONTENT_TYPE),
            Cbor.of(PAYLOAD_LOCATION),
            Cbor.of(RECEIPTS),
            Cbor.of(STRUCTURE),
            Cbor.of(PROOFS));

    private Label() {}
}
