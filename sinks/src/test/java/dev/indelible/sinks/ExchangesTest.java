package dev.indelible.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import org.junit.jupiter.api.Test;

class ExchangesTest {
    /// Red, it says already that it does not work.
    @Test
    void whatIsSetUpWronglyIsSaidInOneSentence() {
        var wrong = new Answer.Refusal(404, "There is nothing at this URL.", "");

        assertThat(Exchanges.meaning(new Answer.Misconfigured(wrong)))
                .isEqualTo("There is nothing at this URL.");
    }
}
