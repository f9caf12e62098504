#!/usr/bin/env python3
"""Derives vectors.json from the specifications alone: RFC 6962 by its recursion, C2SP by its text.

Knows nothing of the code under test. Needs python-cryptography 48 for ML-DSA-44; everything in it is
deterministic but the ML-DSA-44 signature, which is made anew. Run: python3 derive_vectors.py > vectors.json
"""
import base64, hashlib, json, struct
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

sha = lambda data: hashlib.sha256(data).digest()
b64 = lambda data: base64.b64encode(data).decode()
leaf = lambda entry: sha(b"\0" + entry)
node = lambda left, right: sha(b"\1" + left + right)


def split(n):  # the largest power of two smaller than n
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d):  # RFC 6962, 2.1
    if not d:
        return sha(b"")
    if len(d) == 1:
        return d[0]
    k = split(len(d))
    return node(mth(d[:k]), mth(d[k:]))


def path(m, d):  # RFC 6962, 2.1.1
    if len(d) == 1:
        return []
    k = split(len(d))
    return path(m, d[:k]) + [mth(d[k:])] if m < k else path(m - k, d[k:]) + [mth(d[:k])]


def subproof(m, d, b):  # RFC 6962, 2.1.2
    if m == len(d):
        return [] if b else [mth(d)]
    k = split(len(d))
    if m <= k:
        return subproof(m, d[:k], b) + [mth(d[k:])]
    return subproof(m - k, d[k:], False) + [mth(d[:k])]


def key_id(name, kind, public):  # signed-note, "Signatures"
    return sha(name.encode() + b"\n" + bytes([kind]) + public)[:4]


class Key:
    def __init__(self, name, kind):
        self.name, self.kind, self.seed = name, kind, sha(b"indelible test key " + name.encode())
        make = MLDSA44PrivateKey.from_seed_bytes if kind == 6 else Ed25519PrivateKey.from_private_bytes
        self.private = make(self.seed)
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = key_id(name, kind, self.public)
        self.vkey = "%s+%s+%s" % (name, self.id.hex(), b64(bytes([kind]) + self.public))
        self.skey = "PRIVATE+KEY+%s+%s+%s" % (name, self.id.hex(), b64(bytes([kind]) + self.seed))

    def line(self, signature):
        return "\u2014 %s %s\n" % (self.name, b64(self.id + signature))

    def log(self, text):
        return self.line(self.private.sign(text.encode()))

    def cosign(self, text, time):
        if self.kind == 4:
            message = b"cosignature/v1\ntime %d\n" % time + text.encode()
        else:
            origin, size, root = text.split("\n")[:3]
            message = (b"subtree/v1\n\0" + bytes([len(self.name)]) + self.name.encode() + struct.pack(">Q", time)
                       + bytes([len(origin)]) + origin.encode() + struct.pack(">QQ", 0, int(size)) + base64.b64decode(root))
        return self.line(struct.pack(">Q", time) + self.private.sign(message))


def tile_path(n):  # tlog-tiles, "Merkle Tree"
    groups = ["%03d" % (n % 1000)]
    while n >= 1000:
        n //= 1000
        groups.insert(0, "x%03d" % (n % 1000))
    return "/".join(groups)


def main():
    leaves = [leaf(str(i).encode()) for i in range(300)]
    log, one, two, three = Key("log.example/a", 1), Key("wit.example/1", 4), Key("wit.example/2", 4), Key("wit.example/3", 6)
    text = lambda n: "log.example/a\n%d\n%s\n" % (n, b64(mth(leaves[:n])))
    head = lambda m, n: "".join(b64(h) + "\n" for h in subproof(m, leaves[:n], True))
    signed = text(13) + "\n" + log.log(text(13))
    cosigned = signed + one.cosign(text(13), 1700000000) + two.cosign(text(13), 1700000001)
    proof = "c2sp.org/tlog-proof@v1\n%sindex 6\n%s\n%s"
    nodes = "".join(b64(h) + "\n" for h in path(6, leaves[:13]))
    out = {
        "entries": "the decimal text of each index",
        "roots": [mth(leaves[:n]).hex() for n in range(34)],
        "root300": mth(leaves).hex(),
        "inclusion": [[i, n, [h.hex() for h in path(i, leaves[:n])]] for n in (1, 2, 3, 7, 8, 13) for i in range(n)]
        + [[i, 300, [h.hex() for h in path(i, leaves)]] for i in (0, 255, 256, 299)],
        "consistency": [[m, n, [h.hex() for h in subproof(m, leaves[:n], True)]] for n in (2, 7, 8, 13) for m in range(1, n)]
        + [[m, 300, [h.hex() for h in subproof(m, leaves, True)]] for m in (1, 255, 256, 257)],
        "paths": [[n, tile_path(n)] for n in (0, 7, 255, 999, 1000, 1234067, 70000, 10**6, 10**9 - 1, 2**63 - 1)],
        "keys": [{"type": k.kind, "vkey": k.vkey, "skey": k.skey, "publicKey": k.public.hex()} for k in (log, one, two, three)],
        "checkpoint": text(13),
        "signed": signed,
        "cosigned": cosigned,
        "cosignedMlDsa": signed + three.cosign(text(13), 1700000002),
        "proof": proof % ("", nodes, cosigned),
        "proofWithExtra": proof % ("extra %s\n" % b64(b"tenant=a"), nodes, cosigned),
        "request": "old 7\n%s\n%s" % (head(7, 13), signed),
        "empty": text(0) + "\n" + log.log(text(0)),
    }
    print(json.dumps(out, indent=1, ensure_ascii=True))


if __name__ == "__main__":
    main()
