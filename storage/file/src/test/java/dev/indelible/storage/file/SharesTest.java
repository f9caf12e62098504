package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static Map<String, Shares.Share> all(Shares shares) {
        var all = new HashMap<String, Shares.Share>();
        shares.forEach((name, share) -> assertThat(all.put(name, share)).isNull());
        return all;
    }

    @Test
    void saysOfEachOrganizationWhatAMapSays() {
        var random = new Random(3);
        for (int count = 0; count < 300; count++) {
            var model = new HashMap<String, Shares.Share>();
            for (int i = 0; i < count; i++) {
                model.put(
                        "org-" + random.nextInt(500),
                        new Shares.Share(
                                random.nextLong(1L << 50),
                                random.nextInt(),
                                random.nextInt(),
                                random.nextInt()));
            }

            var shares = new Shares(model);

            assertThat(shares.count()).isEqualTo(model.size());
            assertThat(all(shares)).isEqualTo(model);
            for (int i = 0; i < 500; i++) {
                assertThat(shares.of("org-" + i)).isEqualTo(model.get("org-" + i));
            }
        }
    }

    @Test
    void namesOfOneHashAreTold() {
        // "Aa" and "BB" have one hash code, and so has whatever is made of both.
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        Map<String, Shares.Share> model =
                Map.of(
                        "AaAa", new Shares.Share(1, 2, 3, 4),
                        "AaBB", new Shares.Share(5, 6, 7, 8),
                        "BBAa", new Shares.Share(9, 10, 11, 12));

        var shares = new Shares(model);

        assertThat(all(shares)).isEqualTo(model);
        assertThat(shares.of("BBBB")).isNull();
    }
}
