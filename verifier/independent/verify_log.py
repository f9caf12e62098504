#!/usr/bin/env python3
"""Checks an exported log, and a proof, with nothing but Python's own library and none of Indelible's code.

    verify_log.py POLICY TREE               a folder as `indelible export-log` writes it
    verify_log.py POLICY TREE LEAF PROOF    and a leaf entry with its .tlog-proof

Formats: c2sp.org/tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof; RFC 6962; RFC 8032, section 6.
Prints what it checked and exits with 0; or prints what is wrong, and exits with 1.
"""

import base64
import hashlib
import pathlib
import sys

# ---------- Ed25519 (RFC 8032, section 6: slow and obvious) ----------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    m = (a[1] - a[0]) * (b[1] - b[0]) % P
    n = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    total = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def is_same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def decompress(octets):
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_verifies(public_key, message, signature):
    a, r = decompress(public_key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= Q:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % Q
    return is_same(multiply(s, BASE), add(r, multiply(k, a)))


# ---------- keys, notes, checkpoints ----------


class Wrong(Exception):
    pass


def require(is_right, message):
    if not is_right:
        raise Wrong(message)


def keys_of(policy):
    keys = {}
    for line in policy.read_text("utf-8").splitlines():
        items = line.split()
        if items and items[0] in ("log", "witness"):
            name, key_id, material = items[1 if items[0] == "log" else 2].split("+", 2)
            material = base64.b64decode(material, validate=True)
            computed = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
            require(computed.hex() == key_id, f"{policy}: the id of the key of {name} is wrong")
            keys[name, computed] = items[0], material[0], material[1:]
    return keys


def checkpoint_of(note, keys, place):
    """The origin, size and root of a note that its log signed, and how many witnesses cosigned it."""
    end = note.rindex("\n\n") + 1
    text, logs, witnesses = note[:end], 0, 0
    origin, size, root = text.split("\n")[:3]
    for line in note[end + 1 :].splitlines():
        dash, name, encoded = line.split(" ")
        require(dash == "\u2014", f"{place}: no signature line")
        signature = base64.b64decode(encoded, validate=True)
        kind, type_, public_key = keys.get((name, signature[:4]), (None, None, None))
        if kind is None:
            continue
        signature, message = signature[4:], text.encode()
        if type_ == 4:
            seconds = int.from_bytes(signature[:8], "big")
            signature, message = signature[8:], f"cosignature/v1\ntime {seconds}\n".encode() + message
        require(ed25519_verifies(public_key, message, signature), f"{place}: the signature of {name} does not verify")
        logs += kind == "log" and name == origin
        witnesses += kind == "witness"
    require(logs > 0, f"{place}: no log of the policy signed as {origin}")
    return origin, int(size), base64.b64decode(root, validate=True), witnesses


# ---------- the tree (RFC 6962, section 2.1) ----------


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tile_path(level, index, width):
    digits = f"{index:03d}"
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + ("" if width == 256 else f".p/{width}")


def read(tree, path):
    file = tree / path
    require(file.is_file(), f"{path}: it is not there")
    return file.read_bytes()


def is_gone(tree, path):
    """Whether the log says that events in this bundle have expired: then the tile of level 0 has the hashes of its entries."""
    return not (tree / path).is_file() and (tree / (path + ".gone")).is_file()


def leaf_hashes_of(tree, size):
    """The hash of each entry, and the number of bundles of which only hashes are left."""
    hashes, gone = [], 0
    for index in range(0, size, 256):
        width = min(256, size - index)
        path = tile_path("entries", index // 256, width)
        if is_gone(tree, path):
            path = tile_path(0, index // 256, width)
            tile = read(tree, path)
            require(len(tile) == 32 * width, f"{path}: it has not {width} hashes")
            hashes += [tile[i : i + 32] for i in range(0, len(tile), 32)]
            gone += 1
            continue
        bundle, at = read(tree, path), 0
        for _ in range(width):
            length = int.from_bytes(bundle[at : at + 2], "big")
            require(at + 2 + length <= len(bundle), f"{path}: it ends before its entries do")
            hashes.append(leaf_hash(bundle[at + 2 : at + 2 + length]))
            at += 2 + length
        require(at == len(bundle), f"{path}: something stands behind its entries")
    return hashes, gone


def check_tree(tree, keys):
    origin, size, root, _ = checkpoint_of(read(tree, "checkpoint").decode(), keys, "checkpoint")
    hashes, gone = leaf_hashes_of(tree, size)
    level, height, right_edge = 0, 0, []
    while hashes:
        if height % 8 == 0:
            for index in range(0, len(hashes), 256):
                made = b"".join(hashes[index : index + 256])
                path = tile_path(level, index // 256, len(made) // 32)
                stored = read(tree, path)
                if stored != made:
                    first = next(i for i in range(0, max(len(made), len(stored)), 32) if made[i : i + 32] != stored[i : i + 32])
                    raise Wrong(f"{path}: hash {index + first // 32} of level {level} is not that of the entries")
            level += 1
        if len(hashes) % 2 == 1:
            right_edge.append(hashes[-1])
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        height += 1
    made = hashlib.sha256(b"").digest() if not right_edge else right_edge[0]
    for left in right_edge[1:]:
        made = node_hash(left, made)
    require(made == root, "checkpoint: the entries do not give the signed root")
    print(f"{origin}: signed; all {size} entries give its tiles and its root")
    if gone:
        print(f"{origin}: events in {gone} bundles have expired; of their entries the hashes are left, which give the root")


def check_proof(leaf, proof, keys):
    head, note = proof.read_text("utf-8").split("\n\n", 1)
    lines = head.split("\n")
    require(lines.pop(0) == "c2sp.org/tlog-proof@v1", f"{proof}: it is no proof")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = int(lines.pop(0).removeprefix("index "))
    origin, size, root, witnesses = checkpoint_of(note, keys, str(proof))
    require(index < size, f"{proof}: no such entry")
    first, second, made = index, size - 1, leaf_hash(leaf.read_bytes())
    for node in [base64.b64decode(line, validate=True) for line in lines]:
        require(second > 0, f"{proof}: too many hashes")
        if first & 1 or first == second:
            made = node_hash(node, made)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            made = node_hash(made, node)
        first, second = first >> 1, second >> 1
    require(second == 0 and made == root, f"{proof}: it does not lead from {leaf} to the signed root")
    print(f"{origin}: {leaf} is its entry {index} of {size}, cosigned by {witnesses} witnesses")


def main(arguments):
    if len(arguments) not in (2, 4):
        print(__doc__)
        return 2
    policy, tree, *rest = [pathlib.Path(argument) for argument in arguments]
    try:
        keys = keys_of(policy)
        check_tree(tree, keys)
        if rest:
            check_proof(*rest, keys)
        return 0
    except (Wrong, OSError, ValueError, IndexError) as wrong:
        print(f"WRONG: {wrong}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
