package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Busy;
import org.junit.jupiter.api.Test;

class LooksTest {
    private final Looks looks = new Looks();

    @Test
    void oneLooksAtATimeForEachOrganizationAndTwoInAll() {
        String seen =
                looks.at(
                        "acme",
                        () -> {
                            assertBusy("acme");
                            return looks.at(
                                    "globex",
                                    () -> {
                                        assertBusy("initech");
                                        return "both";
                                    });
                        });

        assertThat(seen).isEqualTo("both");
        assertThat(looks.at("initech", () -> 1)).isEqualTo(1);
    }

    @Test
    void whoFailsIsDoneLooking() {
        assertThatThrownBy(() ->
                        looks.at(
                                "acme",
                                () -> {
                                    throw new IllegalStateException("x");
                                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(looks.at("acme", () -> 1)).isEqualTo(1);
    }

    private void assertBusy(String organization) {
        assertThatThrownBy(() -> looks.at(organization, () -> 1)).isInstanceOf(Busy.class);
    }
}
