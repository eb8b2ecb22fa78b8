"""Another reader and writer of COSE: cbor2 and cryptography, driven line by line.

items SEED COUNT   writes CBOR items at random, keys sorted by their encodings, one in hex a line
again              reads items in hex, decodes them and writes them again, keys sorted by their encodings
sign               writes statements and receipts: algorithm, public key, bytes, each in hex
verify             reads the same, and writes for each what it says, or why its signature doesn't hold
"""
import hashlib
import random
import sys
from collections.abc import Mapping

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P256 = ec.ECDSA(hashes.SHA256())


def deterministic(item):
    """cbor2 sorts keys by length first (RFC 7049): RFC 8949 sorts them by their bytes."""
    if isinstance(item, Mapping):
        pairs = sorted((deterministic(k), deterministic(v)) for k, v in item.items())
        return head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    if isinstance(item, (list, tuple)):
        return head(4, len(item)) + b"".join(deterministic(each) for each in item)
    if isinstance(item, cbor2.CBORTag):
        return head(6, item.tag) + deterministic(item.value)
    return cbor2.dumps(item, canonical=True)


def head(major, argument):
    whole = bytearray(cbor2.dumps(argument))
    whole[0] |= major << 5
    return bytes(whole)


def items(seed, count):
    source = random.Random(seed)

    def integer():
        return source.choice([1, -1]) * source.getrandbits(source.choice([3, 5, 8, 9, 16, 17, 32, 33, 63]))

    def leaf():
        return source.choice([
            integer,
            lambda: source.getrandbits(64),
            lambda: -1 - source.getrandbits(64),
            lambda: bytes(source.getrandbits(8) for _ in range(source.randrange(300))),
            lambda: "".join(chr(source.choice([65, 0xE5, 0x20AC, 0x1F600])) for _ in range(source.randrange(40))),
            lambda: source.choice([True, False, None, cbor2.undefined]),
            lambda: cbor2.CBORSimpleValue(source.choice([0, 19, 32, 255])),
            # Nothing from 32768 to 65504: cbor2 5.4.6 writes that in four bytes, RFC 8949, Appendix A, in two.
            lambda: source.choice([0.0, -0.0, 1.5, 1024.0, 65505.0, 1e-7, 5.960464477539063e-08, 3.4e38, 1.1,
                                   float("inf"), float("-inf"), float("nan")]),
        ])()

    def item(depth):
        kind = source.randrange(6)
        if depth == 0 or kind < 3:
            return leaf()
        if kind == 3:
            return [item(depth - 1) for _ in range(source.randrange(30))]
        if kind == 4:
            # Tags that cbor2 would make something else of are left out.
            return cbor2.CBORTag(source.choice([6, 18, 98, 500, 70000]), item(depth - 1))
        keys = {source.choice([integer(), "key" + str(integer())]) for _ in range(source.randrange(30))}
        return {key: item(depth - 1) for key in keys}

    for _ in range(count):
        print(deterministic(item(3)).hex())


def again():
    for line in sys.stdin:
        print(deterministic(cbor2.loads(bytes.fromhex(line))).hex())


def structure(protected, payload):
    return cbor2.dumps(["Signature1", protected, b"", payload])


def signer(algorithm):
    if algorithm == "ED25519":
        key = ed25519.Ed25519PrivateKey.generate()
        return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), key.sign
    key = ec.generate_private_key(ec.SECP256R1())

    def sign(message):
        r, s = utils.decode_dss_signature(key.sign(message, P256))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), sign


def sign():
    for algorithm, number in (("ED25519", -19), ("ED25519", -8), ("ES256", -7), ("ES256", -9)):
        raw, signature = signer(algorithm)
        # The keys stand as they were put in: others don't sort them either.
        header = {4: hashlib.sha256(raw).digest(), 1: number, 15: {2: "urn:product:å", 1: "https://peer.example"},
                  "text": [1.5, None], 3: "text/plain"}
        protected = cbor2.dumps(header)
        payload = ("said by " + algorithm).encode()
        statement = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature(structure(protected, payload))]))
        leaf = hashlib.sha256(b"\0" + statement).digest()
        sibling = hashlib.sha256(b"\0another").digest()
        root = hashlib.sha256(b"\1" + sibling + leaf).digest()
        protected = cbor2.dumps({395: 1, 1: number, 15: {1: "https://log.example", 2: "urn:product:å"}})
        proofs = {396: {-1: [cbor2.dumps([2, 1, [sibling]])]}}
        receipt = cbor2.dumps(cbor2.CBORTag(18, [protected, proofs, None, signature(structure(protected, root))]))
        print(algorithm, raw.hex(), statement.hex(), receipt.hex())


def verify():
    for line in sys.stdin:
        algorithm, raw, statement, receipt = line.split()
        raw, statement = bytes.fromhex(raw), bytes.fromhex(statement)
        leaf = hashlib.sha256(b"\0" + statement).digest()
        said = cbor2.loads(statement)
        proof = cbor2.loads(bytes.fromhex(receipt))
        size, index, path = cbor2.loads(proof.value[1][396][-1][0])
        assert (size, index, len(path)) == (2, 1, 1)
        root = hashlib.sha256(b"\1" + path[0] + leaf).digest()
        try:
            for message, payload in ((said, said.value[2]), (proof, root)):
                assert message.tag == 18
                check(algorithm, raw, message.value[3], structure(message.value[0], payload))
        except InvalidSignature:
            print("forged")
            continue
        header = cbor2.loads(said.value[0])
        key = {1: 1, -1: 6, -2: raw} if algorithm == "ED25519" else {1: 2, -1: 1, -2: raw[1:33], -3: raw[33:]}
        assert header[4] == hashlib.sha256(deterministic(key)).digest()
        assert deterministic(header) == said.value[0]
        print(header[1], header[3], header[15][1], header[15][2], said.value[2].hex())


def check(algorithm, raw, signature, message):
    if algorithm == "ED25519":
        ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    else:
        numbers = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
        key.verify(utils.encode_dss_signature(*numbers), message, P256)


if sys.argv[1] == "items":
    items(int(sys.argv[2]), int(sys.argv[3]))
else:
    {"again": again, "sign": sign, "verify": verify}[sys.argv[1]]()
