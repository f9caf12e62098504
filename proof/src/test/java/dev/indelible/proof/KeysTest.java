package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final SigningKey signer = OwnVectorsTest.signer(0);
    private final VerifierKey key = signer.verifierKey();

    @Test
    void vkeyInAnyOtherSpellingIsRefused() {
        String vkey = key.toString();
        String base64 = vkey.substring(vkey.lastIndexOf('+') + 1);
        byte[] unknownType = Base64.getDecoder().decode(base64);
        unknownType[0] = 2;
        for (String bad :
                List.of(
                        "",
                        "a",
                        "a+00000000",
                        "+00000000+" + base64,
                        vkey.replace("log", "lo g"),
                        vkey.replace("log", "lok"),
                        vkey + "A",
                        vkey.substring(0, vkey.length() - 1),
                        vkey.toUpperCase(Locale.ROOT),
                        "a+00000000+",
                        "a+00000000+AQ==",
                        "a+00000000+" + Base64.getEncoder().encodeToString(unknownType),
                        "a".repeat(1025) + "+00000000+" + base64)) {
            assertThatThrownBy(() -> VerifierKey.parse(bad))
                    .as(bad)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void messageCountsTheBytesOfAKey() {
        assertThatThrownBy(() -> VerifierKey.parse("a+00000000+AQID"))
                .hasMessage("2 bytes are no public key of ED25519");
    }

    @Test
    void skeyInAnyOtherSpellingIsRefused() {
        String skey = signer.text();
        String base64 = skey.substring(skey.lastIndexOf('+') + 1);
        for (String bad :
                List.of(
                        "",
                        "PRIVATE+KEY+",
                        "PRIVATE+KEY+a+00000000",
                        skey.substring(1),
                        "PRIVATE+KEY++00000000+" + base64,
                        skey.replace("log", "lok"),
                        "PRIVATE+KEY+a+00000000+AQ==",
                        "PRIVATE+KEY+a+00000000+" + base64.replaceFirst("^A", "B"),
                        OwnVectorsTest.vkey(0))) {
            assertThatThrownBy(() -> SigningKey.parse(bad))
                    .as(bad)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageNotContaining(base64);
        }
        String mlDsa = Vectors.own("vectors.json").get("keys").get(3).get("skey").asString();
        assertThatThrownBy(() -> SigningKey.parse(mlDsa)).isInstanceOf(MalformedException.class);
    }

    @Test
    void keysDifferByTypeNameAndPublicKey() {
        byte[] publicKey = key.publicKey();
        assertThat(key)
                .isEqualTo(VerifierKey.of(KeyType.ED25519, key.name(), publicKey))
                .hasSameHashCodeAs(VerifierKey.of(KeyType.ED25519, key.name(), publicKey))
                .isNotEqualTo(VerifierKey.of(KeyType.COSIGNATURE_ED25519, key.name(), publicKey))
                .isNotEqualTo(VerifierKey.of(KeyType.ED25519, "b", publicKey))
                .isNotEqualTo(VerifierKey.of(KeyType.ED25519, key.name(), new byte[32]))
                .isNotEqualTo(null);
        assertThat(key.keyId()).isNotEqualTo(VerifierKey.keyId(key.name(), 4, publicKey));
        assertThat(key.hashCode()).isNotZero();
        publicKey[0] ^= 1;
        assertThat(key.publicKey()).isNotEqualTo(publicKey);
    }

    @Test
    void newKeySignsWhatItsVerifierBelieves() {
        SigningKey fresh =
                SigningKey.generate(KeyType.COSIGNATURE_ED25519, "n", new SecureRandom());
        SigningKey again = SigningKey.parse(fresh.text());
        byte[] message = {1, 2, 3};
        byte[] signature = again.sign(message);
        JdkSignatures jdk = new JdkSignatures();
        byte[] publicKey = fresh.verifierKey().publicKey();

        assertThat(fresh.seed()).isEqualTo(again.seed()).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(fresh.sign(message)).isEqualTo(signature);
        assertThat(jdk.verifies(Algorithm.ED25519, publicKey, message, signature)).isTrue();
        signature[0] ^= 1;
        assertThat(jdk.verifies(Algorithm.ED25519, publicKey, message, signature)).isFalse();
        assertThat(fresh).hasToString(fresh.verifierKey().toString());
        assertThat(fresh.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void bytesThatAreNoKeyOrSignatureAreANo() {
        Random random = Seeds.random("KeysTest");
        JdkSignatures jdk = new JdkSignatures();
        assertThat(jdk.supports(Algorithm.ED25519)).isTrue();
        for (Algorithm algorithm : Algorithm.values()) {
            if (!jdk.supports(algorithm)) {
                continue;
            }
            for (int round = 0; round < 50; round++) {
                byte[] publicKey = new byte[algorithm.publicKeyBytes()];
                byte[] signature = new byte[algorithm.signatureBytes()];
                random.nextBytes(publicKey);
                random.nextBytes(signature);
                assertThat(jdk.verifies(algorithm, publicKey, new byte[9], signature)).isFalse();
            }
            byte[] ones = new byte[algorithm.publicKeyBytes()];
            Arrays.fill(ones, (byte) 0xff);
            assertThat(jdk.verifies(algorithm, ones, new byte[9], new byte[3])).isFalse();
            assertThat(jdk.verifies(algorithm, new byte[5], new byte[9], new byte[3])).isFalse();
        }
    }

    @Test
    void wrongArgumentsAreBugs() {
        for (String name :
                List.of("", "a b", "a+b", "a\tb", "a\nb", "\u3000", "\ud800", "a\u001fb")) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> VerifierKey.of(KeyType.ED25519, name, new byte[32]));
        }
        assertThat(VerifierKey.of(KeyType.ED25519, "a".repeat(1024), new byte[32])).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> VerifierKey.of(KeyType.ED25519, "\u00e4".repeat(513), new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierKey.of(KeyType.ED25519, "a", new byte[31]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of(KeyType.ED25519, "a", new byte[31]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of(KeyType.COSIGNATURE_ML_DSA_44, "a", new byte[32]));
    }
}
