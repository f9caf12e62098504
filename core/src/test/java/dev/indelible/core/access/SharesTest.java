package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final Level ACME = Level.organization("acme");
    private static final Level GLOBEX = Level.organization("globex");

    @Test
    void noOrganizationTakesWhatAllOthersNeed() {
        List<Level> all = new ArrayList<>(Collections.nCopies(4_999, ACME));
        assertThatCode(() -> Shares.requireRoom("keys", all, ACME)).doesNotThrowAnyException();
        all.add(Level.project("acme", "shop"));

        assertThatThrownBy(() -> Shares.requireRoom("keys", all, ACME))
                .isInstanceOf(Rejected.class)
                .hasMessage(
                        "organization 'acme' has 5000 keys, and only 5000 are left to all others");
        assertThatCode(() -> Shares.requireRoom("keys", all, GLOBEX)).doesNotThrowAnyException();
        all.addAll(Collections.nCopies(2_500, GLOBEX));
        assertThatThrownBy(() -> Shares.requireRoom("keys", all, GLOBEX))
                .isInstanceOf(Rejected.class);
        assertThatCode(() -> Shares.requireRoom("keys", all, Level.organization("initech")))
                .doesNotThrowAnyException();
    }

    @Test
    void theInstanceHasThemAll() {
        List<Level> all = new ArrayList<>(Collections.nCopies(9_999, Level.INSTANCE));
        assertThatCode(() -> Shares.requireRoom("keys", all, Level.INSTANCE))
                .doesNotThrowAnyException();
        all.add(ACME);

        assertThatThrownBy(() -> Shares.requireRoom("keys", all, Level.INSTANCE))
                .isInstanceOf(Rejected.class)
                .hasMessage("there are at most 10000 keys");
    }
}
