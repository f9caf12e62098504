/// The arithmetic of transparency logs over opaque bytes: Merkle hashes and proofs (RFC 6962, RFC
/// 9162) and the formats of C2SP: tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature,
/// tlog-witness, tlog-proof and tlog-policy, byte for byte.
///
/// The way through this package: entries become leaf hashes ([Merkle], [Hasher]), a [CompactRange]
/// turns them into a root, a [Checkpoint] states size and root, a [Note] carries it with
/// signatures. [Proofs] builds proofs out of stored hashes ([HashReader], [Tile]); [Merkle] checks
/// them. A [TlogProof] is all of that in one file, judged by a [Policy].
///
/// Pure functions and values: no I/O, no clock, no threads, no dependency but the JDK. Integers are
/// big-endian, Base64 is RFC 4648 section 4 with padding and canonical, hashes are SHA-256. Bad
/// input is a [MalformedException] or a sealed answer; an `IllegalArgumentException` is a bug of
/// the caller. Every bound is in [Limits]. Java 17, so that other people's programs can use it.
@NullMarked
package dev.indelible.proof;

import org.jspecify.annotations.NullMarked;
