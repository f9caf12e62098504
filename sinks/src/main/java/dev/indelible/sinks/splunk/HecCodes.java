package dev.indelible.sinks.splunk;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import dev.indelible.sinks.http.Classes;
import dev.indelible.sinks.http.Outcome;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the collector's codes mean ("Troubleshoot HTTP Event Collector"). A code that is not known
/// counts as its HTTP status does; an answer that is no collector's proves nothing.
final class HecCodes {
    private static final JsonMapper JSON = new JsonMapper();

    private HecCodes() {}

    /// A collector's answer.
    ///
    /// @param ackId by which the collector will be asked, if it gave one
    /// @param isOrderly whether an indexer that knows what it has said so
    record Reply(Answer answer, OptionalLong ackId, boolean isOrderly) {}

    static Reply of(Outcome.Answered answered, Clock clock) {
        JsonNode body = read(answered.text());
        Answer byStatus = Classes.of(answered, clock);
        JsonNode code = body.path("code");
        if (!code.isIntegralNumber()) {
            return new Reply(
                    withoutCode(answered, byStatus), OptionalLong.empty(), answered.status() < 500);
        }
        String text = body.path("text").asString("");
        var refusal =
                new Refusal(
                        answered.status(),
                        "Splunk says %d: %s.".formatted(code.intValue(), answered.excerpt(text)),
                        answered.excerpt());
        Answer answer =
                switch (code.intValue()) {
                    case 0 -> byStatus;
                    case 8, 9, 18, 19, 20 -> new Answer.Transient(refusal, retryAfter(byStatus));
                    case 1, 2, 3, 4, 5, 7, 10, 11, 14, 16, 21, 22 ->
                            new Answer.Misconfigured(refusal);
                    case 6, 12, 13, 15 -> new Answer.Refused(refusal, false, item(body));
                    default -> byStatus;
                };
        JsonNode ackId = body.path("ackId");
        return new Reply(
                answer,
                ackId.isIntegralNumber()
                        ? OptionalLong.of(ackId.longValue())
                        : OptionalLong.empty(),
                answered.status() < 500 || code.intValue() == 9 || code.intValue() == 18);
    }

    /// A page of some proxy with status 200 is no confirmation.
    private static Answer withoutCode(Outcome.Answered answered, Answer byStatus) {
        if (!(byStatus instanceof Answer.Confirmed)) {
            return byStatus;
        }
        return new Answer.Misconfigured(
                new Refusal(
                        answered.status(),
                        "The answer is not that of an HTTP Event Collector; check the URL.",
                        answered.excerpt()));
    }

    private static Optional<java.time.Duration> retryAfter(Answer byStatus) {
        return byStatus instanceof Answer.Transient later ? later.retryAfter() : Optional.empty();
    }

    private static OptionalInt item(JsonNode body) {
        JsonNode number = body.path("invalid-event-number");
        return number.isIntegralNumber() && number.canConvertToInt() && number.intValue() >= 0
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
