package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.sealing.TreeStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [TreeStore] keeps, against the slow obvious definition: an array per log and level.
public abstract class TreeStoreContract {
    private static final int HASH_BYTES = 32;

    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private TreeStore store;

    /// An empty store.
    protected abstract TreeStore open() throws Exception;

    /// The store of the last [#open()], after it was closed.
    protected abstract TreeStore reopen() throws Exception;

    /// Whether anything is left after closing.
    protected boolean survivesRestart() {
        return true;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        System.out.println("seed=" + seed);
        store = open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void emptyStoreHasNothing() {
        assertThat(store.read("acme", 8, 0, 10)).isEmpty();
        assertThat(store.read("acme", 8, 70_000, 1)).isEmpty();
    }

    @Test
    void hashesComeBackAndEndWhereTheyEnd() {
        byte[] hashes = hashes(3);
        store.write("acme", 8, 0, hashes, 0, 3);

        assertThat(store.read("acme", 8, 0, 3)).isEqualTo(hashes);
        assertThat(store.read("acme", 8, 1, 1))
                .isEqualTo(Arrays.copyOfRange(hashes, HASH_BYTES, 2 * HASH_BYTES));
        assertThat(store.read("acme", 8, 1, 10)).hasSize(2 * HASH_BYTES);
        assertThat(store.read("acme", 8, 3, 1)).isEmpty();
    }

    @Test
    void logsAndLevelsAreApart() {
        byte[] hashes = hashes(3);
        store.write("acme", 8, 0, hashes, 0, 1);
        store.write("acme", 16, 0, hashes, HASH_BYTES, 1);
        store.write("acme.8", 4, 0, hashes, 2 * HASH_BYTES, 1);

        assertThat(store.read("acme", 8, 0, 9)).isEqualTo(Arrays.copyOf(hashes, HASH_BYTES));
        assertThat(store.read("acme", 16, 0, 9))
                .isEqualTo(Arrays.copyOfRange(hashes, HASH_BYTES, 2 * HASH_BYTES));
        assertThat(store.read("acme.8", 4, 0, 9))
                .isEqualTo(Arrays.copyOfRange(hashes, 2 * HASH_BYTES, 3 * HASH_BYTES));
    }

    @Test
    void writesAcrossFilesAndOverOldOnesAgreeWithAnArray() throws Exception {
        Map<String, byte[]> model = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String log = "log-" + random.nextInt(100);
            byte[] before = model.getOrDefault(log, new byte[0]);
            int length = before.length / HASH_BYTES;
            int first = random.nextBoolean() ? length : random.nextInt(length + 1);
            int count = random.nextInt(50) == 0 ? 66_000 : 1 + random.nextInt(300);
            byte[] hashes = hashes(count);
            store.write(log, 4, first, hashes, 0, count);
            byte[] after =
                    Arrays.copyOf(before, Math.max(before.length, (first + count) * HASH_BYTES));
            System.arraycopy(hashes, 0, after, first * HASH_BYTES, hashes.length);
            model.put(log, after);
            if (survivesRestart() && random.nextInt(50) == 0) {
                store.close();
                store = reopen();
            }
        }
        model.forEach((log, hashes) -> {
            int length = hashes.length / HASH_BYTES;
            int first = random.nextInt(length);
            assertThat(store.read(log, 4, first, length))
                    .isEqualTo(Arrays.copyOfRange(hashes, first * HASH_BYTES, hashes.length));
        });
    }

    private byte[] hashes(int count) {
        byte[] hashes = new byte[count * HASH_BYTES];
        random.nextBytes(hashes);
        return hashes;
    }
}
