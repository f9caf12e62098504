package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.proof.KeyType;
import dev.indelible.proof.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An operator in small: events, their sealed log, an anchor, two witnesses, evidence. Everything
/// as the server's formats say, and nothing by the server's code.
public final class TestWorld {
    static final String INSTANCE = "log.test";
    static final String ORGANIZATION = "acme";
    static final byte[] TAG_SALT = tagSalt();

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    final SigningKey logKey = key(KeyType.ED25519, INSTANCE + "/" + ORGANIZATION, 1);
    final SigningKey anchorKey = key(KeyType.ED25519, INSTANCE + "/anchor", 2);
    final SigningKey witness1 = key(KeyType.COSIGNATURE_ED25519, "witness.test/1", 3);
    final SigningKey witness2 = key(KeyType.COSIGNATURE_ED25519, "witness.test/2", 4);
    final TestLog log = new TestLog(logKey, List.of());
    final TestLog anchor = new TestLog(anchorKey, List.of(witness1, witness2));
    final List<TestEvent> events = new ArrayList<>();

    /// As docs/proofs.md says.
    private static byte[] tagSalt() {
        SigningKey log = key(KeyType.ED25519, INSTANCE + "/" + ORGANIZATION, 1);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("indelible-tag-salt/v1".getBytes(UTF_8));
            return digest.digest(log.verifierKey().publicKey());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// One event as the journal keeps it.
    static final class TestEvent {
        final UUID id;
        final long receivedMillis;
        final byte[] seed;
        final Map<Part, byte[]> parts;

        TestEvent(int number, String action) {
            id = new UUID(0x0197_a3c2_0000_7000L + number, 0x8000_0000_0000_0000L + number);
            receivedMillis = 1_764_100_000_000L + number;
            seed = filled(Leaf.SEED_BYTES, number);
            parts = new EnumMap<>(Part.class);
            parts.put(Part.CORE, json("{'action':'%s','operation':'create'}".formatted(action)));
            parts.put(Part.ACTOR, json("{'id':'u-%d','name':'Jürgen <b>'}".formatted(number)));
            parts.put(Part.TARGETS, json("[{'type':'door','id':'d-1'}]"));
            if (number % 3 != 0) {
                parts.put(Part.CLIENT, json("{'ip':'203.0.113.7'}"));
                parts.put(
                        Part.DETAIL,
                        json("{'description':'a \\'quoted\\' text \\u0007','n':1.10}"));
            }
        }

        byte[] leaf() {
            return Leaf.entry(receivedMillis, id, seed, Parts.of(parts));
        }

        private static byte[] json(String text) {
            return text.replace('\'', '"').getBytes(UTF_8);
        }
    }

    /// A world whose log has so many events, with a head in the anchor after each tenth and the
    /// last, among the heads of others.
    public static TestWorld of(int count) {
        var world = new TestWorld();
        for (int i = 0; i < count; i++) {
            world.append("door.open");
            if (i % 10 == 9 || i == count - 1) {
                world.anchorHead();
            }
        }
        return world;
    }

    void append(String action) {
        var event = new TestEvent(events.size(), action);
        events.add(event);
        log.add(event.leaf());
    }

    void anchorHead() {
        int keyId = logKey.verifierKey().keyId();
        anchor.add(AnchorHead.of(TAG_SALT, log.checkpoint(), keyId).entry());
        byte[] salt = filled(32, 5);
        anchor.add(AnchorHead.of(salt, log.checkpoint(), 7).entry());
    }

    String policy() {
        return """
        log %s
        log %s
        witness w1 %s
        witness w2 %s
        group both all w1 w2
        quorum both
        """
                .formatted(
                        logKey.verifierKey(),
                        anchorKey.verifierKey(),
                        witness1.verifierKey(),
                        witness2.verifierKey());
    }

    Trust trust() {
        return Trust.of(policy().getBytes(UTF_8), "auditor's policy", Trust.Origin.PINNED);
    }

    /// `event.json`.
    String disclosure(int index, Set<Part> erased) {
        TestEvent event = events.get(index);
        ObjectNode root =
                MAPPER.createObjectNode()
                        .put("version", 1)
                        .put("organization", ORGANIZATION)
                        .put("sequence", (long) index)
                        .put("receivedUnixMillis", event.receivedMillis)
                        .put("id", event.id.toString());
        ArrayNode parts = root.putArray("parts");
        event.parts.forEach((part, bytes) -> {
            byte[] salt = Leaf.salt(event.seed, part);
            ObjectNode node = parts.addObject().put("part", part.name().toLowerCase(Locale.ROOT));
            if (erased.contains(part)) {
                byte[] commitment = Leaf.commitment(salt, part, bytes);
                node.put("erased", true).put("commitment", BASE64.encodeToString(commitment));
            } else {
                node.put("salt", BASE64.encodeToString(salt)).put("text", new String(bytes, UTF_8));
            }
        });
        return root.put("anchorTagSalt", BASE64.encodeToString(TAG_SALT)).toString();
    }

    /// Every event, a line each, without the tag salt.
    String disclosures() {
        var lines = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            String line = disclosure(i, Set.of());
            lines.append(line, 0, line.indexOf(",\"anchorTagSalt\"")).append("}\n");
        }
        return lines.toString();
    }

    /// The files of the evidence for an event, whose head is the anchor's last but one.
    public Map<String, byte[]> evidence(int index, Set<Part> erased) {
        int head = anchor.size() - 2;
        var files = new LinkedHashMap<String, byte[]>();
        files.put("event.json", disclosure(index, erased).getBytes(UTF_8));
        files.put("leaf.bin", events.get(index).leaf());
        files.put("event.tlog-proof", log.proof(index).toBytes());
        files.put("head.leaf", anchor.entry(head));
        files.put("head.tlog-proof", anchor.proof(head).toBytes());
        files.put("policy.txt", policy().getBytes(UTF_8));
        files.put("README.txt", "How to check this.\n".getBytes(UTF_8));
        return files;
    }

    public static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }

    static SigningKey key(KeyType type, String name, int seed) {
        return SigningKey.of(type, name, filled(SigningKey.SEED_BYTES, seed));
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        bytes[0] = (byte) (value >> 8);
        return bytes;
    }
}
