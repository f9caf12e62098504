package dev.indelible.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.sealing.LogKeys;
import dev.indelible.proof.KeyType;
import dev.indelible.proof.Signer;
import dev.indelible.proof.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keys of logs that anybody can guess.
public final class SimulatedKeys implements LogKeys {
    private final Map<String, Signer> signers = new ConcurrentHashMap<>();

    @Override
    public Signer signer(String origin) {
        return signers.computeIfAbsent(
                origin, name -> SigningKey.of(KeyType.ED25519, name, hash("key " + name)));
    }

    @Override
    public byte[] tagSalt(String origin) {
        return hash("salt " + origin);
    }

    private static byte[] hash(String text) {
        return SlowTree.root(List.of(text.getBytes(UTF_8)));
    }
}
