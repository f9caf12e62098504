package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// What the README shows.
final class ReadmeExample {
    private ReadmeExample() {}

    static String run() {
        // README: from here
        // The log: three entries, a signed checkpoint, and a proof for the second entry.
        SigningKey key =
                SigningKey.generate(KeyType.ED25519, "log.example/audit", new SecureRandom());
        List<byte[]> leafHashes = new ArrayList<>();
        CompactRange tree = new CompactRange();
        for (String entry : List.of("first", "second", "third")) {
            byte[] leafHash = Merkle.leafHash(entry.getBytes(UTF_8));
            leafHashes.add(leafHash);
            tree.append(leafHash);
        }
        Checkpoint checkpoint = Checkpoint.of("log.example/audit", tree.size(), tree.root());
        Note signed = Note.signed(checkpoint.text(), key);
        TileReader tiles = path -> Tile.of(leafHashes);
        HashReader hashes = HashReader.overTiles(tree.size(), tiles);
        List<byte[]> nodes = Proofs.inclusion(1, tree.size(), hashes);
        byte[] file = TlogProof.of(1, nodes, signed).toBytes();

        // The auditor, offline: has the entry, the file, and a policy that names the log's key.
        Policy policy = Policy.ofLogs(VerifierKey.parse(key.verifierKey().toString()));
        TlogProof proof = TlogProof.parse(file);
        ProofVerdict verdict =
                proof.verify(
                        Merkle.leafHash("second".getBytes(UTF_8)), policy, new JdkSignatures());
        if (verdict instanceof ProofVerdict.Proven proven) {
            return "entry %d of %d is in %s"
                    .formatted(proof.index(), proven.checkpoint().size(), proven.checkpoint());
        }
        // README: to here
        return "not proven";
    }
}
